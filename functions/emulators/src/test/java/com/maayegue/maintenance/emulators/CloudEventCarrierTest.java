package com.maayegue.maintenance.emulators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CloudEventCarrierTest {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final String TOPIC = "notification-purge";

  @TempDir static Path folder;
  private static PubSubEmulator pubSub;

  private final PubSubTopics topics = pubSub.topics();

  @BeforeAll
  static void startPubSub() throws IOException {
    pubSub = PubSubEmulator.start("demo-app", folder);
  }

  @AfterAll
  static void stopPubSub() throws IOException {
    pubSub.close();
  }

  @BeforeEach
  void clear() throws IOException {
    pubSub.clear();
  }

  @Test
  void turnsAMessageIntoACloudEvent() throws IOException {
    try (Endpoint endpoint = new Endpoint(attempt -> 204);
        CloudEventCarrier carrier = carrier(TOPIC, endpoint::uri)) {
      assertThat(carrier).isNotNull();
      String id = topics.publish(TOPIC, "{\"dryRun\":true}", Map.of("origin", "scheduler"));

      Request request = endpoint.request(1);

      assertThat(request.headers())
          .containsEntry("Ce-id", id)
          .containsEntry("Ce-specversion", "1.0")
          .containsEntry("Ce-type", "google.cloud.pubsub.topic.v1.messagePublished")
          .containsEntry("Ce-source", "//pubsub.googleapis.com/projects/demo-app/topics/" + TOPIC)
          .containsEntry("Content-type", "application/json")
          .containsKey("Ce-time");
      JsonObject message = request.json().getAsJsonObject("message");
      assertThat(message.get("data").getAsString()).isEqualTo("eyJkcnlSdW4iOnRydWV9");
      assertThat(message.get("messageId").getAsString()).isEqualTo(id);
      assertThat(message.getAsJsonObject("attributes").get("origin").getAsString())
          .isEqualTo("scheduler");
    }
  }

  @Test
  void deliversAgainWhatFailed() throws IOException {
    List<CloudEventCarrier.Delivery> deliveries = new CopyOnWriteArrayList<>();
    try (Endpoint endpoint = new Endpoint(attempt -> attempt < 3 ? 500 : 200);
        CloudEventCarrier carrier =
            CloudEventCarrier.start(
                topics,
                List.of(new CloudEventCarrier.Route(TOPIC, endpoint::uri)),
                Redelivery.prompt(),
                deliveries::add)) {
      assertThat(carrier).isNotNull();
      String id = topics.publish(TOPIC, "{}");

      Await.until(SOON, "three attempts", () -> deliveries.size() == 3);

      assertThat(deliveries)
          .extracting(CloudEventCarrier.Delivery::messageId)
          .containsExactly(id, id, id);
      assertThat(deliveries)
          .extracting(CloudEventCarrier.Delivery::status)
          .containsExactly(500, 500, 200);
      assertThat(topics.pull(CloudEventCarrier.deadLetterTopic(TOPIC))).isEmpty();
    }
  }

  @Test
  void putsWhatAlwaysFailsOnTheDeadLetterTopic() throws IOException {
    try (Endpoint endpoint = new Endpoint(attempt -> 500);
        CloudEventCarrier carrier = carrier(TOPIC, endpoint::uri)) {
      assertThat(carrier).isNotNull();
      topics.publish(TOPIC, "{\"poison\":1}");

      PubSubTopics.Received dead = received(CloudEventCarrier.deadLetterTopic(TOPIC));

      assertThat(dead.data()).isEqualTo("{\"poison\":1}");
      assertThat(endpoint.requests).hasSizeBetween(5, 6);
    }
  }

  @Test
  void deliversOnceTheFunctionIsBack() throws IOException {
    List<URI> running = new CopyOnWriteArrayList<>();
    List<CloudEventCarrier.Delivery> deliveries = new CopyOnWriteArrayList<>();
    Supplier<URI> function =
        () -> running.stream().findFirst().orElseThrow(() -> new IllegalStateException("none"));
    try (Endpoint endpoint = new Endpoint(attempt -> 200);
        CloudEventCarrier carrier =
            CloudEventCarrier.start(
                topics,
                List.of(new CloudEventCarrier.Route(TOPIC, function)),
                Redelivery.prompt(),
                deliveries::add)) {
      assertThat(carrier).isNotNull();
      String id = topics.publish(TOPIC, "{}");
      Await.until(SOON, "an attempt", () -> !deliveries.isEmpty());
      assertThat(deliveries.get(0).status()).isEqualTo(503);

      running.add(endpoint.uri());

      assertThat(endpoint.request(1).headers()).containsEntry("Ce-id", id);
    }
  }

  @Test
  void givesEachFunctionOfATopicItsOwnCopy() throws IOException {
    try (Endpoint one = new Endpoint(attempt -> 200);
        Endpoint two = new Endpoint(attempt -> 200);
        CloudEventCarrier carrier =
            CloudEventCarrier.start(
                topics,
                List.of(
                    new CloudEventCarrier.Route("maintenance-alerts", one::uri),
                    new CloudEventCarrier.Route("maintenance-alerts", two::uri)),
                Redelivery.prompt())) {
      assertThat(carrier).isNotNull();
      String id = topics.publish("maintenance-alerts", "{}");
      assertThat(one.request(1).headers()).containsEntry("Ce-id", id);
      assertThat(two.request(1).headers()).containsEntry("Ce-id", id);
    }
  }

  @Test
  void keepsMessagesBetweenTwoCarriers() throws IOException {
    try (Endpoint endpoint = new Endpoint(attempt -> 200)) {
      carrier(TOPIC, endpoint::uri).close();
      String id = topics.publish(TOPIC, "{}");
      try (CloudEventCarrier next = carrier(TOPIC, endpoint::uri)) {
        assertThat(next).isNotNull();
        assertThat(endpoint.request(1).headers()).containsEntry("Ce-id", id);
      }
    }
  }

  @Test
  void closesAfterTheEmulatorIsCleared() throws IOException {
    try (Endpoint endpoint = new Endpoint(attempt -> 200)) {
      CloudEventCarrier carrier = carrier(TOPIC, endpoint::uri);
      pubSub.clear();
      carrier.close();
      assertThat(endpoint.requests).isEmpty();
    }
  }

  @Test
  void refusesWhatTheServiceWouldRefuse() {
    Duration second = Duration.ofSeconds(1);
    Duration minute = Duration.ofMinutes(1);
    assertThatThrownBy(() -> new Redelivery(minute, second, second, 4))
        .hasMessage("maxDeliveryAttempts: expected 5 to 100, but it is 4");
    assertThatThrownBy(() -> new Redelivery(second, second, second, 5))
        .hasMessage("ackDeadline: expected 10 s to 10 min, but it is PT1S");
    assertThatThrownBy(() -> new Redelivery(minute, minute, second, 5))
        .hasMessage("backoff: expected 0 <= minimum <= maximum, but it is PT1M and PT1S");
  }

  private CloudEventCarrier carrier(String topic, Supplier<URI> function) throws IOException {
    return CloudEventCarrier.start(
        topics, List.of(new CloudEventCarrier.Route(topic, function)), Redelivery.prompt());
  }

  private PubSubTopics.Received received(String subscription) {
    return Await.value(
        SOON, "a message on " + subscription, () -> topics.pull(subscription).stream().findFirst());
  }

  private record Request(Map<String, String> headers, String body) {
    JsonObject json() {
      return JsonParser.parseString(body).getAsJsonObject();
    }
  }

  /** Stands where a function would, to show what reaches it. */
  private static final class Endpoint implements AutoCloseable {
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final HttpServer server;
    private final ToIntFunction<Integer> statusOfAttempt;

    Endpoint(ToIntFunction<Integer> statusOfAttempt) throws IOException {
      this.statusOfAttempt = statusOfAttempt;
      this.server = HttpServer.create(new InetSocketAddress(Loopback.address(), 0), 0);
      server.createContext("/", this::answer);
      server.start();
    }

    private void answer(HttpExchange exchange) throws IOException {
      try (exchange) {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        Map<String, String> headers = new TreeMap<>();
        exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, values.get(0)));
        requests.add(new Request(headers, body));
        exchange.sendResponseHeaders(statusOfAttempt.applyAsInt(requests.size()), -1);
      }
    }

    URI uri() {
      return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    }

    Request request(int number) {
      return Await.value(
          SOON,
          "request " + number,
          () ->
              requests.size() < number ? Optional.empty() : Optional.of(requests.get(number - 1)));
    }

    @Override
    public void close() {
      server.stop(0);
    }
  }
}

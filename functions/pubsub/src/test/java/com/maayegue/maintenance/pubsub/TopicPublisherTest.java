package com.maayegue.maintenance.pubsub;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonParser;
import com.maayegue.maintenance.pubsub.TopicPublisher.Message;
import com.maayegue.maintenance.pubsub.TopicPublisher.PublishFailure;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TopicPublisherTest {
  private final List<String> bodies = new CopyOnWriteArrayList<>();
  private final List<Integer> ports = new CopyOnWriteArrayList<>();
  private int status = 200;
  private HttpServer server;
  private TopicPublisher publisher;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/v1/projects/p/topics/t:publish",
        exchange -> {
          bodies.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
          ports.add(exchange.getRemoteAddress().getPort());
          byte[] answer = "{\"messageIds\":[\"1\"]}".getBytes(UTF_8);
          exchange.sendResponseHeaders(status, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    server.start();
    publisher = new TopicPublisher("p", Optional.of("127.0.0.1:" + server.getAddress().getPort()));
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void sendsSeveralMessagesWithAttributesInOneRequest() throws IOException {
    publisher.publish(
        "t", List.of(new Message("é\"", Map.of("eventId", "e-1")), new Message("{}", Map.of())));
    assertThat(JsonParser.parseString(bodies.get(0)))
        .isEqualTo(
            JsonParser.parseString(
                """
                {"messages":[{"data":"w6ki","attributes":{"eventId":"e-1"}},
                             {"data":"e30=","attributes":{}}]}"""));
  }

  @Test
  void keepsItsConnection() throws IOException {
    publisher.publish("t", "{}");
    publisher.publish("t", "{}");
    assertThat(ports).hasSize(2).containsOnly(ports.get(0));
  }

  @ParameterizedTest
  @ValueSource(ints = {302, 400, 401, 404, 429, 500, 503})
  void saysWhatPubSubAnswered(int refusal) {
    status = refusal;
    assertThatThrownBy(() -> publisher.publish("t", "{}"))
        .isInstanceOfSatisfying(
            PublishFailure.class, failure -> assertThat(failure.status()).isEqualTo(refusal))
        .hasMessage("Pub/Sub topic t answered " + refusal);
    assertThat(bodies).hasSize(1);
  }

  @Test
  void saysThatPubSubIsAway() {
    server.stop(0);
    assertThatThrownBy(() -> publisher.publish("t", "{}")).isInstanceOf(IOException.class);
  }
}

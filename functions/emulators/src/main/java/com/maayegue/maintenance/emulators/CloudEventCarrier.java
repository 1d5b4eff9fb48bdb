package com.maayegue.maintenance.emulators;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Carries messages from the Pub/Sub emulator to functions, as Eventarc does in the cloud: the
 * emulator pushes here, and the push goes on as a CloudEvent. The function's answer goes back, so
 * it is the emulator that delivers again what failed and at last puts it on the dead-letter topic.
 */
public final class CloudEventCarrier implements AutoCloseable {
  private static final int UNAVAILABLE = 503;

  private final PubSubTopics topics;
  private final Consumer<Delivery> observer;
  private final HttpServer server;
  private final ExecutorService threads;
  private final List<String> subscriptions = new ArrayList<>();

  private CloudEventCarrier(
      PubSubTopics topics,
      Consumer<Delivery> observer,
      HttpServer server,
      ExecutorService threads) {
    this.topics = topics;
    this.observer = observer;
    this.server = server;
    this.threads = threads;
  }

  /**
   * From a topic to a function.
   *
   * @param function asked at each delivery, since a function that was started again has moved;
   *     throws IllegalStateException while there is none
   */
  public record Route(String topic, Supplier<URI> function) {}

  /**
   * One attempt.
   *
   * @param status what the function answered; 503 when it could not be reached
   */
  public record Delivery(String topic, String messageId, int status, Duration took) {}

  /** Starts to carry, and tells nobody. */
  public static CloudEventCarrier start(
      PubSubTopics topics, List<Route> routes, Redelivery redelivery) throws IOException {
    return start(topics, routes, redelivery, delivery -> {});
  }

  /**
   * Creates each route's topic, its dead-letter topic and its subscription, and starts to carry.
   *
   * @param observer hears of each attempt, on the thread that made it
   */
  public static CloudEventCarrier start(
      PubSubTopics topics, List<Route> routes, Redelivery redelivery, Consumer<Delivery> observer)
      throws IOException {
    HttpServer server = HttpServer.create(new InetSocketAddress(Loopback.address(), 0), 0);
    ExecutorService threads = Executors.newCachedThreadPool(CloudEventCarrier::thread);
    CloudEventCarrier carrier = new CloudEventCarrier(topics, observer, server, threads);
    server.setExecutor(threads);
    server.start();
    try {
      for (Route route : routes) {
        carrier.carry(route, redelivery);
      }
    } catch (IOException e) {
      carrier.close();
      throw e;
    }
    return carrier;
  }

  /**
   * Where messages go that no attempt could deliver; a pull subscription of that name keeps them.
   */
  public static String deadLetterTopic(String topic) {
    return topic + "-dead-letters";
  }

  /** Stops. Messages wait in their subscriptions until the next carrier of the same routes. */
  @Override
  public void close() {
    for (String subscription : subscriptions) {
      try {
        topics.pushTo(subscription, new JsonObject());
      } catch (IOException gone) {
        // The emulator has ended first, or was cleared: nothing pushes here any more.
      }
    }
    server.stop(0);
    threads.shutdownNow();
  }

  private void carry(Route route, Redelivery redelivery) throws IOException {
    // Two functions may listen to one topic, and each has its own subscription then.
    String subscription = route.topic() + "-carrier-" + (subscriptions.size() + 1);
    String path = "/" + subscription;
    server.createContext(path, exchange -> answer(exchange, route, subscription));
    String deadLetters = deadLetterTopic(route.topic());
    topics.createTopic(route.topic());
    topics.createTopic(deadLetters);
    // A topic without a subscription keeps nothing.
    topics.subscribe(deadLetters, deadLetters);
    URI endpoint =
        URI.create("http://" + Loopback.HOST + ":" + server.getAddress().getPort() + path);
    JsonObject options = options(endpoint, topics.topicName(deadLetters), redelivery);
    topics.subscribe(route.topic(), subscription, options);
    // When it was there already, it leads to a carrier that is gone.
    topics.pushTo(subscription, options.getAsJsonObject("pushConfig"));
    subscriptions.add(subscription);
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "carries-cloud-events");
    thread.setDaemon(true);
    return thread;
  }

  private static String seconds(Duration duration) {
    return BigDecimal.valueOf(duration.toMillis(), 3).toPlainString() + "s";
  }

  private static JsonObject options(URI endpoint, String deadLetters, Redelivery redelivery) {
    JsonObject push = new JsonObject();
    push.addProperty("pushEndpoint", endpoint.toString());
    JsonObject retry = new JsonObject();
    retry.addProperty("minimumBackoff", seconds(redelivery.minimumBackoff()));
    retry.addProperty("maximumBackoff", seconds(redelivery.maximumBackoff()));
    JsonObject deadLetter = new JsonObject();
    deadLetter.addProperty("deadLetterTopic", deadLetters);
    deadLetter.addProperty("maxDeliveryAttempts", redelivery.maxDeliveryAttempts());
    JsonObject options = new JsonObject();
    options.add("pushConfig", push);
    options.add("retryPolicy", retry);
    options.add("deadLetterPolicy", deadLetter);
    options.addProperty("ackDeadlineSeconds", redelivery.ackDeadline().toSeconds());
    return options;
  }

  private void answer(HttpExchange exchange, Route route, String subscription) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      exchange.sendResponseHeaders(status(route, subscription, body), -1);
    }
  }

  private int status(Route route, String subscription, byte[] body) {
    long start = System.nanoTime();
    JsonObject message =
        JsonParser.parseString(new String(body, StandardCharsets.UTF_8))
            .getAsJsonObject()
            .getAsJsonObject("message");
    PubSubEvent event = new PubSubEvent(topics.project(), route.topic(), subscription, message);
    int status = deliver(event, route);
    String id = message.get("messageId").getAsString();
    observer.accept(
        new Delivery(route.topic(), id, status, Duration.ofNanos(System.nanoTime() - start)));
    return status;
  }

  private static int deliver(PubSubEvent event, Route route) {
    try {
      return Loopback.send(event.to(route.function().get())).statusCode();
    } catch (IOException | IllegalStateException e) {
      // Killed or between two starts; as in the cloud, the message comes again.
      return UNAVAILABLE;
    }
  }
}

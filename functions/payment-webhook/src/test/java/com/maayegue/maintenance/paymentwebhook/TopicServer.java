package com.maayegue.maintenance.paymentwebhook;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Pub/Sub's publish method, which can fail and be slow when it is told to; the emulator cannot. */
final class TopicServer implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();

  /** What to answer, each for one request; then 200. */
  final ConcurrentLinkedDeque<Integer> statuses = new ConcurrentLinkedDeque<>();

  /** The messages of each request that was answered with 200. */
  final List<List<JsonObject>> batches = new CopyOnWriteArrayList<>();

  /** Requests are answered once this is open. */
  volatile CountDownLatch gate = new CountDownLatch(0);

  TopicServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/v1/projects/demo/topics/payment-events:publish", this::publish);
    server.setExecutor(threads);
    server.start();
  }

  String hostAndPort() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  /** All messages, as they were published. */
  List<JsonObject> messages() {
    return batches.stream().flatMap(List::stream).toList();
  }

  /** The only message's data. */
  JsonObject onlyEvent() {
    List<JsonObject> messages = messages();
    if (messages.size() != 1) {
      throw new AssertionError("expected one message, but there are " + messages);
    }
    byte[] data = Base64.getDecoder().decode(messages.get(0).get("data").getAsString());
    return JsonParser.parseString(new String(data, UTF_8)).getAsJsonObject();
  }

  void clear() {
    batches.clear();
    statuses.clear();
  }

  private void publish(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
    try {
      gate.await();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
    Integer told = statuses.poll();
    int status = told == null ? 200 : told;
    if (status == 200) {
      JsonObject request = JsonParser.parseString(body).getAsJsonObject();
      batches.add(
          request.getAsJsonArray("messages").asList().stream()
              .map(JsonElement::getAsJsonObject)
              .toList());
    }
    byte[] answer = "{\"messageIds\":[]}".getBytes(UTF_8);
    exchange.sendResponseHeaders(status, answer.length);
    exchange.getResponseBody().write(answer);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}

package com.maayegue.maintenance.paymentstandins;

import com.google.gson.JsonObject;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/** One provider: its transactions, how it answers, and how often it was asked. */
public final class StandIn {
  private static final int HUGE = 10 * 1024 * 1024;

  private final String name;
  private final Function<StandInTransaction, JsonObject> form;
  private final Map<String, StandInTransaction> transactions = new ConcurrentHashMap<>();
  private final AtomicLong questions = new AtomicLong();
  private final CountDownLatch end;
  private volatile Mode mode = Mode.WELL;

  StandIn(String name, Function<StandInTransaction, JsonObject> form, CountDownLatch end) {
    this.name = name;
    this.form = form;
    this.end = end;
  }

  /** Adds a transaction, or changes what is said of it. */
  public void put(StandInTransaction transaction) {
    transactions.put(transaction.id(), transaction);
  }

  /** Forgets all transactions and counts, and answers well again. */
  public void clear() {
    transactions.clear();
    questions.set(0);
    mode = Mode.WELL;
  }

  /** Changes how it answers from now on. */
  public void mode(Mode how) {
    mode = how;
  }

  /** How often it was asked about a transaction. */
  public long questions() {
    return questions.get();
  }

  JsonObject summary() {
    JsonObject json = new JsonObject();
    json.addProperty("mode", mode.name());
    json.addProperty("questions", questions.get());
    JsonObject all = new JsonObject();
    transactions.forEach((id, transaction) -> all.add(id, form.apply(transaction)));
    json.add("transactions", all);
    return json;
  }

  boolean refuses() {
    return mode == Mode.REFUSED;
  }

  /** Answers a question about the transaction {@code id}. */
  void answer(HttpExchange exchange, String id) throws IOException {
    questions.incrementAndGet();
    switch (mode) {
      case WELL -> known(exchange, id);
      case SLOW -> await();
      case ENDLESS -> endless(exchange);
      case ERROR -> send(exchange, 500, "application/json", "{\"message\":\"internal\"}");
      case BUSY -> {
        exchange.getResponseHeaders().set("Retry-After", "120");
        send(exchange, 429, "application/json", "{\"message\":\"slow down\"}");
      }
      case HTML -> send(exchange, 200, "text/html", "<!doctype html><h1>Maintenance</h1>");
      case REDIRECT -> {
        exchange.getResponseHeaders().set("Location", "/elsewhere/" + name);
        send(exchange, 302, "text/html", "");
      }
      case REFUSED -> send(exchange, 401, "application/json", "{\"detail\":\"Invalid token.\"}");
      case HUGE -> send(exchange, 200, "application/json", "{\"a\":\"" + "x".repeat(HUGE) + "\"}");
      case BROKEN -> send(exchange, 200, "application/json", "{\"status\":\"SUCC");
    }
  }

  private void known(HttpExchange exchange, String id) throws IOException {
    StandInTransaction transaction = transactions.get(id);
    if (transaction == null) {
      send(exchange, 404, "application/json", "{\"message\":\"Transaction not found\"}");
    } else {
      send(exchange, 200, "application/json", form.apply(transaction).toString());
    }
  }

  private void endless(HttpExchange exchange) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, 0);
    OutputStream body = exchange.getResponseBody();
    body.write("{\"status\":".getBytes(StandardCharsets.UTF_8));
    body.flush();
    await();
  }

  private void await() throws IOException {
    try {
      end.await();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
    throw new IOException("the server ends");
  }

  static void send(HttpExchange exchange, int status, String type, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    if (bytes.length > 0) {
      exchange.getResponseBody().write(bytes);
    }
  }
}

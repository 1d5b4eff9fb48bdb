package com.maayegue.maintenance.inactiveusercleanup;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;

/**
 * As many accounts as one likes, listed as Firebase Auth lists them and made while they are read:
 * the emulator could not hold them. Every fifth has not been used since {@code old}, the others
 * signed in at {@code lately}.
 */
final class AuthCrowd implements AutoCloseable {
  private static final int PAGE = 1000;

  private final HttpServer server;
  private final int accounts;
  private final long old;
  private final long lately;

  AuthCrowd(int accounts, Instant old, Instant lately) throws IOException {
    this.accounts = accounts;
    this.old = old.toEpochMilli();
    this.lately = lately.toEpochMilli();
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  String hostAndPort() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  private void answer(HttpExchange exchange) throws IOException {
    String query = String.valueOf(exchange.getRequestURI().getQuery());
    int from =
        query.contains("nextPageToken=")
            ? Integer.parseInt(query.replaceAll(".*nextPageToken=(\\d+).*", "$1"))
            : 0;
    int to = Math.min(accounts, from + PAGE);
    StringBuilder body = new StringBuilder("{\"users\":[");
    for (int i = from; i < to; i++) {
      body.append(i == from ? "" : ",").append(account(i));
    }
    body.append(to < accounts ? "],\"nextPageToken\":\"" + to + "\"}" : "]}");
    byte[] bytes = body.toString().getBytes(UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, bytes.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(bytes);
    }
  }

  private String account(int i) {
    return "{\"localId\":\"account-%08d\",\"email\":\"a%d@example.com\",\"createdAt\":\"%d\",\"lastLoginAt\":\"%d\"}"
        .formatted(i, i, old, i % 5 == 0 ? old : lately);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}

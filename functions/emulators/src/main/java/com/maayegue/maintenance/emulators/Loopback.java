package com.maayegue.maintenance.emulators;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** Ports and HTTP of 127.0.0.1. */
final class Loopback {
  static final String HOST = "127.0.0.1";

  private static final int ATTEMPTS = 5;
  private static final int LOWEST_PORT = 20_000;
  // Of Linux: net.ipv4.ip_local_port_range. Others begin higher.
  private static final int LOWEST_EPHEMERAL_PORT = 32_768;
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);

  // HTTP/1.1: an offer to upgrade only confuses small servers.
  private static final HttpClient HTTP =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECT_TIMEOUT)
          .build();

  private Loopback() {}

  /** Starts a server on a given port. */
  @FunctionalInterface
  interface Starting<T> {
    T on(int port) throws IOException;
  }

  /**
   * Starts a server on {@code port} or, when that is 0, on a free one. Between the choice of a free
   * port and its use another process may take it; then another is tried, {@value #ATTEMPTS} times
   * in all.
   *
   * @throws IOException when {@code port} is taken: whoever has it would seem to be what we started
   */
  static <T> T start(int port, Starting<T> starting) throws IOException {
    if (port != 0) {
      requireFree(port);
      return starting.on(port);
    }
    for (int attempt = 1; ; attempt++) {
      try {
        return starting.on(freePort());
      } catch (ExitedEarly e) {
        if (!e.portWasTaken() || attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private static void requireFree(int port) throws IOException {
    if (!isFree(port)) {
      throw new IOException("port " + port + " of " + HOST + " is taken");
    }
  }

  private static boolean isFree(int port) throws IOException {
    try {
      new ServerSocket(port, 1, address()).close();
      return true;
    } catch (BindException taken) {
      return false;
    }
  }

  /**
   * A port that is free now. Not one that the system would choose: those are given to every
   * connection that anybody opens, so that one may be gone before it is used.
   */
  static int freePort() throws IOException {
    int port;
    do {
      port = ThreadLocalRandom.current().nextInt(LOWEST_PORT, LOWEST_EPHEMERAL_PORT);
    } while (!isFree(port));
    return port;
  }

  static InetAddress address() throws IOException {
    return InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
  }

  static boolean listens(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(address(), port), (int) CONNECT_TIMEOUT.toMillis());
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Whether {@code GET url} answers 200. */
  static boolean answers(String url) throws IOException {
    return send(HttpRequest.newBuilder(URI.create(url)).timeout(CONNECT_TIMEOUT).build())
            .statusCode()
        == 200;
  }

  static HttpResponse<String> send(HttpRequest request) throws IOException {
    try {
      return HTTP.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      InterruptedIOException stopped = new InterruptedIOException("interrupted: " + request.uri());
      stopped.initCause(e);
      throw stopped;
    }
  }

  /**
   * Sends with the credentials that emulators give every right to.
   *
   * @param body JSON, or empty for none
   * @throws IOException when the answer is not a success, with its text
   */
  static String asOwner(String method, String url, String body) throws IOException {
    HttpResponse<String> response =
        send(
            HttpRequest.newBuilder(URI.create(url))
                .timeout(Duration.ofSeconds(60))
                .header("Authorization", "Bearer owner")
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build());
    if (response.statusCode() / 100 != 2) {
      throw new IOException(
          method + " " + url + " answered " + response.statusCode() + ": " + response.body());
    }
    return response.body();
  }
}

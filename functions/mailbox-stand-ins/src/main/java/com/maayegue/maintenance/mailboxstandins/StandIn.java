package com.maayegue.maintenance.mailboxstandins;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.maayegue.maintenance.mailboxstandins.Delivered.Medium;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URLDecoder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What the stand-ins have in common: requests read, answers written, faults in between. */
final class StandIn {
  private StandIn() {}

  /** The body as text. */
  static String body(HttpExchange exchange) throws IOException {
    return new String(exchange.getRequestBody().readAllBytes(), UTF_8);
  }

  /** The fields of a form. */
  static Map<String, String> form(String body) {
    Map<String, String> fields = new LinkedHashMap<>();
    for (String pair : body.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        fields.put(
            URLDecoder.decode(pair.substring(0, equals), UTF_8),
            URLDecoder.decode(pair.substring(equals + 1), UTF_8));
      }
    }
    return fields;
  }

  static void answer(HttpExchange exchange, int status, String type, String body)
      throws IOException {
    byte[] bytes = body.getBytes(UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  /**
   * Answers with the next fault of a medium, if there is one.
   *
   * @param keep called for a fault that takes the message and says nothing
   * @return whether it was answered
   */
  static boolean faulty(HttpExchange exchange, Faults faults, Medium medium, Runnable keep)
      throws IOException {
    Optional<Faults.Fault> fault = faults.take(medium);
    if (fault.isEmpty()) {
      return false;
    }
    if (fault.get().status() == 0) {
      keep.run();
      return true;
    }
    fault.get().headers().forEach(exchange.getResponseHeaders()::set);
    answer(exchange, fault.get().status(), "text/plain", fault.get().body());
    return true;
  }
}

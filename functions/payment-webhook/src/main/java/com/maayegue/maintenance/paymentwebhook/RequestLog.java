package com.maayegue.maintenance.paymentwebhook;

import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One line for each request, as Cloud Logging reads it. Written by Gson's stream writer alone: the
 * rest of Gson, which the other functions' log needs, would be a good part of the start of this
 * one. Nothing of a request that does not verify is in it.
 */
final class RequestLog {
  private final PrintStream out;
  private final String project;

  RequestLog(PrintStream out, String project) {
    this.out = out;
    this.project = project;
  }

  /** The event is on the topic. */
  void published(PaymentEvent event, Duration took, Optional<String> traceparent) {
    Map<String, String> line = line("INFO", "published", "published " + event.id());
    line.put("eventId", event.id());
    line.put("type", event.type());
    print(line, 200, took, traceparent);
  }

  /** The event is lost unless the provider sends it again. */
  void unavailable(
      PaymentEvent event, Exception failure, Duration took, Optional<String> traceparent) {
    String message = "not published " + event.id() + ": " + failure.getMessage();
    Map<String, String> line = line("ERROR", "unavailable", message);
    line.put("eventId", event.id());
    print(line, 503, took, traceparent);
  }

  /** Not ours, or not as the provider's should be. */
  void refused(Refusal refusal, Duration took, Optional<String> traceparent) {
    String severity = refusal.status() == 401 ? "WARNING" : "INFO";
    Map<String, String> line =
        line(
            refusal.verified() ? "ERROR" : severity,
            refusal.verified() ? "refused-verified" : "refused",
            "refused: " + refusal.getMessage());
    print(line, refusal.status(), took, traceparent);
  }

  /** A mistake of ours. */
  void bug(RuntimeException mistake, int status, Duration took, Optional<String> traceparent) {
    Map<String, String> line = line("ERROR", "bug", "unforeseen: " + mistake.getClass().getName());
    line.put("at", mistake.getStackTrace().length == 0 ? "" : mistake.getStackTrace()[0] + "");
    print(line, status, took, traceparent);
  }

  private static Map<String, String> line(String severity, String outcome, String message) {
    Map<String, String> line = new LinkedHashMap<>();
    line.put("severity", severity);
    line.put("message", PaymentWebhookFunction.NAME + " " + message);
    line.put("function", PaymentWebhookFunction.NAME);
    line.put("outcome", outcome);
    return line;
  }

  private void print(
      Map<String, String> line, int status, Duration took, Optional<String> traceparent) {
    StringWriter text = new StringWriter();
    try {
      JsonWriter json = new JsonWriter(text);
      json.beginObject();
      for (Map.Entry<String, String> field : line.entrySet()) {
        json.name(field.getKey()).value(field.getValue());
      }
      json.name("status").value(status);
      json.name("durationMs").value(took.toMillis());
      Optional<String> trace = traceparent.flatMap(RequestLog::trace);
      if (trace.isPresent()) {
        json.name("logging.googleapis.com/trace")
            .value("projects/" + project + "/traces/" + trace.get());
      }
      json.endObject().flush();
    } catch (IOException impossible) {
      throw new IllegalStateException("text in memory", impossible);
    }
    out.println(text);
  }

  private static Optional<String> trace(String traceparent) {
    return traceparent.matches("00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}")
        ? Optional.of(traceparent.substring(3, 35))
        : Optional.empty();
  }
}

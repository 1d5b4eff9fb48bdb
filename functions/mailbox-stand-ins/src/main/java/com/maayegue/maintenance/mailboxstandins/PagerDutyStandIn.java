package com.maayegue.maintenance.mailboxstandins;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.maayegue.maintenance.mailboxstandins.Delivered.Medium;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.util.Optional;

/** PagerDuty's events. */
final class PagerDutyStandIn implements HttpHandler {
  private final Archive archive;
  private final Faults faults;

  PagerDutyStandIn(Archive archive, Faults faults) {
    this.archive = archive;
    this.faults = faults;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String body = StandIn.body(exchange);
      Optional<JsonObject> event = event(body);
      if (event.isEmpty()) {
        StandIn.answer(exchange, 400, "application/json", "{\"status\":\"invalid event\"}");
      } else if (!StandIn.faulty(
          exchange, faults, Medium.PAGERDUTY, () -> keep(event.get(), body))) {
        keep(event.get(), body);
        StandIn.answer(exchange, 202, "application/json", "{\"status\":\"success\"}");
      }
    }
  }

  private void keep(JsonObject event, String body) {
    JsonObject payload = event.getAsJsonObject("payload");
    archive.add(
        Medium.PAGERDUTY,
        event.get("dedup_key").getAsString(),
        event.get("event_action").getAsString(),
        payload == null ? "" : payload.get("summary").getAsString(),
        Optional.empty(),
        body);
  }

  private static Optional<JsonObject> event(String body) {
    try {
      JsonObject event = JsonParser.parseString(body).getAsJsonObject();
      boolean whole =
          event.has("routing_key") && event.has("event_action") && event.has("dedup_key");
      return whole ? Optional.of(event) : Optional.empty();
    } catch (JsonParseException | IllegalStateException notAnEvent) {
      return Optional.empty();
    }
  }
}

package com.maayegue.maintenance.mailboxstandins;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.maayegue.maintenance.mailboxstandins.Delivered.Medium;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.util.Optional;

/** A Slack webhook. */
final class SlackStandIn implements HttpHandler {
  private final Archive archive;
  private final Faults faults;

  SlackStandIn(Archive archive, Faults faults) {
    this.archive = archive;
    this.faults = faults;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String body = StandIn.body(exchange);
      Optional<String> text = text(body);
      if (text.isEmpty()) {
        StandIn.answer(exchange, 400, "text/plain", "invalid_payload");
      } else if (!StandIn.faulty(exchange, faults, Medium.SLACK, () -> keep(text.get(), body))) {
        keep(text.get(), body);
        StandIn.answer(exchange, 200, "text/plain", "ok");
      }
    }
  }

  private void keep(String text, String body) {
    archive.add(Medium.SLACK, "#alerts", "", text, Optional.empty(), body);
  }

  /** The first block's text, or the message's own. */
  private static Optional<String> text(String body) {
    try {
      JsonObject message = JsonParser.parseString(body).getAsJsonObject();
      JsonArray blocks = message.getAsJsonArray("blocks");
      JsonObject holder =
          blocks == null || blocks.isEmpty()
              ? message
              : blocks.get(0).getAsJsonObject().getAsJsonObject("text");
      return Optional.of(holder.get("text").getAsString());
    } catch (JsonParseException
        | IllegalStateException
        | ClassCastException
        | NullPointerException notAMessage) {
      return Optional.empty();
    }
  }
}

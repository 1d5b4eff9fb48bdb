package com.maayegue.maintenance.mailboxstandins;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Shows what was sent: {@code /} for people, {@code /sent.json} for programs. */
final class Pages implements HttpHandler {
  private static final Pattern MAIL = Pattern.compile("/mail/([0-9]{1,6})");

  private final Supplier<List<Delivered>> delivered;

  Pages(Supplier<List<Delivered>> delivered) {
    this.delivered = delivered;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      Matcher mail = MAIL.matcher(path);
      // What was sent is shown as it came: nothing in it may run here.
      exchange
          .getResponseHeaders()
          .set(
              "Content-Security-Policy",
              "default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'");
      if (!exchange.getRequestMethod().equals("GET")) {
        StandIn.answer(exchange, 405, "text/plain", "GET only\n");
      } else if (path.equals("/")) {
        html(exchange, new ListPage(delivered.get()).html());
      } else if (path.equals("/sent.json")) {
        StandIn.answer(exchange, 200, "application/json", json(delivered.get()));
      } else if (mail.matches()) {
        mail(exchange, Integer.parseInt(mail.group(1)));
      } else {
        StandIn.answer(exchange, 404, "text/plain", "404\n");
      }
    }
  }

  private void mail(HttpExchange exchange, int number) throws IOException {
    Optional<String> html =
        delivered.get().stream()
            .filter(each -> each.number() == number)
            .findFirst()
            .flatMap(Delivered::html);
    if (html.isPresent()) {
      html(exchange, html.get());
    } else {
      StandIn.answer(exchange, 404, "text/plain", "404\n");
    }
  }

  private static void html(HttpExchange exchange, String html) throws IOException {
    StandIn.answer(exchange, 200, "text/html; charset=utf-8", html);
  }

  private static String json(List<Delivered> all) {
    JsonArray array = new JsonArray();
    for (Delivered each : all) {
      JsonObject json = new JsonObject();
      json.addProperty("number", each.number());
      json.addProperty("medium", each.medium().name().toLowerCase(Locale.ROOT));
      json.addProperty("at", each.at().toString());
      json.addProperty("to", each.to());
      json.addProperty("subject", each.subject());
      json.addProperty("text", each.text());
      array.add(json);
    }
    return new GsonBuilder().setPrettyPrinting().create().toJson(array);
  }
}

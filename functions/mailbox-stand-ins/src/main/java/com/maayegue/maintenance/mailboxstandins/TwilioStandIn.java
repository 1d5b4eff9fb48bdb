package com.maayegue.maintenance.mailboxstandins;

import com.google.gson.JsonObject;
import com.maayegue.maintenance.mailboxstandins.Delivered.Medium;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Twilio's messages and calls. Any account with any password is known. */
final class TwilioStandIn implements HttpHandler {
  private static final Pattern PATH =
      Pattern.compile(
          "/2010-04-01/Accounts/[^/]+/(?:(Messages|Calls)\\.json|Calls/([A-Za-z0-9]+)\\.json)");

  private final Archive archive;
  private final Faults faults;
  private final Calls calls;

  TwilioStandIn(Archive archive, Faults faults, Calls calls) {
    this.archive = archive;
    this.faults = faults;
    this.calls = calls;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Matcher path = PATH.matcher(exchange.getRequestURI().getPath());
      String authorization = exchange.getRequestHeaders().getFirst("Authorization");
      if (!path.matches()) {
        error(exchange, 404, 20404);
      } else if (authorization == null || !authorization.startsWith("Basic ")) {
        error(exchange, 401, 20003);
      } else if (path.group(2) != null) {
        status(exchange, path.group(2));
      } else {
        create(exchange, path.group(1).equals("Calls") ? Medium.CALL : Medium.SMS);
      }
    }
  }

  private void status(HttpExchange exchange, String sid) throws IOException {
    String status = calls.status(sid);
    if (status == null) {
      error(exchange, 404, 20404);
    } else {
      answer(exchange, 200, sid, status);
    }
  }

  private void create(HttpExchange exchange, Medium medium) throws IOException {
    String body = StandIn.body(exchange);
    Map<String, String> form = StandIn.form(body);
    String to = form.getOrDefault("To", "");
    String content = form.getOrDefault(medium == Medium.CALL ? "Twiml" : "Body", "");
    if (to.isBlank() || content.isBlank() || form.getOrDefault("From", "").isBlank()) {
      error(exchange, 400, 21604);
      return;
    }
    String prefix = medium == Medium.CALL ? "CA" : "SM";
    String sid = prefix + UUID.randomUUID().toString().replace("-", "");
    Runnable keep = () -> keep(medium, sid, to, content);
    if (!StandIn.faulty(exchange, faults, medium, keep)) {
      keep.run();
      answer(exchange, 201, sid, "queued");
    }
  }

  private void keep(Medium medium, String sid, String to, String content) {
    if (medium == Medium.CALL) {
      calls.placed(sid, to);
    }
    String heard = content.replaceAll("<[^>]*>", " ").replaceAll("\\s+", " ").strip();
    archive.add(
        medium,
        to,
        "",
        medium == Medium.CALL
            ? heard
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&quot;", "\"")
                .replace("&#39;", "'")
                .replace("&amp;", "&")
            : content,
        Optional.empty(),
        content);
  }

  private static void answer(HttpExchange exchange, int code, String sid, String status)
      throws IOException {
    JsonObject json = new JsonObject();
    json.addProperty("sid", sid);
    json.addProperty("status", status);
    StandIn.answer(exchange, code, "application/json", json.toString());
  }

  private static void error(HttpExchange exchange, int status, int code) throws IOException {
    JsonObject json = new JsonObject();
    json.addProperty("code", code);
    json.addProperty("status", status);
    StandIn.answer(exchange, status, "application/json", json.toString());
  }
}

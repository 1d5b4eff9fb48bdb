package com.maayegue.maintenance.alertchannels;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.regex.Pattern;

/**
 * Posts to a Slack channel by an <a href="https://api.slack.com/messaging/webhooks">incoming
 * webhook</a>, whose URL is the secret.
 */
public final class SlackChannel {
  private static final Pattern ERROR_NAME = Pattern.compile("[a-z_]{1,60}");
  // https://api.slack.com/reference/block-kit/blocks#section
  private static final int LONGEST_SECTION = 3_000;

  private final URI webhook;
  private final Posting posting;

  /** Posts to {@code webhook}, and waits {@code limit} for an answer. */
  public SlackChannel(URI webhook, Duration limit, InstantSource clock) {
    this.webhook = webhook;
    this.posting = new Posting(limit, clock);
  }

  /**
   * Posts one message.
   *
   * @param summary for notifications, plain text
   * @param markdown in Slack's mrkdwn; what is not meant as mark-up is {@link #escaped}
   */
  public Receipt send(String summary, String markdown) throws InterruptedException {
    JsonObject text = new JsonObject();
    text.addProperty("type", "mrkdwn");
    text.addProperty("text", Bounded.text(markdown, LONGEST_SECTION));
    JsonObject section = new JsonObject();
    section.addProperty("type", "section");
    section.add("text", text);
    JsonArray blocks = new JsonArray();
    blocks.add(section);
    JsonObject body = new JsonObject();
    body.addProperty("text", escaped(Bounded.line(summary, 300)));
    body.add("blocks", blocks);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(webhook)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body.toString()));
    return posting.send("Slack", request, this::receipt);
  }

  /** Text with Slack's three special characters escaped: no link, no mention can be in it. */
  public static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  private Receipt receipt(HttpAnswer answer) {
    if (answer.ok()) {
      return new Receipt.Sent("");
    }
    String error = answer.body().strip();
    return answer.failure(
        "Slack", ERROR_NAME.matcher(error).matches() ? error : "", posting.clock().instant());
  }
}

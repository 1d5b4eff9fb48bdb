package com.maayegue.maintenance.alertchannels;

import com.google.gson.JsonObject;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;

/**
 * Sends events to PagerDuty, <a
 * href="https://developer.pagerduty.com/docs/events-api-v2-overview">Events API v2</a>. Events of
 * one key are one incident there, so that a repeat is harmless.
 */
public final class PagerDutyChannel {
  private static final int LONGEST_KEY = 255;
  private static final int LONGEST_SUMMARY = 1_024;

  private final URI events;
  private final String routingKey;
  private final Posting posting;

  /**
   * Sends to the integration that has {@code routingKey}.
   *
   * @param base such as {@code https://events.pagerduty.com}
   */
  public PagerDutyChannel(URI base, String routingKey, Duration limit, InstantSource clock) {
    this.events = base.resolve("/v2/enqueue");
    this.routingKey = routingKey;
    this.posting = new Posting(limit, clock);
  }

  /** What an event says. */
  public enum Action {
    TRIGGER,
    ACKNOWLEDGE,
    RESOLVE
  }

  /**
   * Sends an event.
   *
   * @param severity {@code critical}, {@code error}, {@code warning} or {@code info}
   */
  public Receipt send(Action action, String key, String summary, String source, String severity)
      throws InterruptedException {
    JsonObject event = new JsonObject();
    event.addProperty("routing_key", routingKey);
    event.addProperty("event_action", action.name().toLowerCase(Locale.ROOT));
    event.addProperty("dedup_key", key.substring(0, Math.min(key.length(), LONGEST_KEY)));
    if (action == Action.TRIGGER) {
      JsonObject payload = new JsonObject();
      payload.addProperty("summary", Bounded.line(summary, LONGEST_SUMMARY));
      payload.addProperty("source", source);
      payload.addProperty("severity", severity);
      event.add("payload", payload);
    }
    HttpRequest.Builder request =
        HttpRequest.newBuilder(events)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(event.toString()));
    return posting.send(
        "PagerDuty",
        request,
        answer ->
            answer.ok()
                ? new Receipt.Sent(key)
                : answer.failure("PagerDuty", "", posting.clock().instant()));
  }
}

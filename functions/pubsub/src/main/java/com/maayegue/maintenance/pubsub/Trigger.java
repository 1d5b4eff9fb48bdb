package com.maayegue.maintenance.pubsub;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.cloudevents.CloudEvent;
import io.cloudevents.CloudEventData;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What set off a run: a Pub/Sub message that came as a CloudEvent of type {@code
 * google.cloud.pubsub.topic.v1.messagePublished}. Deliveries of one message have the same id and
 * time.
 *
 * @param id of the message
 * @param time at which the message was published
 * @param data the JSON object that the message holds; empty when it holds nothing
 * @param trace the trace that the run belongs to, 32 hex digits
 */
public record Trigger(String id, Instant time, JsonObject data, Optional<String> trace) {
  private static final Pattern TRACE_PARENT =
      Pattern.compile("00-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}");

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,99}");

  /**
   * Reads a CloudEvent.
   *
   * @param now stands in for the time of an event that has none
   * @throws IllegalArgumentException if the event is not a Pub/Sub message or its data is not a
   *     JSON object
   */
  public static Trigger from(CloudEvent event, Instant now) {
    JsonObject message = message(event);
    return new Trigger(event.getId(), time(event, message, now), data(message), trace(event));
  }

  /** The trigger of an event that cannot be read, so that its run still has a name. */
  public static Trigger unreadable(CloudEvent event, Instant now) {
    return new Trigger(
        event.getId(), time(event, new JsonObject(), now), new JsonObject(), trace(event));
  }

  /**
   * Whether the message asks for a dry run. A message can only make a run safer than its
   * configuration.
   *
   * @throws IllegalArgumentException if {@code dryRun} is there and is neither true nor false
   */
  public boolean asksForDryRun() {
    JsonElement dryRun = data.get("dryRun");
    if (dryRun == null || dryRun.isJsonNull()) {
      return false;
    }
    if (!dryRun.isJsonPrimitive() || !dryRun.getAsJsonPrimitive().isBoolean()) {
      throw new IllegalArgumentException("message data: expected dryRun to be true or false");
    }
    return dryRun.getAsBoolean();
  }

  /**
   * The one database that the message is about, so that runs for several do not speak for each
   * other; none if there is no name in it that a database could have.
   */
  public Optional<String> database() {
    JsonElement name = data.get("database");
    return name != null && name.isJsonPrimitive() && NAME.matcher(name.getAsString()).matches()
        ? Optional.of(name.getAsString())
        : Optional.empty();
  }

  /**
   * The attributes of the Pub/Sub message that an event is; none if it is no message, or they are
   * no texts.
   */
  public static Map<String, String> attributes(CloudEvent event) {
    Map<String, String> found = new TreeMap<>();
    try {
      JsonElement attributes = message(event).get("attributes");
      if (attributes != null && attributes.isJsonObject()) {
        attributes.getAsJsonObject().asMap().entrySet().stream()
            .filter(each -> each.getValue().isJsonPrimitive())
            .forEach(each -> found.put(each.getKey(), each.getValue().getAsString()));
      }
    } catch (IllegalArgumentException notAMessage) {
      return Map.of();
    }
    return found;
  }

  private static JsonObject message(CloudEvent event) {
    CloudEventData data = event.getData();
    if (data == null) {
      throw new IllegalArgumentException(
          "event " + event.getId() + ": expected a Pub/Sub message, but it has no data");
    }
    JsonObject body = object(new String(data.toBytes(), UTF_8), "event data");
    JsonElement message = body.get("message");
    if (message == null || !message.isJsonObject()) {
      throw new IllegalArgumentException("event data: expected an object 'message'");
    }
    return message.getAsJsonObject();
  }

  private static JsonObject data(JsonObject message) {
    JsonElement encoded = message.get("data");
    if (encoded == null || encoded.isJsonNull()) {
      return new JsonObject();
    }
    String text;
    try {
      text = new String(Base64.getDecoder().decode(encoded.getAsString()), UTF_8).strip();
    } catch (IllegalArgumentException
        | IllegalStateException
        | UnsupportedOperationException notBase64) {
      throw new IllegalArgumentException("message data: expected base64", notBase64);
    }
    return text.isEmpty() ? new JsonObject() : object(text, "message data");
  }

  private static JsonObject object(String text, String what) {
    try {
      JsonElement element = JsonParser.parseString(text);
      if (element.isJsonObject()) {
        return element.getAsJsonObject();
      }
    } catch (JsonParseException | StackOverflowError notJson) {
      throw new IllegalArgumentException(
          what + ": expected a JSON object such as {}, but it is not JSON", notJson);
    }
    throw new IllegalArgumentException(what + ": expected a JSON object such as {}");
  }

  private static Instant time(CloudEvent event, JsonObject message, Instant now) {
    OffsetDateTime eventTime = event.getTime();
    if (eventTime != null) {
      return eventTime.toInstant();
    }
    JsonElement published = message.get("publishTime");
    if (published != null && published.isJsonPrimitive()) {
      try {
        return OffsetDateTime.parse(published.getAsString()).toInstant();
      } catch (DateTimeException unreadable) {
        return now;
      }
    }
    return now;
  }

  private static Optional<String> trace(CloudEvent event) {
    Object parent = event.getExtension("traceparent");
    Matcher matcher = TRACE_PARENT.matcher(parent == null ? "" : parent.toString());
    return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
  }
}

package com.maayegue.maintenance.emulators;

import com.google.gson.JsonObject;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;

/**
 * A Pub/Sub message as the CloudEvent that the cloud makes of it. Functions answer 500 to the body
 * of a plain push.
 *
 * @param message Pub/Sub's JSON for a message: data in base64, attributes, messageId, publishTime
 */
record PubSubEvent(String project, String topic, String subscription, JsonObject message) {
  // Longer than the cloud gives an event function.
  private static final Duration TIMEOUT = Duration.ofMinutes(10);

  /** A message without attributes. */
  static JsonObject message(String id, Instant time, String data) {
    JsonObject message = new JsonObject();
    message.addProperty(
        "data", Base64.getEncoder().encodeToString(data.getBytes(StandardCharsets.UTF_8)));
    message.add("attributes", new JsonObject());
    message.addProperty("messageId", id);
    message.addProperty("publishTime", time.toString());
    return message;
  }

  /** The request that delivers it, in the HTTP binding's binary mode. */
  HttpRequest to(URI function) {
    JsonObject data = new JsonObject();
    data.add("message", message);
    data.addProperty("subscription", "projects/" + project + "/subscriptions/" + subscription);
    return HttpRequest.newBuilder(function)
        .timeout(TIMEOUT)
        .header("Content-Type", "application/json")
        .header("ce-id", message.get("messageId").getAsString())
        .header("ce-specversion", "1.0")
        .header("ce-type", "google.cloud.pubsub.topic.v1.messagePublished")
        .header("ce-source", "//pubsub.googleapis.com/projects/" + project + "/topics/" + topic)
        .header("ce-time", message.get("publishTime").getAsString())
        .POST(HttpRequest.BodyPublishers.ofString(data.toString()))
        .build();
  }
}

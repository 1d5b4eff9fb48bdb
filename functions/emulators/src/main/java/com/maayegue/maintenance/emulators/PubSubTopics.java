package com.maayegue.maintenance.emulators;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.reflect.TypeToken;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** The topics of one project in the Pub/Sub emulator, over its REST API. */
public final class PubSubTopics {
  private static final Gson GSON = new Gson();
  private static final int CONFLICT = 409;
  private static final int PULLED_AT_MOST = 1000;
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final String hostAndPort;
  private final String project;

  /** Speaks to the emulator at {@code hostAndPort}. */
  public PubSubTopics(String hostAndPort, String project) {
    this.hostAndPort = hostAndPort;
    this.project = project;
  }

  /** A message that was on a topic, its data decoded. */
  public record Received(String messageId, String data, Map<String, String> attributes) {}

  /** The project that the topics belong to. */
  public String project() {
    return project;
  }

  /** Creates a topic; does nothing when it exists. */
  public void createTopic(String topic) throws IOException {
    put("topics/" + topic, new JsonObject());
  }

  /** Creates a subscription to {@link #pull} from; does nothing when it exists. */
  public void subscribe(String topic, String subscription) throws IOException {
    subscribe(topic, subscription, new JsonObject());
  }

  /** Creates a subscription with {@code options} of Pub/Sub's REST API. */
  void subscribe(String topic, String subscription, JsonObject options) throws IOException {
    JsonObject body = options.deepCopy();
    body.addProperty("topic", topicName(topic));
    put("subscriptions/" + subscription, body);
  }

  /** Changes where a subscription pushes to; an empty configuration makes it wait for pulls. */
  void pushTo(String subscription, JsonObject pushConfig) throws IOException {
    JsonObject body = new JsonObject();
    body.add("pushConfig", pushConfig);
    post("subscriptions/" + subscription + ":modifyPushConfig", body);
  }

  /** A topic's full name. */
  String topicName(String topic) {
    return "projects/" + project + "/topics/" + topic;
  }

  /** Publishes without attributes and returns the message's id. */
  public String publish(String topic, String json) throws IOException {
    return publish(topic, json, Map.of());
  }

  /**
   * Publishes a message and returns its id.
   *
   * @throws IOException when the topic does not exist
   */
  public String publish(String topic, String json, Map<String, String> attributes)
      throws IOException {
    JsonObject message = new JsonObject();
    message.addProperty(
        "data", Base64.getEncoder().encodeToString(json.getBytes(StandardCharsets.UTF_8)));
    message.add("attributes", GSON.toJsonTree(attributes));
    JsonArray messages = new JsonArray();
    messages.add(message);
    JsonObject body = new JsonObject();
    body.add("messages", messages);
    return post("topics/" + topic + ":publish", body)
        .getAsJsonArray("messageIds")
        .get(0)
        .getAsString();
  }

  /** Takes what waits on a subscription and acknowledges it; none when nothing waits. */
  public List<Received> pull(String subscription) throws IOException {
    JsonObject request = new JsonObject();
    request.addProperty("maxMessages", PULLED_AT_MOST);
    request.addProperty("returnImmediately", true);
    String path = "subscriptions/" + subscription;
    JsonArray pulled = post(path + ":pull", request).getAsJsonArray("receivedMessages");
    if (pulled == null || pulled.isEmpty()) {
      return List.of();
    }
    List<Received> received = new ArrayList<>();
    JsonArray ackIds = new JsonArray();
    for (JsonElement each : pulled) {
      received.add(received(each.getAsJsonObject().getAsJsonObject("message")));
      ackIds.add(each.getAsJsonObject().get("ackId"));
    }
    JsonObject acknowledged = new JsonObject();
    acknowledged.add("ackIds", ackIds);
    post(path + ":acknowledge", acknowledged);
    return received;
  }

  private static Received received(JsonObject message) {
    // The API leaves out what is empty.
    String data = message.has("data") ? message.get("data").getAsString() : "";
    JsonElement attributes =
        message.has("attributes") ? message.get("attributes") : new JsonObject();
    return new Received(
        message.get("messageId").getAsString(),
        new String(Base64.getDecoder().decode(data), StandardCharsets.UTF_8),
        GSON.fromJson(attributes, new TypeToken<Map<String, String>>() {}));
  }

  private void put(String path, JsonObject body) throws IOException {
    HttpResponse<String> response = send("PUT", path, body);
    if (response.statusCode() != CONFLICT) {
      checked(path, response);
    }
  }

  private JsonObject post(String path, JsonObject body) throws IOException {
    return JsonParser.parseString(checked(path, send("POST", path, body))).getAsJsonObject();
  }

  private HttpResponse<String> send(String method, String path, JsonObject body)
      throws IOException {
    return Loopback.send(
        HttpRequest.newBuilder(
                URI.create("http://" + hostAndPort + "/v1/projects/" + project + "/" + path))
            .timeout(TIMEOUT)
            .header("Content-Type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(body.toString()))
            .build());
  }

  private static String checked(String path, HttpResponse<String> response) throws IOException {
    if (response.statusCode() / 100 != 2) {
      throw new IOException(
          path + " answered " + response.statusCode() + ": " + response.body().strip());
    }
    return response.body();
  }
}

package com.maayegue.maintenance.pubsub;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.auth.oauth2.GoogleCredentials;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * Publishes to Pub/Sub topics by its REST API, which starts faster than the gRPC client and is
 * enough for a few messages a run. Safe for several threads.
 */
public final class TopicPublisher {
  private static final Duration TIME_LIMIT = Duration.ofSeconds(20);
  private static final String SCOPE = "https://www.googleapis.com/auth/pubsub";

  private final HttpClient http = HttpClient.newBuilder().connectTimeout(TIME_LIMIT).build();
  private final String topics;
  private final boolean emulated;
  private GoogleCredentials credentials;

  /**
   * Publishes to topics of {@code project}.
   *
   * @param emulator {@code host:port} of an emulator in place of Pub/Sub
   */
  public TopicPublisher(String project, Optional<String> emulator) {
    emulated = emulator.isPresent();
    String root =
        emulator.map(address -> "http://" + address).orElse("https://pubsub.googleapis.com");
    topics = root + "/v1/projects/" + URLEncoder.encode(project, UTF_8) + "/topics/";
  }

  /**
   * Publishes one message; returns when Pub/Sub has it.
   *
   * @throws PublishFailure if Pub/Sub answers with anything but 200
   * @throws IOException if Pub/Sub cannot be reached within 20 s
   */
  public void publish(String topic, String json) throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(topics + URLEncoder.encode(topic, UTF_8) + ":publish"))
            .timeout(TIME_LIMIT)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body(json)));
    if (!emulated) {
      request.header("Authorization", "Bearer " + token());
    }
    HttpResponse<String> response =
        http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() != 200) {
      throw new PublishFailure(topic, response.statusCode());
    }
  }

  private synchronized String token() throws IOException {
    if (credentials == null) {
      credentials = GoogleCredentials.getApplicationDefault().createScoped(List.of(SCOPE));
    }
    credentials.refreshIfExpired();
    return credentials.getAccessToken().getTokenValue();
  }

  private static String body(String json) {
    JsonObject message = new JsonObject();
    message.addProperty("data", Base64.getEncoder().encodeToString(json.getBytes(UTF_8)));
    JsonArray messages = new JsonArray();
    messages.add(message);
    JsonObject body = new JsonObject();
    body.add("messages", messages);
    return body.toString();
  }

  /** Pub/Sub refused a message. */
  public static final class PublishFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final int status;

    PublishFailure(String topic, int status) {
      super("Pub/Sub topic " + topic + " answered " + status);
      this.status = status;
    }

    /** The HTTP status of the answer. */
    public int status() {
      return status;
    }
  }
}

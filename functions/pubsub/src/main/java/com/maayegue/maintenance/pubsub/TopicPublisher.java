package com.maayegue.maintenance.pubsub;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.auth.oauth2.GoogleCredentials;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.StringWriter;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLEncoder;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Publishes to Pub/Sub topics by its REST API, which starts faster than the gRPC client and is
 * enough for a few messages a run. Safe for several threads.
 *
 * <p>{@link HttpURLConnection} and Gson's stream writer, as a first message then costs a tenth of
 * what it does with {@code java.net.http} and Gson's tree: see docs/benchmarks.md.
 */
public final class TopicPublisher {
  private static final Duration TIME_LIMIT = Duration.ofSeconds(20);
  private static final String SCOPE = "https://www.googleapis.com/auth/pubsub";

  private final String topics;
  private final boolean emulated;
  private GoogleCredentials credentials;

  /**
   * A message to a topic.
   *
   * @param data text, JSON in this project
   * @param attributes names of at most 256 and values of at most 1,024 bytes; may be empty
   */
  public record Message(String data, Map<String, String> attributes) {
    /** Keeps a copy. */
    public Message {
      attributes = Map.copyOf(attributes);
    }
  }

  /**
   * Publishes to topics of {@code project}.
   *
   * @param emulator {@code host:port} of an emulator in place of Pub/Sub
   */
  public TopicPublisher(String project, Optional<String> emulator) {
    emulated = emulator.isPresent();
    String root = emulated ? "http://" + emulator.get() : "https://pubsub.googleapis.com";
    topics = root + "/v1/projects/" + URLEncoder.encode(project, UTF_8) + "/topics/";
  }

  /**
   * Publishes one message; returns when Pub/Sub has it.
   *
   * @throws PublishFailure if Pub/Sub answers with anything but 200
   * @throws IOException if Pub/Sub cannot be reached within 20 s, or is silent for 20 s
   */
  public void publish(String topic, String json) throws IOException {
    publish(topic, List.of(new Message(json, Map.of())));
  }

  /**
   * Publishes up to 1,000 messages in one request; returns when Pub/Sub has all of them. After a
   * failure, some of them may have been published all the same.
   *
   * @throws PublishFailure if Pub/Sub answers with anything but 200
   * @throws IOException if Pub/Sub cannot be reached within 20 s, or is silent for 20 s
   */
  public void publish(String topic, List<Message> messages) throws IOException {
    URI uri = URI.create(topics + URLEncoder.encode(topic, UTF_8) + ":publish");
    HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
    connection.setConnectTimeout((int) TIME_LIMIT.toMillis());
    connection.setReadTimeout((int) TIME_LIMIT.toMillis());
    connection.setInstanceFollowRedirects(false);
    connection.setDoOutput(true);
    connection.setRequestProperty("Content-Type", "application/json");
    connection.setRequestProperty("Accept", "application/json");
    if (!emulated) {
      connection.setRequestProperty("Authorization", "Bearer " + token());
    }
    try (OutputStream out = connection.getOutputStream()) {
      out.write(body(messages).getBytes(UTF_8));
    }
    int status = connection.getResponseCode();
    readToItsEnd(status < 400 ? connection.getInputStream() : connection.getErrorStream());
    if (status != 200) {
      throw new PublishFailure(topic, status);
    }
  }

  /** So that the connection can be used again. */
  private static void readToItsEnd(InputStream answer) throws IOException {
    if (answer != null) {
      try (answer) {
        answer.transferTo(OutputStream.nullOutputStream());
      }
    }
  }

  private synchronized String token() throws IOException {
    if (credentials == null) {
      credentials = GoogleCredentials.getApplicationDefault().createScoped(List.of(SCOPE));
    }
    credentials.refreshIfExpired();
    return credentials.getAccessToken().getTokenValue();
  }

  private static String body(List<Message> messages) throws IOException {
    StringWriter text = new StringWriter();
    JsonWriter json = new JsonWriter(text);
    json.beginObject().name("messages").beginArray();
    for (Message message : messages) {
      json.beginObject();
      json.name("data").value(Base64.getEncoder().encodeToString(message.data().getBytes(UTF_8)));
      json.name("attributes").beginObject();
      for (Map.Entry<String, String> attribute : message.attributes().entrySet()) {
        json.name(attribute.getKey()).value(attribute.getValue());
      }
      json.endObject().endObject();
    }
    json.endArray().endObject().flush();
    return text.toString();
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

package com.maayegue.maintenance.sampledata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.maayegue.maintenance.sampledata.Loopback.Answer;
import com.maayegue.maintenance.sampledata.Loopback.Request;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FirestoreImportTest {
  private static final Instant NOW = Instant.parse("2026-03-01T09:30:00Z");

  private final SampleNotifications notifications =
      new SampleNotifications(
          new NotificationPlan(5, NOW, 2_100, Duration.ofDays(30)),
          new SampleAccounts(AccountPlan.of(5, NOW, 100)));

  @Test
  void commitsEveryDocumentInBatchesOfFiveHundredAtMost() throws Exception {
    try (Loopback emulator = new Loopback(request -> new Answer(200, "{}"))) {
      assertThat(write(emulator)).isEqualTo(2_100);

      assertThat(emulator.requests(":commit"))
          .allSatisfy(
              commit -> {
                assertThat(commit.authorization()).isEqualTo("Bearer owner");
                assertThat(commit.path())
                    .isEqualTo("/v1/projects/demo-x/databases/(default)/documents:commit");
              })
          .extracting(commit -> commit.body().getAsJsonArray("writes").size())
          .containsExactlyInAnyOrder(500, 500, 500, 500, 100);
    }
  }

  @Test
  void writesEachDateInItsOwnType() throws Exception {
    try (Loopback emulator = new Loopback(request -> new Answer(200, "{}"))) {
      write(emulator);
      Map<String, JsonObject> sent = sent(emulator);

      assertThat(sent).hasSize(2_100);
      assertThat(notifications.stream())
          .allSatisfy(
              one -> {
                JsonObject fields = sent.get(one.id());
                assertThat(fields.getAsJsonObject("title").get("stringValue").getAsString())
                    .isEqualTo(one.title());
                assertThat(fields.getAsJsonObject("read").get("booleanValue").getAsBoolean())
                    .isEqualTo(one.read());
                assertThat(typeAndValue(fields)).as("%s", one).isEqualTo(expected(one));
              });
    }
  }

  private static String typeAndValue(JsonObject fields) {
    if (!fields.has("created_at")) {
      return "missing";
    }
    Map.Entry<String, JsonElement> only =
        fields.getAsJsonObject("created_at").entrySet().iterator().next();
    return only.getKey() + (only.getValue().isJsonPrimitive() ? only.getValue().getAsString() : "");
  }

  private static String expected(SampleNotification one) {
    return switch (one.kind()) {
      case TIMESTAMP ->
          "timestampValue" + ((CreatedAt.AsTimestamp) one.createdAt()).instant().toString();
      case MILLIS_LONG, SECONDS_LONG ->
          "integerValue" + ((CreatedAt.AsMillis) one.createdAt()).number();
      case MILLIS_DOUBLE, NOT_A_NUMBER ->
          "doubleValue" + ((CreatedAt.AsDouble) one.createdAt()).number();
      case TEXT_WITH_Z, TEXT_WITHOUT_ZONE, UNREADABLE_TEXT ->
          "stringValue" + ((CreatedAt.AsText) one.createdAt()).text();
      case BOOLEAN -> "booleanValue" + ((CreatedAt.AsBoolean) one.createdAt()).value();
      case MAP -> "mapValue";
      case NULL -> "nullValue";
      case MISSING -> "missing";
    };
  }

  @Test
  void quotesTheEmulatorWhenItRefuses() throws Exception {
    try (Loopback emulator = new Loopback(request -> new Answer(400, "too many writes"))) {
      assertThatThrownBy(() -> write(emulator))
          .isInstanceOf(IOException.class)
          .hasMessageContaining(":commit answered 400: too many writes");
    }
  }

  private int write(Loopback emulator) throws IOException, InterruptedException {
    return new FirestoreImport(emulator.hostAndPort(), "demo-x")
        .write(notifications.stream().iterator());
  }

  private static Map<String, JsonObject> sent(Loopback emulator) {
    Map<String, JsonObject> sent = new HashMap<>();
    for (Request commit : emulator.requests(":commit")) {
      for (JsonElement write : commit.body().getAsJsonArray("writes")) {
        JsonObject document = write.getAsJsonObject().getAsJsonObject("update");
        String name = document.get("name").getAsString();
        assertThat(name).startsWith("projects/demo-x/databases/(default)/documents/notifications/");
        sent.put(name.substring(name.lastIndexOf('/') + 1), document.getAsJsonObject("fields"));
      }
    }
    return sent;
  }
}

package com.maayegue.maintenance.sampledata;

import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * Puts notifications into the Firestore emulator. A document of the same id is overwritten, so a
 * second run changes nothing.
 */
public final class FirestoreImport {
  /** Where the app keeps its notifications. */
  public static final String COLLECTION = "notifications";

  // What one commit takes at most.
  private static final int BATCH = 500;
  private static final int COMMITS_AT_ONCE = 4;

  private final EmulatorRest emulator;
  private final String documents;

  /**
   * Into the default database of an emulator.
   *
   * @param hostAndPort as in {@code FIRESTORE_EMULATOR_HOST}
   */
  public FirestoreImport(String hostAndPort, String project) {
    this.emulator = new EmulatorRest(hostAndPort);
    this.documents = "projects/" + project + "/databases/(default)/documents";
  }

  /**
   * Writes to {@link #COLLECTION}, some commits in memory at a time.
   *
   * @return how many documents were written
   */
  public int write(Iterator<SampleNotification> notifications)
      throws IOException, InterruptedException {
    int written = 0;
    while (notifications.hasNext()) {
      List<Callable<Void>> commits = new ArrayList<>();
      while (notifications.hasNext() && commits.size() < COMMITS_AT_ONCE) {
        JsonArray writes = new JsonArray();
        while (notifications.hasNext() && writes.size() < BATCH) {
          writes.add(write(notifications.next()));
        }
        written += writes.size();
        commits.add(
            () -> {
              commit(writes);
              return null;
            });
      }
      EmulatorRest.inParallel(COMMITS_AT_ONCE, commits);
    }
    return written;
  }

  private void commit(JsonArray writes) throws IOException, InterruptedException {
    JsonObject body = new JsonObject();
    body.add("writes", writes);
    emulator.post("/v1/" + documents + ":commit", body);
  }

  private JsonObject write(SampleNotification notification) {
    JsonObject fields = new JsonObject();
    fields.add("userId", text(notification.userId()));
    fields.add("title", text(notification.title()));
    fields.add("body", text(notification.body()));
    fields.add("type", text(notification.type()));
    fields.add("read", value("booleanValue", notification.read()));
    addCreatedAt(fields, notification.createdAt());
    JsonObject document = new JsonObject();
    document.addProperty("name", documents + "/" + COLLECTION + "/" + notification.id());
    document.add("fields", fields);
    JsonObject write = new JsonObject();
    write.add("update", document);
    return write;
  }

  private static void addCreatedAt(JsonObject fields, CreatedAt createdAt) {
    // Java 17 has no patterns in switch.
    if (createdAt instanceof CreatedAt.Missing) {
      return;
    }
    fields.add("created_at", value(createdAt));
  }

  private static JsonObject value(CreatedAt createdAt) {
    if (createdAt instanceof CreatedAt.AsTimestamp timestamp) {
      return value("timestampValue", timestamp.instant().toString());
    }
    if (createdAt instanceof CreatedAt.AsMillis millis) {
      return integer(millis.number());
    }
    if (createdAt instanceof CreatedAt.AsDouble number) {
      return Double.isNaN(number.number())
          ? value("doubleValue", "NaN")
          : value("doubleValue", number.number());
    }
    if (createdAt instanceof CreatedAt.AsText text) {
      return text(text.text());
    }
    if (createdAt instanceof CreatedAt.AsBoolean truth) {
      return value("booleanValue", truth.value());
    }
    if (createdAt instanceof CreatedAt.AsMap map) {
      JsonObject entries = new JsonObject();
      entries.add("_seconds", integer(map.seconds()));
      entries.add("_nanoseconds", integer(map.nanoseconds()));
      JsonObject fields = new JsonObject();
      fields.add("fields", entries);
      JsonObject value = new JsonObject();
      value.add("mapValue", fields);
      return value;
    }
    JsonObject nothing = new JsonObject();
    nothing.add("nullValue", JsonNull.INSTANCE);
    return nothing;
  }

  private static JsonObject integer(long number) {
    // Proto3 JSON writes 64-bit integers as strings.
    return value("integerValue", Long.toString(number));
  }

  private static JsonObject text(String text) {
    return value("stringValue", text);
  }

  private static JsonObject value(String type, Object value) {
    JsonObject json = new JsonObject();
    if (value instanceof String text) {
      json.addProperty(type, text);
    } else if (value instanceof Boolean truth) {
      json.addProperty(type, truth);
    } else {
      json.addProperty(type, (Number) value);
    }
    return json;
  }
}

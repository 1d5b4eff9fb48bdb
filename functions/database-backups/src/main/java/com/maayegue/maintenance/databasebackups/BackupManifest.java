package com.maayegue.maintenance.databasebackups;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a backup is and what was proved of it: the JSON beside it, written last. Without a manifest
 * there is no backup.
 *
 * @param takenAt when the run began that took it; the live generation was current then
 * @param sourceGeneration of the live object that it is a copy of
 * @param sha256 of the raw database file, in hexadecimal
 * @param bytes of the raw database file
 * @param storedBytes of the compressed object
 * @param storedCrc32c of the compressed object, in base64 as Cloud Storage has it
 * @param dbVersion the app's {@code db_version}
 * @param rows of each table; -1 where they cannot be counted
 * @param foreignKeyViolations rows of each table that break a foreign key: a finding, no refusal
 * @param drill the restore that was tried before this was written
 */
public record BackupManifest(
    String database,
    Instant takenAt,
    long sourceGeneration,
    String sha256,
    long bytes,
    long storedBytes,
    String storedCrc32c,
    int pageSize,
    long pageCount,
    Optional<String> dbVersion,
    SortedMap<String, Long> rows,
    SortedMap<String, Long> foreignKeyViolations,
    Optional<Drill> drill) {
  private static final Gson GSON =
      new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

  /** Copies the maps. */
  public BackupManifest {
    rows = Collections.unmodifiableSortedMap(new TreeMap<>(rows));
    foreignKeyViolations = Collections.unmodifiableSortedMap(new TreeMap<>(foreignKeyViolations));
  }

  /** Whether what was stored has been restored once, and was the source. */
  public boolean proven() {
    return drill.isPresent() && drill.get().ok();
  }

  /** The same with the outcome of a drill. */
  BackupManifest with(Drill outcome) {
    return new BackupManifest(
        database,
        takenAt,
        sourceGeneration,
        sha256,
        bytes,
        storedBytes,
        storedCrc32c,
        pageSize,
        pageCount,
        dbVersion,
        rows,
        foreignKeyViolations,
        Optional.of(outcome));
  }

  /**
   * Reads a manifest.
   *
   * @throws IllegalArgumentException if it is not one, saying what is missing
   */
  public static BackupManifest parse(String json) {
    try {
      JsonObject object = JsonParser.parseString(json).getAsJsonObject();
      return new BackupManifest(
          text(object, "database"),
          Instant.parse(text(object, "takenAt")),
          number(object, "sourceGeneration"),
          text(object, "sha256"),
          number(object, "bytes"),
          number(object, "storedBytes"),
          text(object, "storedCrc32c"),
          Math.toIntExact(number(object, "pageSize")),
          number(object, "pageCount"),
          Optional.ofNullable(object.get("dbVersion")).map(JsonElement::getAsString),
          numbers(object, "rows"),
          numbers(object, "foreignKeyViolations"),
          Optional.ofNullable(object.getAsJsonObject("drill")).map(BackupManifest::drill));
    } catch (JsonParseException
        | IllegalStateException
        | ClassCastException
        | ArithmeticException
        | NumberFormatException
        | UnsupportedOperationException
        | StackOverflowError
        | DateTimeException unreadable) {
      throw new IllegalArgumentException(
          "expected the manifest of a backup: " + unreadable.getMessage(), unreadable);
    }
  }

  /** What {@link #parse} reads, in lines. */
  public String toJson() {
    JsonObject json = new JsonObject();
    json.addProperty("database", database);
    json.addProperty("takenAt", takenAt.toString());
    json.addProperty("sourceGeneration", sourceGeneration);
    json.addProperty("sha256", sha256);
    json.addProperty("bytes", bytes);
    json.addProperty("storedBytes", storedBytes);
    json.addProperty("storedCrc32c", storedCrc32c);
    json.addProperty("pageSize", pageSize);
    json.addProperty("pageCount", pageCount);
    dbVersion.ifPresent(version -> json.addProperty("dbVersion", version));
    json.add("rows", GSON.toJsonTree(rows));
    json.add("foreignKeyViolations", GSON.toJsonTree(foreignKeyViolations));
    drill.ifPresent(tried -> json.add("drill", json(tried)));
    return GSON.toJson(json) + "\n";
  }

  private static JsonObject json(Drill drill) {
    JsonObject json = new JsonObject();
    json.addProperty("at", drill.at().toString());
    json.addProperty("outcome", drill.ok() ? "ok" : "failed");
    json.addProperty("detail", drill.detail());
    json.addProperty("durationMs", drill.durationMs());
    return json;
  }

  private static Drill drill(JsonObject json) {
    return new Drill(
        Instant.parse(text(json, "at")),
        text(json, "outcome").equals("ok"),
        text(json, "detail"),
        number(json, "durationMs"));
  }

  private static String text(JsonObject json, String name) {
    return member(json, name).getAsString();
  }

  private static long number(JsonObject json, String name) {
    return member(json, name).getAsLong();
  }

  private static SortedMap<String, Long> numbers(JsonObject json, String name) {
    SortedMap<String, Long> numbers = new TreeMap<>();
    for (Map.Entry<String, JsonElement> each : member(json, name).getAsJsonObject().entrySet()) {
      numbers.put(each.getKey(), each.getValue().getAsLong());
    }
    return numbers;
  }

  private static JsonElement member(JsonObject json, String name) {
    JsonElement member = json.get(name);
    if (member == null) {
      throw new JsonParseException("'" + name + "' is missing");
    }
    return member;
  }
}

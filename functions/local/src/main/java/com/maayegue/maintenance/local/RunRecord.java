package com.maayegue.maintenance.local;

import com.google.cloud.Timestamp;
import com.google.cloud.firestore.DocumentSnapshot;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a function wrote about one run, as read back from {@code maintenance_runs}.
 *
 * @param event the id of the message that set it off
 * @param outcome Done, Skipped, Partial or Failed
 * @param reason why it ended so; empty when all was done
 */
public record RunRecord(
    String function,
    String event,
    Instant startedAt,
    Instant finishedAt,
    String outcome,
    String reason,
    boolean dryRun,
    Map<String, Long> counts,
    List<String> failures,
    String version) {
  /** The collection. */
  static final String COLLECTION = "maintenance_runs";

  /** Keeps copies. */
  public RunRecord {
    counts = Map.copyOf(counts);
    failures = List.copyOf(failures);
  }

  /** Reads a document of a run that has ended. */
  static RunRecord from(DocumentSnapshot document) {
    Map<String, Long> counts = new TreeMap<>();
    if (document.get("counts") instanceof Map<?, ?> stored) {
      stored.forEach(
          (name, count) -> counts.put(String.valueOf(name), ((Number) count).longValue()));
    }
    List<String> failures =
        document.get("failures") instanceof List<?> stored
            ? stored.stream().map(String::valueOf).toList()
            : List.of();
    return new RunRecord(
        document.getString("function"),
        document.getString("event"),
        instant(document, "startedAt"),
        instant(document, "finishedAt"),
        document.getString("outcome"),
        document.contains("reason") ? document.getString("reason") : "",
        Boolean.TRUE.equals(document.getBoolean("dryRun")),
        counts,
        failures,
        document.getString("version"));
  }

  private static Instant instant(DocumentSnapshot document, String field) {
    Timestamp timestamp = document.getTimestamp(field);
    if (timestamp == null) {
      throw new IllegalStateException(document.getId() + " has no " + field);
    }
    return Instant.ofEpochSecond(timestamp.getSeconds(), timestamp.getNanos());
  }

  /** A count, 0 where the function counted nothing of that name. */
  long count(String name) {
    return counts.getOrDefault(name, 0L);
  }

  Duration took() {
    return Duration.between(startedAt, finishedAt);
  }

  /** The form of {@code summary.json}. */
  JsonObject toJson() {
    JsonObject json = new JsonObject();
    json.addProperty("function", function);
    json.addProperty("startedAt", startedAt.toString());
    json.addProperty("finishedAt", finishedAt.toString());
    json.addProperty("outcome", outcome);
    json.addProperty("dryRun", dryRun);
    JsonObject counted = new JsonObject();
    new TreeMap<>(counts).forEach(counted::addProperty);
    json.add("counts", counted);
    JsonArray failed = new JsonArray();
    failures.forEach(failed::add);
    json.add("failures", failed);
    json.addProperty("version", version);
    return json;
  }
}

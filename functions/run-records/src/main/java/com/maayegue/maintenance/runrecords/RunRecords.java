package com.maayegue.maintenance.runrecords;

import com.google.cloud.Timestamp;
import com.google.cloud.firestore.DocumentReference;
import com.google.cloud.firestore.Firestore;
import com.maayegue.maintenance.core.RunOutcome;
import com.maayegue.maintenance.pubsub.Trigger;
import io.grpc.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;

/**
 * The documents {@code maintenance_runs/{function}-{event time}}: one for each delivery of an
 * event, written at the start and at the end, so that a run that died is visible as one without an
 * end. A delivery of an event that already has a record gets one of its own with a random suffix:
 * what the first run did stays on record.
 */
public final class RunRecords {
  /** The collection. */
  public static final String COLLECTION = "maintenance_runs";

  // More than a year, so that a month can be compared with that of the year before. Firestore
  // deletes
  // what is past its expiresAt, where its TTL policy is on.
  private static final Duration KEPT = Duration.ofDays(400);
  private static final int MOST_FAILURES = 20;
  // Enough for the options that a schedule gives; what is longer is an event, not options.
  private static final int LONGEST_MESSAGE = 200;

  private final Firestore firestore;
  private final String function;
  private final String version;

  /** Records of {@code function} in its {@code version}. */
  public RunRecords(Firestore firestore, String function, String version) {
    this.firestore = firestore;
    this.function = function;
    this.version = version;
  }

  /** Writes that a run has started. */
  public DocumentReference start(Trigger trigger, boolean dryRun, Instant now)
      throws ExecutionException, InterruptedException {
    Map<String, Object> fields = started(trigger, dryRun, now);
    String id = function + "-" + trigger.time();
    try {
      return create(id, fields);
    } catch (ExecutionException failure) {
      if (Status.fromThrowable(failure).getCode() != Status.Code.ALREADY_EXISTS) {
        throw failure;
      }
      return create(id + "-" + UUID.randomUUID(), fields);
    }
  }

  /**
   * Writes that a run has started, over the record {@code {function}-{name}} of the one before: for
   * runs so frequent and so small that only the last one matters.
   */
  public DocumentReference startOver(String name, Trigger trigger, boolean dryRun, Instant now)
      throws ExecutionException, InterruptedException {
    DocumentReference record = firestore.collection(COLLECTION).document(function + "-" + name);
    record.set(started(trigger, dryRun, now)).get();
    return record;
  }

  private Map<String, Object> started(Trigger trigger, boolean dryRun, Instant now) {
    String message = trigger.data().toString();
    Map<String, Object> fields = new HashMap<>();
    fields.put("function", function);
    // Two schedules of one function differ in this.
    fields.put("message", message.length() <= LONGEST_MESSAGE ? message : "…");
    fields.put("event", trigger.id());
    fields.put("startedAt", timestamp(now));
    fields.put("finishedAt", null);
    fields.put("outcome", null);
    fields.put("dryRun", dryRun);
    fields.put("counts", Map.of());
    fields.put("failures", List.of());
    fields.put("version", version);
    fields.put("expiresAt", timestamp(now.plus(KEPT)));
    return fields;
  }

  /** Writes how a run ended. */
  public void finish(DocumentReference record, RunOutcome outcome, Instant now)
      throws ExecutionException, InterruptedException {
    Map<String, Object> fields = new HashMap<>();
    fields.put("finishedAt", timestamp(now));
    fields.put("outcome", outcome.name());
    fields.put("reason", outcome.reason());
    fields.put("counts", outcome.counts());
    fields.put("failures", outcome.failures().stream().limit(MOST_FAILURES).toList());
    record.update(fields).get();
  }

  private DocumentReference create(String id, Map<String, Object> fields)
      throws ExecutionException, InterruptedException {
    DocumentReference record = firestore.collection(COLLECTION).document(id);
    record.create(fields).get();
    return record;
  }

  private static Timestamp timestamp(Instant instant) {
    return Timestamp.ofTimeSecondsAndNanos(instant.getEpochSecond(), instant.getNano());
  }
}

package com.maayegue.maintenance.databasemaintenance;

import com.google.cloud.firestore.Firestore;
import com.google.cloud.storage.Storage;
import com.google.gson.JsonObject;
import com.maayegue.maintenance.core.RunLog;
import com.maayegue.maintenance.core.RunOutcome;
import com.maayegue.maintenance.pubsub.Outbox;
import com.maayegue.maintenance.runrecords.Job;
import com.maayegue.maintenance.stagedsqlite.DeadlineReached;
import com.maayegue.maintenance.stagedsqlite.UnusableDatabase;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;

/**
 * Does for one database what a message asks for; for several, it sends itself one message each, so
 * that they run side by side and one that fails holds up no other. What it changes becomes live in
 * one step, or not at all, and only after a proven backup. Safe to run again, and beside itself.
 */
final class DatabaseMaintenance {
  private final MaintenanceSettings settings;
  private final Storage storage;
  private final Firestore firestore;
  private final Outbox outbox;
  private final RunLog log;
  private final InstantSource clock;

  /** Made once a process. */
  DatabaseMaintenance(
      MaintenanceSettings settings,
      Storage storage,
      Firestore firestore,
      Outbox outbox,
      RunLog log,
      InstantSource clock) {
    this.settings = settings;
    this.storage = storage;
    this.firestore = firestore;
    this.outbox = outbox;
    this.log = log;
    this.clock = clock;
  }

  /** Runs once. */
  RunOutcome run(Job.Frame frame) throws Exception {
    List<String> databases = settings.staging().databases();
    MaintenanceRequest request;
    try {
      request = MaintenanceRequest.from(frame.message(), databases);
    } catch (IllegalArgumentException unreadable) {
      return new RunOutcome.Failed("message", unreadable.getMessage());
    }
    if (request.database().isEmpty() && databases.size() > 1) {
      return fanOut(databases, frame);
    }
    try {
      checkClock(frame.now());
      return run(request, request.database().orElse(databases.get(0)), frame);
    } catch (Refusal refusal) {
      return new RunOutcome.Failed(refusal.reason(), refusal.getMessage());
    } catch (UnusableDatabase unusable) {
      return new RunOutcome.Failed("database", unusable.getMessage());
    } catch (DeadlineReached late) {
      return new RunOutcome.Failed(
          "deadline",
          late.getMessage() + ": RUN_TIME_LIMIT is over; the live database is as it was");
    }
  }

  private RunOutcome run(MaintenanceRequest request, String database, Job.Frame frame)
      throws Exception {
    MaintenanceAlerts alerts = new MaintenanceAlerts(outbox, firestore);
    Upkeep upkeep = new Upkeep(settings, storage, alerts, log, clock, database, frame);
    return switch (request.task()) {
      case WEEKLY -> new WeeklyCleanup(upkeep, firestore).run();
      case MONTHLY -> new MonthlyCheckup(upkeep).run();
      case MIGRATION -> new SchemaMigration(upkeep, request.target()).run();
    };
  }

  private RunOutcome fanOut(List<String> databases, Job.Frame frame) throws Exception {
    for (String database : databases) {
      JsonObject message = frame.message().deepCopy();
      message.addProperty("database", database);
      if (frame.dryRun()) {
        message.addProperty("dryRun", true);
      }
      String topic = DatabaseMaintenanceFunction.NAME;
      if (!outbox.publish(topic, message.toString())) {
        return new RunOutcome.Failed(
            "publish", "the topic " + topic + " does not take messages for single databases");
      }
    }
    return new RunOutcome.Done(Map.of("messages", (long) databases.size()));
  }

  /** Rows go by their age, and backups count by theirs: with a wrong clock nothing may begin. */
  private void checkClock(Instant now) throws ExecutionException, InterruptedException {
    Instant theirs =
        firestore
            .collection("maintenance_runs")
            .document("clock")
            .get()
            .get()
            .getReadTime()
            .toDate()
            .toInstant();
    if (RetentionPolicy.clockIsWrong(now, theirs)) {
      throw new Refusal(
          "clock", "it is " + now + " here, but " + theirs + " at Firestore; nothing was touched");
    }
  }
}

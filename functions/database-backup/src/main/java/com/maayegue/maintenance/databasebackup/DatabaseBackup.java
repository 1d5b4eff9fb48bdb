package com.maayegue.maintenance.databasebackup;

import com.google.cloud.storage.Blob;
import com.google.cloud.storage.Bucket;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.StorageException;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.maayegue.maintenance.core.Counts;
import com.maayegue.maintenance.core.RunOutcome;
import com.maayegue.maintenance.databasebackups.Backup;
import com.maayegue.maintenance.databasebackups.BackupCatalog;
import com.maayegue.maintenance.databasebackups.BackupCatalog.Inventory;
import com.maayegue.maintenance.databasebackups.DatabaseBackups;
import com.maayegue.maintenance.databasebackups.Taken;
import com.maayegue.maintenance.runrecords.FiringAlerts;
import com.maayegue.maintenance.runrecords.FunctionParts;
import com.maayegue.maintenance.runrecords.Job;
import com.maayegue.maintenance.stagedsqlite.DeadlineReached;
import com.maayegue.maintenance.stagedsqlite.StagedDatabase;
import com.maayegue.maintenance.stagedsqlite.Steps;
import com.maayegue.maintenance.stagedsqlite.UnusableDatabase;
import java.io.IOException;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/**
 * Backs up staged databases and thins out old backups. A message {@code {}} becomes one message for
 * each database, unless there is but one; {@code {"database": "name"}} backs up that one. Never
 * changes a live database. Deletes backups by {@link RetentionPolicy} alone, and only after the
 * newest was proven. Safe to run again, and beside itself.
 */
final class DatabaseBackup {
  private static final int FORBIDDEN = 403;
  private static final int MOST_WARNINGS = 20;

  private final BackupSettings settings;
  private final Storage storage;
  private final FunctionParts parts;
  private final FiringAlerts firing;
  private final InstantSource clock;
  private final String topic;

  /**
   * Made once a process.
   *
   * @param topic for the messages of the single databases: the function's own
   */
  DatabaseBackup(
      BackupSettings settings,
      Storage storage,
      FunctionParts parts,
      InstantSource clock,
      String topic) {
    this.settings = settings;
    this.storage = storage;
    this.parts = parts;
    this.firing = new FiringAlerts(parts.firestore());
    this.clock = clock;
    this.topic = topic;
  }

  /** Runs once. */
  RunOutcome run(Job.Frame frame) throws Exception {
    List<String> all = settings.staging().databases();
    JsonElement asked = frame.message().get("database");
    if (asked != null && !all.stream().anyMatch(name -> isText(asked, name))) {
      return new RunOutcome.Failed(
          "message", "message data: expected database to be one of " + all + " (DATABASES)");
    }
    List<String> databases = asked == null ? all : List.of(asked.getAsString());
    warnWithoutVersions();
    if (frame.dryRun()) {
      return survey(databases, frame);
    }
    return databases.size() == 1 ? backUp(databases.get(0), frame) : fanOut(databases);
  }

  private static boolean isText(JsonElement element, String text) {
    return element.isJsonPrimitive() && element.getAsString().equals(text);
  }

  private RunOutcome fanOut(List<String> databases) throws IOException, InterruptedException {
    for (String database : databases) {
      JsonObject message = new JsonObject();
      message.addProperty("database", database);
      if (!parts.outbox().publish(topic, message.toString())) {
        return new RunOutcome.Failed(
            "publish", "the topic " + topic + " does not take messages for single databases");
      }
    }
    return new RunOutcome.Done(Map.of("databases", (long) databases.size()));
  }

  private RunOutcome survey(List<String> databases, Job.Frame frame) {
    Counts counts = new Counts();
    for (String database : databases) {
      Blob live;
      try {
        live = StagedDatabase.live(storage, bucket(), database);
      } catch (UnusableDatabase unusable) {
        return failed(counts, "database", unusable.getMessage());
      }
      Inventory inventory = catalog().inventory(database);
      boolean stored = inventory.ofGeneration(live.getGeneration()).isPresent();
      counts.add(stored ? "unchanged" : "wouldStore", 1);
      RetentionPolicy.Plan plan = retention(inventory, frame);
      counts.add("backups", inventory.backups().size());
      counts.add("wouldPrune", plan.prune().size());
      counts.add("wouldClean", plan.clean().size());
    }
    return new RunOutcome.Done(counts.snapshot());
  }

  private RunOutcome backUp(String database, Job.Frame frame) throws Exception {
    Counts counts = new Counts();
    Taken taken;
    try {
      Steps steps = new Steps(parts.log(), clock, frame.deadline());
      taken = new DatabaseBackups(storage, bucket()).take(database, frame.now(), steps);
    } catch (UnusableDatabase unusable) {
      return failed(counts, "database", unusable.getMessage());
    } catch (DeadlineReached late) {
      return failed(counts, "deadline", late.getMessage());
    } catch (SQLException unreadable) {
      return failed(counts, "database", database + ": " + unreadable.getMessage());
    }
    if (taken instanceof Taken.NotIntact notIntact) {
      counts.add("findings", notIntact.findings().size());
      parts.outbox().alert(NotIntactAlert.firing(database, notIntact, clock.instant()));
      return failed(counts, "not-intact", database + ": " + taken.refusal());
    }
    if (firing.isFiring(NotIntactAlert.dedupKey(database))) {
      parts.outbox().alert(NotIntactAlert.resolved(database, clock.instant()));
    }
    if (taken instanceof Taken.NotRestorable) {
      return failed(counts, "drill", taken.refusal());
    }
    boolean stored = taken instanceof Taken.Stored;
    Backup backup = stored ? ((Taken.Stored) taken).backup() : ((Taken.Unchanged) taken).backup();
    count(backup, stored, counts);
    prune(database, frame, counts);
    return stored
        ? new RunOutcome.Done(counts.snapshot())
        : new RunOutcome.Skipped(
            counts.snapshot(),
            database + " has not changed since " + backup.object() + ", which is proven");
  }

  private static void count(Backup backup, boolean stored, Counts counts) {
    counts.add(stored ? "stored" : "unchanged", 1);
    counts.add("bytes", backup.manifest().bytes());
    counts.add("storedBytes", backup.manifest().storedBytes());
    counts.add(
        "foreignKeyViolations",
        backup.manifest().foreignKeyViolations().values().stream()
            .mapToLong(Long::longValue)
            .filter(rows -> rows > 0)
            .sum());
  }

  private void prune(String database, Job.Frame frame, Counts counts) {
    Inventory inventory = catalog().inventory(database);
    inventory.oddities().stream().limit(MOST_WARNINGS).forEach(parts.log()::warning);
    counts.add("oddities", inventory.oddities().size());
    RetentionPolicy.Plan plan = retention(inventory, frame);
    for (Backup old : plan.prune()) {
      if (!clock.instant().isBefore(frame.deadline())) {
        break; // The next run goes on.
      }
      catalog().remove(old);
      counts.add("pruned", 1);
    }
    plan.clean().forEach(catalog()::remove);
    counts.add("cleaned", plan.clean().size());
    counts.add("backups", inventory.backups().size() - counts.get("pruned"));
  }

  private RetentionPolicy.Plan retention(Inventory inventory, Job.Frame frame) {
    RetentionPolicy.Plan plan = settings.retention().plan(inventory, frame.now());
    plan.refusal().ifPresent(why -> parts.log().warning("no backup is pruned: " + why));
    return plan;
  }

  /** A bucket without versions keeps no copy of what is overwritten or deleted by mistake. */
  private void warnWithoutVersions() {
    try {
      Bucket found = storage.get(bucket());
      if (found != null && !Boolean.TRUE.equals(found.versioningEnabled())) {
        parts.log().warning("the bucket " + bucket() + " (SQLITE_BUCKET) keeps no old versions");
      }
    } catch (StorageException failure) {
      if (failure.getCode() != FORBIDDEN) {
        throw failure;
      }
      parts.log().warning("whether the bucket " + bucket() + " keeps old versions cannot be read");
    }
  }

  private BackupCatalog catalog() {
    return new BackupCatalog(storage, bucket());
  }

  private String bucket() {
    return settings.staging().bucket();
  }

  private static RunOutcome failed(Counts counts, String cause, String reason) {
    return new RunOutcome.Failed(counts.snapshot(), cause, reason, List.of(reason));
  }
}

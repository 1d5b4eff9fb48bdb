package com.maayegue.maintenance.databasemaintenance;

import com.google.cloud.storage.Storage;
import com.google.cloud.storage.StorageException;
import com.maayegue.maintenance.core.RunLog;
import com.maayegue.maintenance.databasebackups.Backup;
import com.maayegue.maintenance.databasebackups.DatabaseBackups;
import com.maayegue.maintenance.databasebackups.Quarantine;
import com.maayegue.maintenance.runrecords.Job;
import com.maayegue.maintenance.stagedsqlite.StagedDatabase;
import com.maayegue.maintenance.stagedsqlite.Steps;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/**
 * One run for one database: what its tasks have in common.
 *
 * @param database its name
 * @param frame the bounds of the run
 */
record Upkeep(
    MaintenanceSettings settings,
    Storage storage,
    MaintenanceAlerts alerts,
    RunLog log,
    InstantSource clock,
    String database,
    Job.Frame frame) {
  private static final Duration BACKUP_AGE = Duration.ofDays(1);
  private static final int NOT_FOUND = 404;

  /** The long steps of this run. */
  Steps steps() {
    return new Steps(log, clock, frame.deadline());
  }

  /** The bucket. */
  String bucket() {
    return settings.staging().bucket();
  }

  /** The day of this run, such as {@code 2025-10-05}, in the app's time zone. */
  String day() {
    return frame.now().atZone(settings.common().timeZone()).toLocalDate().toString();
  }

  /** Opens the live database for an edit. */
  StagedDatabase staged() throws IOException {
    return new StagedDatabase(storage, bucket(), database);
  }

  /** The backups. */
  DatabaseBackups backups() {
    return new DatabaseBackups(storage, bucket());
  }

  /**
   * A proven backup of the last 24 hours, or of what is live; makes one if there is none.
   *
   * @throws com.maayegue.maintenance.stagedsqlite.UnusableDatabase if there is none, and none can
   *     be made
   */
  Backup backup(Steps steps) throws IOException, SQLException {
    return backups().fresh(database, BACKUP_AGE, frame.now(), steps);
  }

  /**
   * Keeps a live database that is not intact.
   *
   * @return the name of the copy; of none, if somebody has replaced that generation meanwhile
   */
  String quarantine(long generation, List<String> findings) {
    if (frame.dryRun()) {
      return "nothing (dry run)";
    }
    try {
      return new Quarantine(storage, bucket()).keep(database, generation, findings, frame.now());
    } catch (StorageException failure) {
      if (failure.getCode() != NOT_FOUND) {
        throw failure;
      }
      return "nothing: generation " + generation + " is gone";
    }
  }

  /** Keeps and reports a live database that is not intact, and stops the run. */
  Refusal notIntact(long generation, List<String> findings)
      throws IOException, InterruptedException {
    String kept = quarantine(generation, findings);
    alerts.notIntact(database, findings, kept, frame.now());
    return new Refusal(
        "not-intact",
        "gs://%s/live/%s.db is not intact: %s; kept as %s"
            .formatted(bucket(), database, String.join("; ", findings), kept));
  }
}

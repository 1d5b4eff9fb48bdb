package com.maayegue.maintenance.databaserestore;

import com.google.cloud.firestore.Firestore;
import com.google.cloud.storage.Storage;
import com.google.gson.JsonObject;
import com.maayegue.maintenance.core.RunLog;
import com.maayegue.maintenance.databasebackups.Backup;
import com.maayegue.maintenance.databasebackups.BackupCatalog;
import com.maayegue.maintenance.databasebackups.DamagedBackup;
import com.maayegue.maintenance.databasebackups.DatabaseBackups;
import com.maayegue.maintenance.databaserestore.RestoreRequest.Mode;
import com.maayegue.maintenance.runrecords.Job;
import com.maayegue.maintenance.stagedsqlite.DatabaseChecks;
import com.maayegue.maintenance.stagedsqlite.DatabaseFile;
import com.maayegue.maintenance.stagedsqlite.Steps;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Restores a live database from a backup, in whole or in part. What was live goes into quarantine
 * first; if somebody changes it meanwhile, the restore starts again from what they left. Accounts
 * that were deleted since the backup stay deleted. Never touches a backup. Safe to run again, and
 * after a run that died anywhere: a database that is already as it should be is left alone.
 */
final class DatabaseRestore {
  private static final int MOST_TRIES = 6;

  private final Storage storage;
  private final String bucket;
  private final Firestore firestore;
  private final RunLog log;
  private final InstantSource clock;

  DatabaseRestore(
      Storage storage, String bucket, Firestore firestore, RunLog log, InstantSource clock) {
    this.storage = storage;
    this.bucket = bucket;
    this.firestore = firestore;
    this.log = log;
    this.clock = clock;
  }

  /**
   * The backup that a request means. A salvage goes without one if there is none.
   *
   * @throws Refusal if there is no such backup, or none that is proven
   */
  Optional<Backup> backup(RestoreRequest request) {
    BackupCatalog.Inventory inventory =
        new BackupCatalog(storage, bucket).inventory(request.database());
    if (request.backup().isPresent()) {
      String wanted = request.backup().get();
      for (Backup backup : inventory.backups()) {
        Instant takenAt = backup.manifest().takenAt();
        String file = backup.object().substring(backup.object().lastIndexOf('/') + 1);
        if (List.of(backup.object(), file, file.replace(".db.zst", ""), takenAt.toString())
            .contains(wanted)) {
          return Optional.of(backup);
        }
      }
      throw new Refusal(404, "backup", "no such backup", inventory.oddities());
    }
    Optional<Backup> newest = inventory.newestProven();
    if (newest.isEmpty() && request.mode() != Mode.SALVAGE) {
      throw new Refusal(
          404,
          "backup",
          "no backup of this database is proven: name one that is not, if it has to be",
          inventory.oddities());
    }
    return newest;
  }

  /**
   * Does what is asked for.
   *
   * @return the report
   * @throws Refusal if it must not be done; then nothing was changed
   */
  JsonObject run(RestoreRequest request, Optional<Backup> backup, Job.Frame frame)
      throws Exception {
    Steps steps = new Steps(log, clock, frame.deadline());
    Path folder = Files.createTempDirectory("restore-");
    try {
      Optional<Path> stored = Optional.empty();
      if (backup.isPresent()) {
        stored = Optional.of(fetch(backup.get(), folder.resolve("backup.db"), steps));
      }
      for (int attempt = 1; attempt <= MOST_TRIES; attempt++) {
        Optional<LiveDatabase> live =
            LiveDatabase.download(storage, bucket, request.database(), folder.resolve("live.db"));
        if (live.isPresent()) {
          RestoreAttempt tried =
              new RestoreAttempt(request, backup, stored, live.get(), folder.resolve("result.db"));
          if (tried.run(firestore, steps, frame)) {
            return tried.report();
          }
        }
      }
      throw new Refusal(
          409,
          "conflict",
          "others changed the live database in " + MOST_TRIES + " tries: nothing was restored");
    } finally {
      delete(folder);
    }
  }

  private Path fetch(Backup backup, Path target, Steps steps) throws IOException, SQLException {
    try {
      new DatabaseBackups(storage, bucket).fetch(backup, target, steps);
    } catch (DamagedBackup damaged) {
      throw new Refusal(422, "backup", damaged.getMessage());
    }
    try (Connection connection = DatabaseFile.openUnchanged(target, 1 << 26)) {
      List<String> damage = DatabaseChecks.damage(connection, steps, backup.object());
      if (!damage.isEmpty()) {
        throw new Refusal(422, "backup", backup.object() + " is not intact", damage);
      }
    }
    return target;
  }

  private static void delete(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }
}

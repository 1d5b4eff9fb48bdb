package com.maayegue.maintenance.databasebackups;

import com.google.cloud.storage.Blob;
import com.google.cloud.storage.BlobId;
import com.google.cloud.storage.Storage;
import com.maayegue.maintenance.stagedsqlite.StagedDatabase;
import com.maayegue.maintenance.stagedsqlite.Steps;
import com.maayegue.maintenance.stagedsqlite.UnusableDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Takes backups of live databases, proves them, and gives them back. Never changes the live
 * database, nor a backup that is there. Safe to run again, and beside itself: what a run that died
 * has stored is taken over, and a generation that is backed up already is not stored twice.
 */
public final class DatabaseBackups {
  private final Storage storage;
  private final String bucket;

  /** Backups in {@code bucket}. */
  public DatabaseBackups(Storage storage, String bucket) {
    this.storage = storage;
    this.bucket = bucket;
  }

  /**
   * Backs up the live database as it is now, unless that was done already. Needs as much space for
   * temporary files as the database has.
   *
   * @param now becomes the time of the backup, to the second
   * @throws UnusableDatabase if the live database is absent, or only part of one
   * @throws com.maayegue.maintenance.stagedsqlite.DeadlineReached if the time was over before
   * @throws IOException if something went wrong that may go well next time
   */
  public Taken take(String database, Instant now, Steps steps) throws IOException, SQLException {
    Blob live = StagedDatabase.live(storage, bucket, database);
    BackupCatalog catalog = new BackupCatalog(storage, bucket);
    BackupCatalog.Inventory inventory = catalog.inventory(database);
    Optional<Backup> before = inventory.ofGeneration(live.getGeneration());
    if (before.isPresent()) {
      return new Taken.Unchanged(before.get());
    }
    try (TakingBackup taking = new TakingBackup(storage, catalog, database, live, now, steps)) {
      return taking.run(inventory.unfinished(live.getGeneration()));
    }
  }

  /**
   * A backup that is good enough to destroy something after: proven and younger than {@code
   * maxAge}, or of the very generation that is live. Takes one if there is none.
   *
   * @throws UnusableDatabase if there is none, and none can be taken
   * @throws com.maayegue.maintenance.stagedsqlite.DeadlineReached if the time was over before
   */
  public Backup fresh(String database, Duration maxAge, Instant now, Steps steps)
      throws IOException, SQLException {
    Optional<Backup> newest = new BackupCatalog(storage, bucket).newestProven(database);
    if (newest.isPresent()) {
      Duration age = Duration.between(newest.get().manifest().takenAt(), now);
      if (!age.isNegative() && age.compareTo(maxAge) < 0) {
        return newest.get();
      }
    }
    Taken taken = take(database, now, steps);
    if (taken instanceof Taken.Stored stored) {
      return stored.backup();
    }
    if (taken instanceof Taken.Unchanged unchanged) {
      return unchanged.backup();
    }
    throw new UnusableDatabase(
        "no backup of gs://" + bucket + "/live/" + database + ".db: " + taken.refusal());
  }

  /**
   * Downloads a backup to {@code target}, decompressed, and compares it with its manifest.
   *
   * @throws DamagedBackup if it is gone, or not what its manifest says; there is no {@code target}
   *     then, nor after any other failure
   * @throws com.maayegue.maintenance.stagedsqlite.DeadlineReached if the time was over before
   */
  public void fetch(Backup backup, Path target, Steps steps) throws DamagedBackup, IOException {
    boolean whole = false;
    try {
      new Transfer(storage)
          .restore(
              BlobId.of(bucket, backup.object(), backup.generation()),
              backup.manifest(),
              target,
              steps.begin(backup.object() + ": download"));
      whole = true;
    } finally {
      if (!whole) {
        Files.deleteIfExists(target);
      }
    }
  }
}

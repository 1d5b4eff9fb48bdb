package com.maayegue.maintenance.databasemaintenance;

import com.maayegue.maintenance.core.RunOutcome;
import com.maayegue.maintenance.databasebackups.Backup;
import com.maayegue.maintenance.databasebackups.BackupCatalog;
import com.maayegue.maintenance.databasebackups.DamagedBackup;
import com.maayegue.maintenance.databasebackups.Taken;
import com.maayegue.maintenance.databasemaintenance.migration.MigrationFailed;
import com.maayegue.maintenance.databasemaintenance.migration.Migrations;
import com.maayegue.maintenance.databasemaintenance.migration.Migrations.Migrated;
import com.maayegue.maintenance.stagedsqlite.StagedDatabase;
import com.maayegue.maintenance.stagedsqlite.StagedDatabase.Edited;
import com.maayegue.maintenance.stagedsqlite.Steps;
import com.maayegue.maintenance.stagedsqlite.UnusableDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Takes one database to another version of the app's schema: first a copy of its newest proven
 * backup, made now if the live generation has none, then the live one. Both have to prove that
 * nothing was lost; otherwise the live database stays as it was. There is no way back but a
 * restore.
 */
final class SchemaMigration {
  private final Upkeep upkeep;
  private final int target;
  private final Steps steps;
  private final Migrations migrations;

  /** A migration to the version {@code target}. */
  SchemaMigration(Upkeep upkeep, int target) {
    this.upkeep = upkeep;
    this.target = target;
    this.steps = upkeep.steps();
    this.migrations = new Migrations(steps, upkeep.database());
  }

  /** Runs. */
  RunOutcome run() throws Exception {
    if (target > migrations.newest()) {
      throw new Refusal(
          "migration",
          "migrateTo is %d, but this release knows versions up to %d"
              .formatted(target, migrations.newest()));
    }
    Optional<Backup> backup = backup();
    if (backup.isPresent()) {
      rehearse(backup.get());
    }
    try (StagedDatabase staged = upkeep.staged()) {
      return outcome(staged.rework((file, generation) -> work(file), steps), backup);
    }
  }

  /** Of what is live, so that the rehearsal is on the same rows; a dry run takes what is there. */
  private Optional<Backup> backup() throws IOException, SQLException {
    if (upkeep.frame().dryRun()) {
      return new BackupCatalog(upkeep.storage(), upkeep.bucket()).newestProven(upkeep.database());
    }
    Taken taken = upkeep.backups().take(upkeep.database(), upkeep.frame().now(), steps);
    if (taken instanceof Taken.Stored stored) {
      return Optional.of(stored.backup());
    }
    if (taken instanceof Taken.Unchanged unchanged) {
      return Optional.of(unchanged.backup());
    }
    throw new UnusableDatabase(upkeep.database() + ": no backup: " + taken.refusal());
  }

  private void rehearse(Backup backup) throws IOException {
    Path folder = Files.createTempDirectory("rehearsal-");
    Path copy = folder.resolve("copy.db");
    try {
      upkeep.backups().fetch(backup, copy, steps);
      migrate(copy);
    } catch (DamagedBackup damaged) {
      throw new Refusal("migration", damaged.getMessage() + "; live is as it was");
    } finally {
      Files.deleteIfExists(copy);
      Files.delete(folder);
    }
  }

  private Edited<Migrated> work(Path file) {
    Migrated migrated = migrate(file);
    boolean changed = migrated.from() != migrated.to();
    return new Edited<>(migrated, changed && !upkeep.frame().dryRun());
  }

  private Migrated migrate(Path file) {
    try {
      int version = migrations.version(file);
      if (version > target) {
        throw new Refusal(
            "migration",
            "%s has version %d, and there is no way back to %d but a restore"
                .formatted(upkeep.database(), version, target));
      }
      return migrations.migrate(file, target, upkeep.frame().now());
    } catch (SQLException | MigrationFailed failure) {
      throw new Refusal(
          "migration", upkeep.database() + ": " + failure.getMessage() + "; live is as it was");
    }
  }

  private RunOutcome outcome(Migrated migrated, Optional<Backup> backup) {
    Map<String, Long> counts = new TreeMap<>();
    counts.put("fromVersion", (long) migrated.from());
    counts.put("toVersion", (long) migrated.to());
    counts.put("tables", (long) migrated.tables());
    counts.put("rows", migrated.rows());
    counts.put("rehearsed", backup.isPresent() ? 1L : 0L);
    if (migrated.from() == migrated.to()) {
      return new RunOutcome.Skipped(
          counts, upkeep.database() + " has version " + target + " already");
    }
    return new RunOutcome.Done(counts);
  }
}

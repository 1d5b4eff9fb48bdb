package com.maayegue.maintenance.databasemaintenance;

import com.google.cloud.firestore.Firestore;
import com.maayegue.maintenance.core.Counts;
import com.maayegue.maintenance.core.RunOutcome;
import com.maayegue.maintenance.databasemaintenance.checkup.AppSchema;
import com.maayegue.maintenance.stagedsqlite.DatabaseChecks;
import com.maayegue.maintenance.stagedsqlite.DatabaseFile;
import com.maayegue.maintenance.stagedsqlite.DatabaseSchema;
import com.maayegue.maintenance.stagedsqlite.StagedDatabase;
import com.maayegue.maintenance.stagedsqlite.StagedDatabase.Edited;
import com.maayegue.maintenance.stagedsqlite.Steps;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.List;

/**
 * The weekly run for one database: its chores in one transaction, then VACUUM. Deletes old rows of
 * {@code daily_limits}, {@code otp_codes} and {@code admin_logs}, the last only once they are
 * archived; takes over payments that changed in Firestore; touches no other table. Uploads nothing
 * if there was nothing to change or to save.
 */
final class WeeklyCleanup {
  private final Upkeep upkeep;
  private final RetentionPolicy policy;
  private final List<WeeklyChore> chores;
  private final Steps steps;

  /** The weekly run of {@code upkeep}, with the payments of {@code firestore}. */
  WeeklyCleanup(Upkeep upkeep, Firestore firestore) {
    this(upkeep, chores(upkeep, firestore));
  }

  WeeklyCleanup(Upkeep upkeep, List<WeeklyChore> chores) {
    this.upkeep = upkeep;
    this.policy = RetentionPolicy.at(upkeep.frame().now(), upkeep.settings());
    this.chores = List.copyOf(chores);
    this.steps = upkeep.steps();
  }

  /** What is done each week, in this order. Whatever else has to be done goes here. */
  private static List<WeeklyChore> chores(Upkeep upkeep, Firestore firestore) {
    RetentionPolicy policy = RetentionPolicy.at(upkeep.frame().now(), upkeep.settings());
    return List.of(
        DatedRows.dailyLimits(policy),
        DatedRows.otpCodes(policy),
        new OldAdminLogs(upkeep.storage(), upkeep.bucket(), upkeep.day()),
        new ChangedPayments(firestore));
  }

  /** Runs. */
  RunOutcome run() throws Exception {
    if (!upkeep.frame().dryRun()) {
      upkeep.backup(steps);
    }
    Result result;
    try (StagedDatabase staged = upkeep.staged()) {
      result = staged.rework(this::work, steps);
    }
    if (!result.damage().isEmpty()) {
      throw upkeep.notIntact(result.generation(), result.damage());
    }
    for (WeeklyChore chore : chores) {
      chore.settle();
    }
    if (!result.failures().isEmpty()) {
      return new RunOutcome.Partial(
          result.counts().snapshot(),
          result.failures().size() + " of " + chores.size() + " chores failed",
          result.failures(),
          false);
    }
    return new RunOutcome.Done(result.counts().snapshot());
  }

  private Edited<Result> work(Path file, long generation) throws IOException, SQLException {
    Result result = new Result(generation, new Counts(), new ArrayList<>(), new ArrayList<>());
    long before = Files.size(file);
    boolean changed;
    try (Connection connection = DatabaseFile.open(file)) {
      result.damage().addAll(DatabaseChecks.damage(connection, steps, upkeep.database()));
      if (!result.damage().isEmpty()) {
        return new Edited<>(result, false);
      }
      DatabaseFile.forgetDurability(connection);
      requireKnown(connection);
      AppTime.register(connection, upkeep.settings().common().timeZone());
      changed = doChores(connection, result);
    }
    long saved = DatabaseFile.compact(file, steps, upkeep.database());
    result.counts().add("bytesBefore", before);
    result.counts().add("bytesAfter", before - saved);
    result.counts().add("bytesSaved", saved);
    return new Edited<>(result, !upkeep.frame().dryRun() && (changed || saved > 0));
  }

  /** What may be deleted depends on what the columns mean. */
  private void requireKnown(Connection connection) throws SQLException {
    String version = DatabaseSchema.version(connection).orElse("none");
    if (AppSchema.version(connection).isPresent()) {
      return;
    }
    for (WeeklyChore chore : chores) {
      if (DatabaseSchema.hasTable(connection, chore.name())) {
        throw new Refusal(
            "schema",
            "%s: expected app_metadata.db_version to be one of %s, but it is '%s'; nothing was deleted"
                .formatted(upkeep.database(), AppSchema.VERSIONS, version));
      }
    }
  }

  private boolean doChores(Connection connection, Result result) throws IOException, SQLException {
    connection.setAutoCommit(false);
    boolean changed = false;
    for (WeeklyChore chore : chores) {
      Savepoint before = connection.setSavepoint();
      Counts counts = new Counts();
      try {
        changed |=
            chore.apply(
                new WeeklyChore.Work(
                    upkeep.database(), connection, policy, counts, upkeep.frame().dryRun(), steps));
        counts.snapshot().forEach(result.counts()::add);
      } catch (SQLException failure) {
        connection.rollback(before);
        result.failures().add(chore.name() + ": " + failure.getMessage());
      }
    }
    connection.commit();
    connection.setAutoCommit(true);
    return changed;
  }

  /** What the work on one copy came to. */
  private record Result(
      long generation, Counts counts, List<String> failures, List<String> damage) {}
}

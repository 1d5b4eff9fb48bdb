package com.maayegue.maintenance.databasemaintenance;

import com.maayegue.maintenance.core.Counts;
import com.maayegue.maintenance.core.RunOutcome;
import com.maayegue.maintenance.databasebackups.SideBySide;
import com.maayegue.maintenance.databasemaintenance.checkup.AppSchema;
import com.maayegue.maintenance.databasemaintenance.checkup.IndexFinding;
import com.maayegue.maintenance.databasemaintenance.checkup.IndexReview;
import com.maayegue.maintenance.databasemaintenance.checkup.Orphans;
import com.maayegue.maintenance.databasemaintenance.checkup.QueryTimes;
import com.maayegue.maintenance.databasemaintenance.checkup.Statistics;
import com.maayegue.maintenance.stagedsqlite.DatabaseChecks;
import com.maayegue.maintenance.stagedsqlite.DatabaseFile;
import com.maayegue.maintenance.stagedsqlite.DatabaseSchema;
import com.maayegue.maintenance.stagedsqlite.StagedDatabase;
import com.maayegue.maintenance.stagedsqlite.StagedDatabase.Edited;
import com.maayegue.maintenance.stagedsqlite.Steps;
import com.maayegue.maintenance.stagedsqlite.UnusableDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;

/**
 * The monthly run for one database: what is in it, whether it is intact, its indexes and foreign
 * keys; then ANALYZE and VACUUM. Changes no row. A database that is not intact is kept in
 * quarantine and left as it is, unless only indexes are damaged: these are built anew. What was
 * found goes to {@code archive/<database>/maintenance/}.
 */
final class MonthlyCheckup {
  private final Upkeep upkeep;
  private final Steps steps;

  /** The monthly run of {@code upkeep}. */
  MonthlyCheckup(Upkeep upkeep) {
    this.upkeep = upkeep;
    this.steps = upkeep.steps();
  }

  /** Runs. */
  RunOutcome run() throws Exception {
    Optional<UnusableDatabase> noBackup = backUp();
    Result result;
    try (StagedDatabase staged = upkeep.staged()) {
      result = staged.rework((file, generation) -> work(file, generation, noBackup), steps);
    }
    if (result.report().isEmpty()) {
      throw upkeep.notIntact(result.generation(), result.damage());
    }
    CheckupReport report = result.report().get();
    if (!upkeep.frame().dryRun()) {
      report.store(upkeep.storage(), upkeep.bucket());
    }
    return tell(report);
  }

  /**
   * Makes sure of a backup.
   *
   * @return why there is none: of a database that is not intact, none can be made
   */
  private Optional<UnusableDatabase> backUp() throws IOException, SQLException {
    if (upkeep.frame().dryRun()) {
      return Optional.empty();
    }
    try {
      upkeep.backup(steps);
      return Optional.empty();
    } catch (UnusableDatabase none) {
      return Optional.of(none);
    }
  }

  private Edited<Result> work(Path file, long generation, Optional<UnusableDatabase> noBackup)
      throws IOException, SQLException {
    Path anew = file.resolveSibling("anew.db");
    Attempt attempt = attempt(file, anew, generation, List.of(), "");
    List<String> damage = attempt.damage();
    if (!damage.isEmpty()) {
      // Kept before anything is tried: this stands in for the backup that cannot be made.
      String kept = upkeep.quarantine(generation, damage);
      reindex(file);
      attempt = attempt(file, anew, generation, damage, kept);
      if (!attempt.damage().isEmpty()) {
        return new Edited<>(new Result(generation, damage, Optional.empty()), false);
      }
    } else if (noBackup.isPresent()) {
      throw noBackup.get();
    }
    CheckupReport report = attempt.report().orElseThrow();
    Files.move(anew, file, StandardCopyOption.REPLACE_EXISTING);
    return new Edited<>(
        new Result(generation, damage, Optional.of(report)),
        !upkeep.frame().dryRun(),
        damage.isEmpty());
  }

  /**
   * Checks the file and writes it anew, side by side: each reads all of it, and takes the time of
   * one so. What was written anew counts only if the file is intact.
   */
  private Attempt attempt(Path file, Path anew, long generation, List<String> repaired, String kept)
      throws IOException, SQLException {
    Files.deleteIfExists(anew);
    try (SideBySide beside = new SideBySide()) {
      SideBySide.Result<List<String>> checking = beside.begin(() -> damage(file));
      try {
        CheckupReport report = optimize(file, anew, generation, repaired, kept);
        return new Attempt(checking.get(), Optional.of(report));
      } catch (SQLException | UnusableDatabase unreadable) {
        List<String> damage = checking.get();
        if (damage.isEmpty()) {
          throw unreadable;
        }
        return new Attempt(damage, Optional.empty());
      }
    }
  }

  private List<String> damage(Path file) {
    try (Connection connection = DatabaseFile.open(file)) {
      return DatabaseChecks.damage(connection, steps, upkeep.database());
    } catch (SQLException unreadable) {
      return List.of("cannot be opened: " + unreadable.getMessage());
    }
  }

  /** Builds all indexes anew, if it can. A table that is damaged stays so. */
  private void reindex(Path file) {
    try (Connection connection = DatabaseFile.open(file)) {
      DatabaseFile.forgetDurability(connection);
      execute(connection, "REINDEX");
    } catch (SQLException damaged) {
      upkeep.log().warning(upkeep.database() + ": REINDEX failed: " + damaged.getMessage());
    }
  }

  private CheckupReport optimize(
      Path file, Path anew, long generation, List<String> repaired, String kept)
      throws SQLException {
    Statistics before;
    List<Orphans> orphans;
    List<IndexFinding> findings;
    QueryTimes times;
    String version;
    try (Connection connection = DatabaseFile.open(file)) {
      before = Statistics.of(connection, steps, upkeep.database());
      orphans = Orphans.all(connection, steps, upkeep.database());
      Optional<Integer> known = AppSchema.version(connection);
      version = DatabaseSchema.version(connection).orElse("none");
      findings = IndexReview.of(connection, known);
      times = known.isPresent() ? QueryTimes.before(connection) : QueryTimes.none();
    }
    DatabaseFile.compactInto(anew, file, steps, upkeep.database());
    try (Connection connection = DatabaseFile.open(anew)) {
      DatabaseFile.forgetDurability(connection);
      execute(connection, "ANALYZE");
      Statistics after = Statistics.of(connection, steps, upkeep.database());
      prove(connection, before, after);
      return new CheckupReport(
          upkeep.database(),
          upkeep.day(),
          generation,
          version,
          repaired,
          kept,
          before,
          after,
          orphans,
          findings,
          times.after(connection));
    }
  }

  /**
   * Makes sure of what was written anew from a file that integrity_check looks at meanwhile: sound
   * pages, and in each table as many rows. The next backup checks the indexes once more.
   */
  private void prove(Connection anew, Statistics before, Statistics after) throws SQLException {
    List<String> damage = DatabaseChecks.quickDamage(anew, steps, upkeep.database());
    if (!damage.isEmpty()) {
      throw new UnusableDatabase(
          upkeep.database() + " was not written anew intact: " + String.join("; ", damage));
    }
    if (!before.rowsByTable().equals(after.rowsByTable())) {
      throw new UnusableDatabase(
          upkeep.database()
              + " was not written anew with the same rows: "
              + before.rowsByTable()
              + " became "
              + after.rowsByTable());
    }
  }

  private void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      steps.sql(upkeep.database() + ": " + sql, connection, () -> statement.execute(sql));
    }
  }

  private RunOutcome tell(CheckupReport report) throws Exception {
    for (IndexFinding finding : report.indexFindings()) {
      upkeep.log().info(upkeep.database() + ": " + finding.detail() + ": " + finding.sql());
    }
    upkeep
        .alerts()
        .foreignKeys(
            upkeep.database(), report.orphanRows(), report.orphanSummary(), upkeep.frame().now());
    if (!report.repaired().isEmpty()) {
      upkeep
          .alerts()
          .reindexed(
              upkeep.database(), report.repaired(), report.quarantined(), upkeep.frame().now());
    }
    Counts counts = new Counts();
    report.count(counts);
    return new RunOutcome.Done(counts.snapshot());
  }

  /** Whether a file is intact, and what came of it; always a report if it is. */
  private record Attempt(List<String> damage, Optional<CheckupReport> report) {}

  /** What the work on one copy came to; no report if it is not intact. */
  private record Result(long generation, List<String> damage, Optional<CheckupReport> report) {}
}

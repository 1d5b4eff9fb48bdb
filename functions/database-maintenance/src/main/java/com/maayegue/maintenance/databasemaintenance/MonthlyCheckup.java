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
import java.nio.file.Path;
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
    Examination examination = examine(file);
    List<String> damage = examination.damage();
    String kept = "";
    if (!damage.isEmpty()) {
      // Kept before anything is tried: this stands in for the backup that cannot be made.
      kept = upkeep.quarantine(generation, damage);
      reindex(file);
      examination = examine(file);
      if (!examination.damage().isEmpty()) {
        return new Edited<>(new Result(generation, damage, Optional.empty()), false);
      }
    } else if (noBackup.isPresent()) {
      throw noBackup.get();
    }
    CheckupReport report = optimize(file, generation, examination, damage, kept);
    return new Edited<>(
        new Result(generation, damage, Optional.of(report)), !upkeep.frame().dryRun());
  }

  /** Both parts read the whole file: side by side they take the time of one. */
  private Examination examine(Path file) throws IOException, SQLException {
    try (SideBySide beside = new SideBySide()) {
      SideBySide.Result<List<String>> checking = beside.begin(() -> damage(file));
      Optional<Contents> contents;
      try (Connection connection = DatabaseFile.open(file)) {
        contents =
            Optional.of(
                new Contents(
                    Statistics.of(connection, steps, upkeep.database()),
                    Orphans.all(connection, steps, upkeep.database())));
      } catch (SQLException unreadable) {
        if (checking.get().isEmpty()) {
          throw unreadable;
        }
        contents = Optional.empty();
      }
      return new Examination(checking.get(), contents);
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
      Path file, long generation, Examination examination, List<String> repaired, String kept)
      throws IOException, SQLException {
    Contents contents = examination.contents().orElseThrow();
    List<IndexFinding> findings;
    QueryTimes times;
    String version;
    try (Connection connection = DatabaseFile.open(file)) {
      Optional<Integer> known = AppSchema.version(connection);
      version = DatabaseSchema.version(connection).orElse("none");
      findings = IndexReview.of(connection, known);
      times = known.isPresent() ? QueryTimes.before(connection) : QueryTimes.none();
      DatabaseFile.forgetDurability(connection);
      execute(connection, "ANALYZE");
    }
    DatabaseFile.compact(file, steps, upkeep.database());
    try (Connection connection = DatabaseFile.open(file)) {
      return new CheckupReport(
          upkeep.database(),
          upkeep.day(),
          generation,
          version,
          repaired,
          kept,
          contents.statistics(),
          Statistics.of(connection, steps, upkeep.database()),
          contents.orphans(),
          findings,
          times.after(connection));
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

  /** What is in a file, if it can be read at all. */
  private record Contents(Statistics statistics, List<Orphans> orphans) {}

  /** Whether a file is intact, and what is in it. */
  private record Examination(List<String> damage, Optional<Contents> contents) {}

  /** What the work on one copy came to; no report if it is not intact. */
  private record Result(long generation, List<String> damage, Optional<CheckupReport> report) {}
}

package com.maayegue.maintenance.benchmarks;

import com.maayegue.maintenance.benchmarks.obvious.CleanupOneByOneFunction;
import com.maayegue.maintenance.benchmarks.obvious.CleanupPagedFunction;
import com.maayegue.maintenance.sampledata.AppDatabase;
import com.maayegue.maintenance.sampledata.DatabasePlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The clean-up of 20,000 accounts of which 8,000 are inactive. */
final class CleanupBenchmark {
  // The users alone make 26 MB; less would leave no room for anybody's progress.
  private static final long DATABASE_BYTES = 30_000_000;

  private final Folders folders;
  private final int rounds;
  private final Contender noticed;
  private final List<Contender> contenders;

  CleanupBenchmark(Folders folders, int rounds) {
    this.folders = folders;
    this.rounds = rounds;
    this.noticed = ours("inactive-user-cleanup-noticed", "P28D");
    this.contenders =
        List.of(
            Contender.obvious("cleanup-one-by-one", folders, CleanupOneByOneFunction.class),
            ours("inactive-user-cleanup", "P0D"),
            noticed,
            Contender.obvious("cleanup-paged-only", folders, CleanupPagedFunction.class));
  }

  private Contender ours(String name, String noticePeriod) {
    return Contender.deployable(
        name,
        folders,
        "inactive-user-cleanup",
        "com.maayegue.maintenance.inactiveusercleanup.InactiveUserCleanupFunction",
        Map.of(
            "DRY_RUN",
            "false",
            "NOTICE_PERIOD",
            noticePeriod,
            "MAX_DELETIONS_PERCENT",
            "50",
            "SQLITE_BUCKET",
            CleanupStage.BUCKET));
  }

  /** Measures. */
  Results run() throws Exception {
    Accounts accounts = Accounts.at(Instant.now());
    Path database = database(accounts);
    List<Measurement> measured = new ArrayList<>();
    try (CleanupStage stage =
        CleanupStage.start(Files.createDirectories(folders.results().resolve("logs")))) {
      // Unmeasured: the emulators compile what they run.
      for (Contender contender : contenders) {
        measure(stage, accounts, database, contender, 0);
      }
      for (int round = 1; round <= rounds; round++) {
        for (Contender contender : Rotation.of(contenders, round)) {
          measured.addAll(measure(stage, accounts, database, contender, round));
        }
      }
    }
    return new Results(
        "cleanup", "accounts", "cleanup-one-by-one", "inactive-user-cleanup", measured);
  }

  /**
   * Two events for one process, each with everything there again: the first one loads classes and
   * is compiled on the way, the second shows what a large project would wait for.
   */
  private List<Measurement> measure(
      CleanupStage stage, Accounts accounts, Path database, Contender contender, int round)
      throws Exception {
    Stopwatch stopwatch = new Stopwatch(folders, stage.env(), stage.emulators());
    reset(stage, accounts, database, contender);
    try (Stopwatch.Running function = stopwatch.start(contender, accounts.count(), round)) {
      Measurement first = checked(stage, accounts, function.deliver(""));
      reset(stage, accounts, database, contender);
      return List.of(first, checked(stage, accounts, function.deliver(", second event")));
    }
  }

  private void reset(CleanupStage stage, Accounts accounts, Path database, Contender contender)
      throws Exception {
    stage.reset(accounts, database);
    if (contender.equals(noticed)) {
      stage.notice(accounts.dueUids());
    }
  }

  private static Measurement checked(CleanupStage stage, Accounts accounts, Measurement run)
      throws Exception {
    Map<String, Long> gone = stage.gone(accounts);
    Measurement found =
        run.withFound(gone.values().stream().mapToLong(Long::longValue).sum(), gone);
    Progress.tell(found);
    boolean asItShould =
        gone.get("alive") == 0
            && gone.get("protected") == 0
            && gone.get("inactive") == accounts.due();
    if (run.contender().startsWith("inactive-user-cleanup") && !asItShould) {
      throw new IllegalStateException(run.contender() + " deleted " + gone);
    }
    return found;
  }

  private Path database(Accounts accounts) throws IOException, SQLException {
    Path file = folders.results().resolve("maa_yegue_app.db");
    Files.deleteIfExists(file);
    DatabasePlan plan = DatabasePlan.ofSize(accounts.samples().plan(), DATABASE_BYTES);
    new AppDatabase(plan).write(file);
    System.out.printf("the staged database has %,d bytes%n", Files.size(file));
    return file;
  }
}

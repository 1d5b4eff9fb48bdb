package com.maayegue.maintenance.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Measures the functions beside their obvious versions, each as a whole process in the invoker, on
 * the emulators. Started by {@code mvn -Pbenchmarks verify}; writes to {@code target/benchmarks}.
 */
public final class Benchmarks {
  private static final long BACKUP_BYTES = 500_000_000;

  private Benchmarks() {}

  /** The arguments are what to measure, the rounds, and two folders; see the pom. */
  public static void main(String[] arguments) throws Exception {
    if (arguments.length != 4
        || !arguments[0].matches("purge|cleanup|backup|monthly|webhook|report|all")) {
      System.err.println(
          "usage: Benchmarks purge|cleanup|backup|monthly|webhook|report|all <rounds> <functions> <target>");
      System.exit(2);
    }
    int rounds = Integer.parseInt(arguments[1]);
    Folders folders =
        new Folders(Path.of(arguments[2]).toRealPath(), Path.of(arguments[3]).toAbsolutePath());
    Files.createDirectories(folders.results());
    System.out.println(Machine.here());
    if (arguments[0].matches("purge|all")) {
      report(folders, new PurgeBenchmark(folders, rounds).run());
    }
    if (arguments[0].matches("cleanup|all")) {
      report(folders, new CleanupBenchmark(folders, rounds).run());
    }
    if (arguments[0].matches("backup|all")) {
      new BackupBenchmark(folders, rounds, Long.getLong("backup.bytes", BACKUP_BYTES)).run();
    }
    if (arguments[0].matches("monthly|all")) {
      new MonthlyBenchmark(folders, rounds).run();
    }
    if (arguments[0].matches("report|all")) {
      new ReportBenchmark(folders, rounds).run();
    }
    if (arguments[0].matches("webhook|all")) {
      new WebhookBenchmark(folders, rounds).run();
    }
  }

  private static void report(Folders folders, Results results) throws IOException {
    new Report(results, Machine.here()).write(folders.results());
    Chart.write(results, folders.results().resolve(results.benchmark() + ".svg"));
  }
}

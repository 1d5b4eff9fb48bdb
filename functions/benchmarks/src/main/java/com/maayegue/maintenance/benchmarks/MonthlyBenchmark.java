package com.maayegue.maintenance.benchmarks;

import com.google.cloud.storage.BlobId;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.Storage;
import com.maayegue.maintenance.emulators.FirestoreEmulator;
import com.maayegue.maintenance.emulators.FunctionProcess;
import com.maayegue.maintenance.emulators.FunctionSpec;
import com.maayegue.maintenance.emulators.PubSubEmulator;
import com.maayegue.maintenance.localstorage.StorageServer;
import com.maayegue.maintenance.sampledata.AccountPlan;
import com.maayegue.maintenance.sampledata.AppDatabase;
import com.maayegue.maintenance.sampledata.DatabasePlan;
import com.maayegue.maintenance.stagedsqlite.StagingSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The monthly check-up of a database of 500 MB, download and upload included, beside the sqlite3
 * shell that runs the same pragmas on a file that it has already.
 */
final class MonthlyBenchmark {
  private static final long BYTES = 500_000_000;
  private static final int ACCOUNTS = 20_000;
  private static final String PROJECT = "demo-benchmarks";
  private static final String BUCKET = "demo-benchmarks-monthly";
  private static final String DATABASE = "maa_yegue_app";
  private static final List<String> PRAGMAS =
      List.of(
          "PRAGMA cache_size=-65536",
          "PRAGMA mmap_size=1073741824",
          "PRAGMA integrity_check",
          "PRAGMA foreign_key_check",
          "ANALYZE",
          "VACUUM");

  private final Folders folders;
  private final int rounds;

  MonthlyBenchmark(Folders folders, int rounds) {
    this.folders = folders;
    this.rounds = rounds;
  }

  /** Measures, prints the medians and writes {@code monthly.md}. */
  void run() throws Exception {
    Path logs = Files.createDirectories(folders.results().resolve("logs"));
    Path database = database();
    List<Double> shell = new ArrayList<>();
    List<Double> ours = new ArrayList<>();
    double peak = 0;
    try (FirestoreEmulator firestore = FirestoreEmulator.start(PROJECT, logs);
        PubSubEmulator pubSub = PubSubEmulator.start(PROJECT, logs);
        StorageServer server =
            StorageServer.start(Files.createTempDirectory(logs, "storage-"), 0, false)) {
      server.createBucket(BUCKET, false);
      FunctionSpec spec = spec(firestore, pubSub, server, logs);
      try (FunctionProcess function = FunctionProcess.start(spec)) {
        // Unmeasured: makes the backup that a day's later runs find.
        checkUp(function, server, database);
        for (int round = 1; round <= rounds; round++) {
          shell.add(shell(database, logs.resolve("shell.db")));
          ours.add(checkUp(function, server, database));
        }
        peak = function.peakRssBytes() / (1024.0 * 1024.0);
      }
    }
    tell(Files.size(database), median(shell), median(ours), peak);
  }

  private void tell(long bytes, double shell, double ours, double peak) throws IOException {
    String table =
        String.format(
            Locale.ROOT,
            "%,d bytes, medians of %d rounds%n%n| | s | against the shell | peak RSS, MiB |%n|---|--:|--:|--:|%n"
                + "| sqlite3, the same pragmas | %.2f | 1.00 | |%n"
                + "| database-maintenance, download and upload included | %.2f | %.2f | %.0f |%n",
            bytes,
            rounds,
            shell,
            ours,
            ours / shell,
            peak);
    System.out.println(Machine.here());
    System.out.println(table);
    Files.writeString(folders.results().resolve("monthly.md"), Machine.here() + "\n\n" + table);
  }

  private static double shell(Path database, Path copy) throws IOException, InterruptedException {
    Files.copy(database, copy, StandardCopyOption.REPLACE_EXISTING);
    List<String> command = new ArrayList<>(List.of("sqlite3", copy.toString()));
    command.addAll(PRAGMAS);
    long start = System.nanoTime();
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (process.waitFor() != 0) {
      throw new IOException("sqlite3 ended with " + process.exitValue());
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    Files.delete(copy);
    return seconds;
  }

  private static double checkUp(FunctionProcess function, StorageServer server, Path database)
      throws Exception {
    Storage storage =
        new StagingSettings(BUCKET, List.of(DATABASE), Optional.of(server.hostAndPort()))
            .connect(PROJECT);
    BlobId live = BlobId.of(BUCKET, "live/" + DATABASE + ".db");
    long staged = storage.createFrom(BlobInfo.newBuilder(live).build(), database).getGeneration();
    long start = System.nanoTime();
    int status =
        function
            .deliver(
                Long.toString(start),
                Instant.now(),
                "database-maintenance",
                "{\"mode\":\"monthly\"}")
            .status();
    double seconds = (System.nanoTime() - start) / 1e9;
    if (status != 200 || storage.get(live).getGeneration() == staged) {
      throw new IOException("no check-up: status " + status + "; " + function.log());
    }
    return seconds;
  }

  private FunctionSpec spec(
      FirestoreEmulator firestore, PubSubEmulator pubSub, StorageServer server, Path logs) {
    return new FunctionSpec(
        "database-maintenance",
        folders.deployable("database-maintenance"),
        "com.maayegue.maintenance.databasemaintenance.DatabaseMaintenanceFunction",
        Map.of(
            "GOOGLE_CLOUD_PROJECT",
            PROJECT,
            "DRY_RUN",
            "false",
            "SQLITE_BUCKET",
            BUCKET,
            "FIRESTORE_EMULATOR_HOST",
            firestore.hostAndPort(),
            "PUBSUB_EMULATOR_HOST",
            pubSub.hostAndPort(),
            "STORAGE_EMULATOR_HOST",
            server.hostAndPort()),
        List.of("-Xmx512m", "-XX:+UseSerialGC"),
        logs.resolve("database-maintenance.log"));
  }

  private Path database() throws Exception {
    Path file = folders.results().resolve("monthly.db");
    Files.deleteIfExists(file);
    AccountPlan accounts = AccountPlan.of(237, Instant.now(), ACCOUNTS);
    new AppDatabase(DatabasePlan.ofSize(accounts, BYTES)).write(file);
    return file;
  }

  private static double median(List<Double> seconds) {
    return seconds.stream().sorted().toList().get(seconds.size() / 2);
  }
}

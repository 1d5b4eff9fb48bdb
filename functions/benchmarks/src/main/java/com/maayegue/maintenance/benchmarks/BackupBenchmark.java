package com.maayegue.maintenance.benchmarks;

import com.google.cloud.storage.Blob;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.Storage;
import com.maayegue.maintenance.benchmarks.ShellPipeline.Took;
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
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * database-backup, with proof and restore drill, beside what a shell would do with the same file.
 * All files are in memory where there is room for them, as {@code /tmp} of a function is.
 */
final class BackupBenchmark {
  private static final String PROJECT = "demo-benchmarks";
  private static final String BUCKET = "demo-benchmarks-sqlite";
  private static final String DATABASE = "maa_yegue_app";
  private static final Path MEMORY = Path.of("/dev/shm");
  private static final List<String> JVM_OPTIONS = List.of("-Xmx96m", "-XX:+UseSerialGC");
  private static final int COPIES_AT_ONCE = 6;

  private final Folders folders;
  private final int rounds;
  private final long bytes;

  /** Measures with a database of about {@code bytes}. */
  BackupBenchmark(Folders folders, int rounds, long bytes) {
    this.folders = folders;
    this.rounds = rounds;
    this.bytes = bytes;
  }

  /** Measures, and writes {@code backup.md} and {@code backup.json}. */
  void run() throws Exception {
    Path logs = Files.createDirectories(folders.results().resolve("logs"));
    boolean room =
        Files.isDirectory(MEMORY)
            && Files.getFileStore(MEMORY).getUsableSpace() > COPIES_AT_ONCE * bytes;
    Path work = Files.createTempDirectory(room ? MEMORY : folders.results(), "backup-benchmark-");
    List<BackupRound> measured = new ArrayList<>();
    try (FirestoreEmulator firestore = FirestoreEmulator.start(PROJECT, logs);
        PubSubEmulator pubSub = PubSubEmulator.start(PROJECT, logs);
        StorageServer storage = StorageServer.start(work.resolve("buckets"), 0, false)) {
      Path database = database(work);
      storage.createBucket(BUCKET, false);
      Storage client = client(storage);
      client.createFrom(BlobInfo.newBuilder(BUCKET, "live/" + DATABASE + ".db").build(), database);
      Map<String, String> env =
          Map.of(
              "GOOGLE_CLOUD_PROJECT",
              PROJECT,
              "SQLITE_BUCKET",
              BUCKET,
              "FIRESTORE_EMULATOR_HOST",
              firestore.hostAndPort(),
              "PUBSUB_EMULATOR_HOST",
              pubSub.hostAndPort(),
              "STORAGE_EMULATOR_HOST",
              storage.hostAndPort());
      ShellPipeline shell = new ShellPipeline(database, work);
      for (int round = 0; round <= rounds; round++) {
        BackupRound one = round(round, env, client, shell, work, logs);
        System.out.println((round == 0 ? "warm-up " : "round " + round + " ") + one);
        if (round > 0) {
          measured.add(one);
        }
      }
      new BackupReport(Files.size(database), measured, Machine.here()).write(folders.results());
    } finally {
      Trees.delete(work);
    }
  }

  private BackupRound round(
      int round, Map<String, String> env, Storage client, ShellPipeline shell, Path work, Path logs)
      throws Exception {
    boolean shellFirst = round % 2 == 1;
    List<Took> proved = shellFirst ? shell.proved() : List.of();
    List<Took> gzip = shellFirst ? shell.gzip() : List.of();
    for (Blob old : client.list(BUCKET, Storage.BlobListOption.prefix("backups/")).iterateAll()) {
      client.delete(old.getBlobId());
    }
    Path temporary = Files.createDirectory(work.resolve("tmp-" + round));
    List<String> options = new ArrayList<>(JVM_OPTIONS);
    options.add("-Djava.io.tmpdir=" + temporary);
    FunctionSpec spec =
        new FunctionSpec(
            "database-backup",
            folders.deployable("database-backup"),
            "com.maayegue.maintenance.databasebackup.DatabaseBackupFunction",
            env,
            options,
            logs.resolve("database-backup-" + round + ".log"));
    long start = System.nanoTime();
    BackupRound ours;
    try (FunctionProcess function = FunctionProcess.start(spec);
        FolderSize temp = FolderSize.watch(temporary)) {
      long delivery = System.nanoTime();
      int status = function.deliver("1", Instant.now(), "database-backup", "{}").status();
      long answer = System.nanoTime();
      if (status != 200 || !function.log().contains("\"outcome\":\"Done\"")) {
        throw new IllegalStateException("no backup was taken: " + function.log());
      }
      ours =
          new BackupRound(
              (answer - delivery) / 1e9,
              (answer - start) / 1e9,
              function.peakRssBytes(),
              temp.most(),
              proved,
              gzip);
    }
    Trees.delete(temporary);
    return shellFirst ? ours : ours.with(shell.proved(), shell.gzip());
  }

  private static Storage client(StorageServer storage) {
    return new StagingSettings(BUCKET, List.of(DATABASE), Optional.of(storage.hostAndPort()))
        .connect(PROJECT);
  }

  private Path database(Path work) throws IOException, java.sql.SQLException {
    Path file = work.resolve(DATABASE + ".db");
    AccountPlan accounts = AccountPlan.of(7, Instant.now(), (int) Math.max(100, bytes / 100_000));
    new AppDatabase(DatabasePlan.ofSize(accounts, bytes)).write(file);
    System.out.printf("the staged database has %,d bytes%n", Files.size(file));
    return file;
  }
}

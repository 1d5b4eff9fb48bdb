package com.maayegue.maintenance.benchmarks;

import com.google.cloud.storage.BlobId;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.Storage;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
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
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The report of a database with 50,000 users and 1,000,000 progress rows, as a dry run of the
 * deployable, beside the sqlite3 shell that answers the same questions.
 */
final class ReportBenchmark {
  private static final int USERS = 50_000;
  private static final int PROGRESS = 1_000_000;
  private static final String PROJECT = "demo-benchmarks";
  private static final String BUCKET = "demo-benchmarks-report";
  private static final String DATABASE = "maa_yegue_app";
  private static final ZoneId DOUALA = ZoneId.of("Africa/Douala");
  private static final double MIB = 1024.0 * 1024.0;

  private final Folders folders;
  private final int rounds;

  ReportBenchmark(Folders folders, int rounds) {
    this.folders = folders;
    this.rounds = rounds;
  }

  /** What one round took, in seconds; the last two are of one run. */
  private record Round(
      double questions, double check, double run, double read, double render, double peak) {}

  /** Measures, prints the medians and writes {@code report.md}. */
  void run() throws Exception {
    Path logs = Files.createDirectories(folders.results().resolve("logs"));
    LocalDate monday = LocalDate.now(DOUALA).with(DayOfWeek.MONDAY);
    Path database = database(monday);
    Path questions = questions(monday, logs.resolve("questions.sql"));
    List<Round> measured = new ArrayList<>();
    try (FirestoreEmulator firestore = FirestoreEmulator.start(PROJECT, logs);
        PubSubEmulator pubSub = PubSubEmulator.start(PROJECT, logs);
        StorageServer server =
            StorageServer.start(Files.createTempDirectory(logs, "storage-"), 0, false)) {
      server.createBucket(BUCKET, false);
      stage(server, database);
      for (int round = 1; round <= rounds; round++) {
        double answered = shell(database, questions);
        double checked = shell(database, null);
        try (FunctionProcess function =
            FunctionProcess.start(spec(firestore, pubSub, server, logs))) {
          measured.add(round(function, answered, checked));
        }
      }
    }
    tell(Files.size(database), measured);
  }

  private static Round round(FunctionProcess function, double answered, double checked)
      throws IOException {
    long start = System.nanoTime();
    int status =
        function
            .deliver(Long.toString(start), Instant.now(), "weekly-report", "{\"dryRun\":true}")
            .status();
    double seconds = (System.nanoTime() - start) / 1e9;
    String[] lines = function.log().strip().split("\n", -1);
    JsonObject line = JsonParser.parseString(lines[lines.length - 1]).getAsJsonObject();
    JsonObject counts = line.getAsJsonObject("counts");
    if (status != 200 || !counts.has("figures") || counts.get("figures").getAsInt() < 20) {
      throw new IOException("no report: status " + status + "; " + function.log());
    }
    return new Round(
        answered,
        checked,
        seconds,
        counts.get("queryMs").getAsLong() / 1e3,
        counts.get("renderMs").getAsLong() / 1e3,
        function.peakRssBytes() / MIB);
  }

  private void tell(long bytes, List<Round> all) throws IOException {
    double questions = median(all.stream().map(Round::questions).toList());
    double read = median(all.stream().map(Round::read).toList());
    double check = median(all.stream().map(Round::check).toList());
    double run = median(all.stream().map(Round::run).toList());
    String table =
        String.format(
            Locale.ROOT,
            "%,d bytes, %,d users, %,d progress rows, medians of %d rounds%n%n"
                + "| | s | against the shell |%n|---|--:|--:|%n"
                + "| sqlite3, the same questions | %.2f | 1.00 |%n"
                + "| weekly-report, the questions | %.2f | **%.2f** |%n"
                + "| sqlite3, integrity_check and the same questions | %.2f | 1.00 |%n"
                + "| weekly-report, a whole first run: download, integrity_check, questions, Firestore,"
                + " page, text and pictures | %.2f | **%.2f** |%n"
                + "| of it page, text and pictures | %.2f | |%n%n"
                + "Peak RSS %.0f MiB, the database is %.0f MiB.%n",
            bytes,
            USERS,
            PROGRESS,
            rounds,
            questions,
            read,
            read / questions,
            check + questions,
            run,
            run / (check + questions),
            median(all.stream().map(Round::render).toList()),
            median(all.stream().map(Round::peak).toList()),
            bytes / MIB);
    System.out.println(Machine.here());
    System.out.println(table);
    Files.writeString(folders.results().resolve("report.md"), Machine.here() + "\n\n" + table);
  }

  /** Runs a script, or the check that every staged database gets. */
  private static double shell(Path database, Path script) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("sqlite3", "-readonly", database.toString()));
    command.addAll(List.of("-cmd", "PRAGMA mmap_size=1073741824"));
    if (script == null) {
      command.add("PRAGMA integrity_check");
    }
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD);
    if (script != null) {
      builder.redirectInput(script.toFile());
    }
    long start = System.nanoTime();
    Process process = builder.start();
    if (process.waitFor() != 0) {
      throw new IOException("sqlite3 ended with " + process.exitValue());
    }
    return (System.nanoTime() - start) / 1e9;
  }

  private static Path questions(LocalDate monday, Path script) throws IOException {
    long first = monday.minusWeeks(9).atStartOfDay(DOUALA).toInstant().toEpochMilli();
    long last = monday.atStartOfDay(DOUALA).toInstant().toEpochMilli();
    try (InputStream in = ReportBenchmark.class.getResourceAsStream("report-questions.sql")) {
      String sql = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return Files.writeString(
          script, sql.replace("FIRST", Long.toString(first)).replace("LAST", Long.toString(last)));
    }
  }

  private static void stage(StorageServer server, Path database) throws IOException {
    Storage storage =
        new StagingSettings(BUCKET, List.of(DATABASE), Optional.of(server.hostAndPort()))
            .connect(PROJECT);
    storage.createFrom(
        BlobInfo.newBuilder(BlobId.of(BUCKET, "live/" + DATABASE + ".db")).build(), database);
  }

  private FunctionSpec spec(
      FirestoreEmulator firestore, PubSubEmulator pubSub, StorageServer server, Path logs) {
    return new FunctionSpec(
        "weekly-report",
        folders.deployable("weekly-report"),
        "com.maayegue.maintenance.weeklyreport.WeeklyReportFunction",
        Map.of(
            "GOOGLE_CLOUD_PROJECT",
            PROJECT,
            "SQLITE_BUCKET",
            BUCKET,
            "REPORT_BUCKET",
            BUCKET,
            "FIRESTORE_EMULATOR_HOST",
            firestore.hostAndPort(),
            "PUBSUB_EMULATOR_HOST",
            pubSub.hostAndPort(),
            "STORAGE_EMULATOR_HOST",
            server.hostAndPort()),
        // A quarter of the gigabyte that it has in the cloud.
        List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"),
        logs.resolve("weekly-report.log"));
  }

  private Path database(LocalDate monday) throws Exception {
    Path file = folders.results().resolve("report.db");
    Files.deleteIfExists(file);
    Instant now = monday.atTime(6, 0).atZone(DOUALA).toInstant();
    new AppDatabase(new DatabasePlan(AccountPlan.of(237, now, USERS), PROGRESS, 2_000, Set.of()))
        .write(file);
    return file;
  }

  private static double median(List<Double> values) {
    return values.stream().sorted().toList().get(values.size() / 2);
  }
}

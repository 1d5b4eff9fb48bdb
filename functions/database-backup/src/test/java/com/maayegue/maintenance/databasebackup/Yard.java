package com.maayegue.maintenance.databasebackup;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.cloud.firestore.Firestore;
import com.google.cloud.storage.Blob;
import com.google.cloud.storage.BlobId;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.Storage;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.maayegue.maintenance.core.Env;
import com.maayegue.maintenance.core.RunLog;
import com.maayegue.maintenance.core.RunOutcome;
import com.maayegue.maintenance.databasebackups.Backup;
import com.maayegue.maintenance.databasebackups.BackupCatalog;
import com.maayegue.maintenance.databasebackups.DatabaseBackups;
import com.maayegue.maintenance.databasebackups.Taken;
import com.maayegue.maintenance.emulators.FirestoreEmulator;
import com.maayegue.maintenance.emulators.PubSubEmulator;
import com.maayegue.maintenance.localstorage.StorageServer;
import com.maayegue.maintenance.pubsub.Outbox;
import com.maayegue.maintenance.pubsub.TopicPublisher;
import com.maayegue.maintenance.runrecords.FirestoreConnection;
import com.maayegue.maintenance.runrecords.FunctionParts;
import com.maayegue.maintenance.runrecords.Job;
import com.maayegue.maintenance.runrecords.JobRunner;
import com.maayegue.maintenance.sampledata.AppSchema;
import com.maayegue.maintenance.stagedsqlite.Steps;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.StreamSupport;

/** Firestore, Pub/Sub and Storage on this machine, with staged databases. */
final class Yard {
  static final String PROJECT = "demo-yard";
  static final String BUCKET = "yard";
  static final String APP = "maa_yegue_app";
  static final Path FIXTURES = Path.of("..", "..", "test-fixtures", "sqlite");
  private static Yard only;

  final Path folder;
  final FirestoreEmulator firestoreEmulator;
  final PubSubEmulator pubSub;
  final StorageServer storageServer;
  final Firestore firestore;
  final Storage storage;
  final Map<String, String> env = new HashMap<>();
  final ByteArrayOutputStream log = new ByteArrayOutputStream();

  /** The one of this process, empty. It ends with the process. */
  static synchronized Yard empty() throws Exception {
    if (only == null) {
      only = new Yard(Files.createTempDirectory(Path.of("target"), "yard-"));
    }
    only.clear();
    return only;
  }

  private Yard(Path folder) throws Exception {
    this.folder = folder;
    firestoreEmulator = FirestoreEmulator.start(PROJECT, folder);
    pubSub = PubSubEmulator.start(PROJECT, folder);
    for (String topic : List.of("maintenance-alerts", "database-backup")) {
      pubSub.topics().createTopic(topic);
      pubSub.topics().subscribe(topic, "test-" + topic);
    }
    storageServer = StorageServer.start(folder.resolve("buckets"), 0, false);
    resetEnv();
    firestore = FirestoreConnection.open(settings().common());
    storage = settings().staging().connect(PROJECT);
    storageServer.createBucket(BUCKET, true);
  }

  private void resetEnv() {
    env.clear();
    env.put("GOOGLE_CLOUD_PROJECT", PROJECT);
    env.put("SQLITE_BUCKET", BUCKET);
    env.put("FIRESTORE_EMULATOR_HOST", firestoreEmulator.hostAndPort());
    env.put("PUBSUB_EMULATOR_HOST", pubSub.hostAndPort());
    env.put("STORAGE_EMULATOR_HOST", storageServer.hostAndPort());
  }

  BackupSettings settings() {
    return BackupSettings.from(Env.of(env));
  }

  /** Empties everything. */
  void clear() throws IOException {
    resetEnv();
    log.reset();
    firestoreEmulator.clear();
    pubSub.topics().pull("test-maintenance-alerts");
    pubSub.topics().pull("test-database-backup");
    storageServer.createBucket(BUCKET, true);
    clearStorage();
  }

  void clearStorage() {
    for (Blob blob : storage.list(BUCKET, Storage.BlobListOption.versions(true)).iterateAll()) {
      storage.delete(blob.getBlobId());
    }
  }

  /** Runs the job in this process. */
  RunOutcome run(Instant now, String message, boolean dryRun) throws Exception {
    return run(now, message, dryRun, "database-backup", storage, pubSub.hostAndPort());
  }

  /** The same through other lines to Storage and Pub/Sub. */
  RunOutcome run(Instant now, Storage through, String pubSubHost) throws Exception {
    return run(now, "{}", false, "database-backup", through, pubSubHost);
  }

  RunOutcome runOnTopic(String topic, Instant now) throws Exception {
    return run(now, "{}", false, topic, storage, pubSub.hostAndPort());
  }

  private RunOutcome run(
      Instant now, String message, boolean dryRun, String topic, Storage through, String pubSubHost)
      throws Exception {
    InstantSource clock = InstantSource.fixed(now);
    BackupSettings settings = settings();
    RunLog runLog = new RunLog(new PrintStream(log, true, UTF_8), "database-backup", PROJECT);
    Outbox outbox =
        new Outbox(
            new TopicPublisher(PROJECT, Optional.of(pubSubHost)),
            settings.common().alertTopic(),
            runLog);
    JobRunner runner =
        new JobRunner("database-backup", "1", settings.common(), firestore, outbox, runLog, clock);
    FunctionParts parts = new FunctionParts(runLog, firestore, outbox, runner);
    JsonObject data = JsonParser.parseString(message).getAsJsonObject();
    return new DatabaseBackup(settings, through, parts, clock, topic)
        .run(new Job.Frame(now, now.plus(Duration.ofMinutes(8)), dryRun, data));
  }

  RunOutcome run(Instant now) throws Exception {
    return run(now, "{}", false);
  }

  /** A backup of what is live, as a run of another day would have taken it. */
  Backup past(String database, Instant takenAt) throws Exception {
    RunLog runLog = new RunLog(new PrintStream(log, true, UTF_8), "past", PROJECT);
    Steps steps = new Steps(runLog, InstantSource.fixed(takenAt), takenAt.plusSeconds(60));
    Taken taken = new DatabaseBackups(storage, BUCKET).take(database, takenAt, steps);
    return ((Taken.Stored) taken).backup();
  }

  /** Stages a database in the app's schema with one row that says {@code text}. */
  long stage(String name, String text) throws Exception {
    Path file = folder.resolve("stage.db");
    Files.deleteIfExists(file);
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      AppSchema.create(connection, Instant.parse("2023-01-01T00:00:00Z"));
      statement.execute(
          "INSERT INTO newsletter_subscriptions (email, subscribed_at) VALUES ('" + text + "', 1)");
    }
    return stage(name, Files.readAllBytes(file));
  }

  long stage(String name, byte[] bytes) {
    BlobInfo live = BlobInfo.newBuilder(BlobId.of(BUCKET, "live/" + name + ".db")).build();
    return storage.create(live, bytes).getGeneration();
  }

  static byte[] fixture(String fault) throws IOException {
    return Files.readAllBytes(FIXTURES.resolve(fault).resolve(APP + ".db"));
  }

  BackupCatalog catalog() {
    return new BackupCatalog(storage, BUCKET);
  }

  /** The names of all objects below {@code prefix}. */
  List<String> names(String prefix) {
    return StreamSupport.stream(
            storage.list(BUCKET, Storage.BlobListOption.prefix(prefix)).iterateAll().spliterator(),
            false)
        .map(Blob::getName)
        .sorted()
        .toList();
  }

  /** The alerts since the last look. */
  List<JsonObject> alerts() throws IOException {
    List<JsonObject> alerts = new ArrayList<>();
    pubSub
        .topics()
        .pull("test-maintenance-alerts")
        .forEach(each -> alerts.add(JsonParser.parseString(each.data()).getAsJsonObject()));
    return alerts;
  }

  /** The databases that messages on the function's topic name, since the last look. */
  Set<String> asked() throws IOException {
    Set<String> asked = new TreeSet<>();
    pubSub.topics().pull("test-database-backup").forEach(each -> asked.add(each.data()));
    return asked;
  }

  String log() {
    return log.toString(UTF_8);
  }
}

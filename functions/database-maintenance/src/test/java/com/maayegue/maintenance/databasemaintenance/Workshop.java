package com.maayegue.maintenance.databasemaintenance;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.luben.zstd.ZstdInputStream;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.storage.Blob;
import com.google.cloud.storage.BlobId;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.Storage.BlobListOption;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.maayegue.maintenance.core.Env;
import com.maayegue.maintenance.core.RunLog;
import com.maayegue.maintenance.core.RunOutcome;
import com.maayegue.maintenance.emulators.FirestoreEmulator;
import com.maayegue.maintenance.emulators.PubSubEmulator;
import com.maayegue.maintenance.emulators.PubSubTopics.Received;
import com.maayegue.maintenance.localstorage.StorageServer;
import com.maayegue.maintenance.pubsub.Outbox;
import com.maayegue.maintenance.pubsub.TopicPublisher;
import com.maayegue.maintenance.runrecords.FirestoreConnection;
import com.maayegue.maintenance.runrecords.Job;
import com.maayegue.maintenance.sampledata.AppSchema;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Firestore, Pub/Sub and Storage on this machine, with staged databases. */
final class Workshop {
  private int runs;

  static final String PROJECT = "demo-workshop";
  static final String BUCKET = "workshop";
  static final String APP = "maa_yegue_app";
  static final ZoneId DOUALA = ZoneId.of("Africa/Douala");
  private static final Path FIXTURES = Path.of("..", "..", "test-fixtures", "sqlite");
  private static Workshop only;

  final Path folder;
  final FirestoreEmulator firestoreEmulator;
  final PubSubEmulator pubSub;
  final StorageServer storageServer;
  final Firestore firestore;
  final Storage storage;
  final Map<String, String> env = new HashMap<>();
  final ByteArrayOutputStream log = new ByteArrayOutputStream();

  /** The one of this process, empty. It ends with the process. */
  static synchronized Workshop empty() throws Exception {
    if (only == null) {
      only = new Workshop(Files.createTempDirectory(Path.of("target"), "workshop-"));
    }
    only.clear();
    return only;
  }

  private Workshop(Path folder) throws Exception {
    this.folder = folder;
    firestoreEmulator = FirestoreEmulator.start(PROJECT, folder);
    pubSub = PubSubEmulator.start(PROJECT, folder);
    for (String topic : List.of("maintenance-alerts", "database-maintenance")) {
      pubSub.topics().createTopic(topic);
      pubSub.topics().subscribe(topic, "test-" + topic);
    }
    storageServer = StorageServer.start(folder.resolve("buckets"), 0, false);
    storageServer.createBucket(BUCKET, true);
    resetEnv();
    firestore = FirestoreConnection.open(settings().common());
    storage = settings().staging().connect(PROJECT);
  }

  private void resetEnv() {
    env.clear();
    env.put("GOOGLE_CLOUD_PROJECT", PROJECT);
    env.put("DRY_RUN", "false");
    env.put("SQLITE_BUCKET", BUCKET);
    env.put("FIRESTORE_EMULATOR_HOST", firestoreEmulator.hostAndPort());
    env.put("PUBSUB_EMULATOR_HOST", pubSub.hostAndPort());
    env.put("STORAGE_EMULATOR_HOST", storageServer.hostAndPort());
  }

  MaintenanceSettings settings() {
    return MaintenanceSettings.from(Env.of(env));
  }

  /** Empties everything. */
  void clear() throws IOException {
    resetEnv();
    log.reset();
    firestoreEmulator.clear();
    for (Blob blob : storage.list(BUCKET, BlobListOption.versions(true)).iterateAll()) {
      storage.delete(blob.getBlobId());
    }
    alerts();
    messages();
  }

  /** Runs in this process, for the message {@code json}. */
  RunOutcome run(String json) throws Exception {
    return run(json, storage);
  }

  RunOutcome run(String json, Storage through) throws Exception {
    // A second apart, as the names of two backups have to be.
    return run(json, through, Instant.now().plusSeconds(runs++), InstantSource.system());
  }

  RunOutcome run(String json, Storage through, Instant now, InstantSource clock) throws Exception {
    JsonObject message = JsonParser.parseString(json).getAsJsonObject();
    boolean dryRun =
        settings().common().dryRun()
            || (message.has("dryRun") && message.get("dryRun").getAsBoolean());
    RunLog runLog = new RunLog(new PrintStream(log, true, UTF_8), "database-maintenance", PROJECT);
    Outbox outbox =
        new Outbox(
            new TopicPublisher(PROJECT, Optional.of(pubSub.hostAndPort())),
            "maintenance-alerts",
            runLog);
    return new DatabaseMaintenance(settings(), through, firestore, outbox, runLog, clock)
        .run(new Job.Frame(now, now.plus(Duration.ofMinutes(8)), dryRun, message));
  }

  /** Stages a database in the app's schema that {@code filler} fills. */
  void stage(Filler filler) throws Exception {
    Path file = folder.resolve("stage.db");
    Files.deleteIfExists(file);
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file)) {
      AppSchema.create(connection, Instant.parse("2023-01-01T00:00:00Z"));
      filler.fill(connection);
    }
    upload(APP, Files.readAllBytes(file));
  }

  /** Stages the database of a fixture. */
  void stageFixture(String fault) throws IOException {
    upload(APP, fixture(fault));
  }

  static byte[] fixture(String fault) throws IOException {
    try (Stream<Path> files = Files.list(FIXTURES.resolve(fault))) {
      Path file =
          files.filter(each -> !each.toString().matches(".*-(wal|shm)")).findFirst().orElseThrow();
      return Files.readAllBytes(file);
    }
  }

  long upload(String name, byte[] bytes) {
    BlobInfo target = BlobInfo.newBuilder(BUCKET, "live/" + name + ".db").build();
    return storage.create(target, bytes).getGeneration();
  }

  long generation() {
    return storage.get(BlobId.of(BUCKET, "live/" + APP + ".db")).getGeneration();
  }

  /** Changes the live database as the app's own synchronisation would. */
  void editLive(String sql) throws Exception {
    Path file = download();
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file)) {
      sql(connection, sql);
    }
    upload(APP, Files.readAllBytes(file));
  }

  static void sql(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.executeUpdate(sql);
    }
  }

  /** The first column of a query of the live database. */
  List<String> query(String sql) throws Exception {
    return query(download(), sql);
  }

  static List<String> query(Path file, String sql) throws SQLException {
    List<String> values = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        values.add(rows.getString(1));
      }
    }
    return values;
  }

  /** All rows of a table of the live database, each as one text. */
  List<String> rows(String table) throws Exception {
    Path file = download();
    String columns =
        String.join(
            ") || '|' || quote(",
            query(file, "SELECT '\"' || name || '\"' FROM pragma_table_info('" + table + "')"));
    return query(file, "SELECT quote(" + columns + ") FROM " + table);
  }

  /** A copy of the live database. */
  Path download() throws IOException {
    Path file = Files.createTempDirectory(folder, "live-").resolve("live.db");
    storage.downloadTo(BlobId.of(BUCKET, "live/" + APP + ".db"), file);
    return file;
  }

  /** The names of objects below a folder. */
  List<String> objects(String prefix) {
    List<String> names = new ArrayList<>();
    storage
        .list(BUCKET, BlobListOption.prefix(prefix))
        .iterateAll()
        .forEach(blob -> names.add(blob.getName()));
    return names;
  }

  byte[] bytes(String object) {
    return storage.readAllBytes(BlobId.of(BUCKET, object));
  }

  String text(String object) {
    return new String(bytes(object), UTF_8);
  }

  /** The lines of all archives of a table. */
  List<JsonObject> archived(String table) throws IOException {
    List<JsonObject> lines = new ArrayList<>();
    for (String name : objects("archive/" + APP + "/" + table + "/")) {
      byte[] stored = storage.readAllBytes(BlobId.of(BUCKET, name));
      try (ZstdInputStream in = new ZstdInputStream(new ByteArrayInputStream(stored))) {
        new String(in.readAllBytes(), UTF_8)
            .lines()
            .forEach(line -> lines.add(JsonParser.parseString(line).getAsJsonObject()));
      }
    }
    return lines;
  }

  /** The alerts since the last look. */
  List<JsonObject> alerts() throws IOException {
    return pulled("maintenance-alerts");
  }

  /** The messages to the function itself since the last look. */
  List<JsonObject> messages() throws IOException {
    return pulled("database-maintenance");
  }

  private List<JsonObject> pulled(String topic) throws IOException {
    List<JsonObject> found = new ArrayList<>();
    for (Received message : pubSub.topics().pull("test-" + topic)) {
      found.add(JsonParser.parseString(message.data()).getAsJsonObject());
    }
    return found;
  }

  @FunctionalInterface
  interface Filler {
    void fill(Connection connection) throws SQLException;
  }
}

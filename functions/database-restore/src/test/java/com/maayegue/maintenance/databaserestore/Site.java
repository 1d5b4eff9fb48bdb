package com.maayegue.maintenance.databaserestore;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.cloud.Timestamp;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.storage.Blob;
import com.google.cloud.storage.BlobId;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.Storage.BlobListOption;
import com.google.gson.JsonObject;
import com.maayegue.maintenance.core.Env;
import com.maayegue.maintenance.core.RunLog;
import com.maayegue.maintenance.databasebackups.Backup;
import com.maayegue.maintenance.databasebackups.DatabaseBackups;
import com.maayegue.maintenance.databasebackups.Taken;
import com.maayegue.maintenance.emulators.FirestoreEmulator;
import com.maayegue.maintenance.localstorage.StorageServer;
import com.maayegue.maintenance.runrecords.FirestoreConnection;
import com.maayegue.maintenance.runrecords.Job;
import com.maayegue.maintenance.stagedsqlite.Steps;
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
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A bucket and a Firestore on this machine, with a live database and its backups. */
final class Site {
  static final String PROJECT = "demo-site";
  static final String BUCKET = "site";
  static final String DATABASE = "maa_yegue_app";
  static final Instant NOW = Instant.parse("2026-03-02T01:00:00Z");
  private static final Path FIXTURES = Path.of("..", "..", "test-fixtures", "sqlite");
  private static final String TABLES =
      "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type <> 'view'"
          + " AND name <> 'sqlite_schema' ORDER BY name";
  private static final String COLUMNS =
      "SELECT 'quote(\"' || replace(name, '\"', '\"\"') || '\")' FROM pragma_table_xinfo(%s)";
  private static Site only;

  final Path folder;
  final FirestoreEmulator firestoreEmulator;
  final StorageServer server;
  final Firestore firestore;
  final Storage storage;
  final Map<String, String> env = new HashMap<>();

  /** The one of this process, empty. It ends with the process. */
  static synchronized Site empty() throws Exception {
    if (only == null) {
      only = new Site(Files.createTempDirectory(Path.of("target"), "site-"));
    }
    only.clear();
    return only;
  }

  private Site(Path folder) throws Exception {
    this.folder = folder;
    firestoreEmulator = FirestoreEmulator.start(PROJECT, folder);
    server = StorageServer.start(folder.resolve("buckets"), 0, false);
    server.createBucket(BUCKET, true);
    env.put("GOOGLE_CLOUD_PROJECT", PROJECT);
    env.put("SQLITE_BUCKET", BUCKET);
    env.put("FIRESTORE_EMULATOR_HOST", firestoreEmulator.hostAndPort());
    env.put("STORAGE_EMULATOR_HOST", server.hostAndPort());
    RestoreSettings settings = RestoreSettings.from(Env.of(env));
    firestore = FirestoreConnection.open(settings.common());
    storage = settings.staging().connect(PROJECT);
  }

  void clear() throws IOException {
    firestoreEmulator.clear();
    for (Blob blob : storage.list(BUCKET, BlobListOption.versions(true)).iterateAll()) {
      storage.delete(blob.getBlobId());
    }
  }

  static byte[] fixture(String name, String ending) throws IOException {
    return Files.readAllBytes(FIXTURES.resolve(name).resolve(DATABASE + ".db" + ending));
  }

  static List<String> fixtures() throws IOException {
    try (Stream<Path> folders = Files.list(FIXTURES)) {
      return folders
          .filter(Files::isDirectory)
          .map(path -> path.getFileName().toString())
          .sorted()
          .toList();
    }
  }

  Blob put(String name, byte[] bytes) {
    return storage.create(BlobInfo.newBuilder(BUCKET, name).build(), bytes);
  }

  void stage(byte[] bytes) {
    put("live/" + DATABASE + ".db", bytes);
  }

  byte[] live() {
    return storage.readAllBytes(BlobId.of(BUCKET, "live/" + DATABASE + ".db"));
  }

  long generation() {
    Blob live = storage.get(BlobId.of(BUCKET, "live/" + DATABASE + ".db"));
    return live == null ? 0 : live.getGeneration();
  }

  List<String> names(String prefix) {
    List<String> names = new ArrayList<>();
    storage
        .list(BUCKET, BlobListOption.prefix(prefix))
        .iterateAll()
        .forEach(blob -> names.add(blob.getName()));
    return names;
  }

  /** Stages a healthy database after some SQL, and backs it up a day before {@link #NOW}. */
  Backup backUp(String... sql) throws Exception {
    stage(edited(fixture("healthy", ""), sql));
    return backUp(NOW.minusSeconds(86_400));
  }

  Backup backUp(Instant at) throws Exception {
    Taken taken = new DatabaseBackups(storage, BUCKET).take(DATABASE, at, steps(at));
    return ((Taken.Stored) taken).backup();
  }

  static Steps steps(Instant at) {
    RunLog quiet = new RunLog(new PrintStream(new ByteArrayOutputStream(), true, UTF_8), "t", "p");
    return new Steps(quiet, InstantSource.fixed(at), at.plusSeconds(600));
  }

  byte[] edited(byte[] database, String... sql) throws Exception {
    Path file = folder.resolve("edited.db");
    Files.write(file, database);
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      for (String each : sql) {
        statement.executeUpdate(each);
      }
    }
    return Files.readAllBytes(file);
  }

  void editLive(String... sql) throws Exception {
    stage(edited(live(), sql));
  }

  /** The rows of a query of a database, columns joined. */
  List<String> query(byte[] database, String sql) throws IOException, SQLException {
    Path file = folder.resolve("query.db");
    Files.write(file, database);
    List<String> rows = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery(sql)) {
      while (found.next()) {
        rows.add(found.getString(1));
      }
    }
    return rows;
  }

  /** Every row of every table as text: what a dump has. */
  List<String> dump(byte[] database) throws Exception {
    Path file = Files.write(folder.resolve("dump.db"), database);
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      List<String> lines =
          texts(
              statement, "SELECT type || name || coalesce(sql, '') FROM sqlite_schema ORDER BY 1");
      for (String table : texts(statement, TABLES)) {
        String literal = "'" + table.replace("'", "''") + "'";
        String columns = String.join(" || '|' || ", texts(statement, COLUMNS.formatted(literal)));
        lines.addAll(
            texts(
                statement,
                "SELECT %s || %s AS line FROM \"%s\" ORDER BY line"
                    .formatted(literal, columns, table.replace("\"", "\"\""))));
      }
      return lines;
    }
  }

  private static List<String> texts(Statement statement, String sql) throws SQLException {
    List<String> texts = new ArrayList<>();
    try (ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        texts.add(rows.getString(1));
      }
    }
    return texts;
  }

  void deleted(String uid, Instant at) throws Exception {
    firestore
        .document("account_deletions/" + uid)
        .set(
            Map.of(
                "state",
                "deleted",
                "deletedAt",
                Timestamp.ofTimeSecondsAndNanos(at.getEpochSecond(), 0)))
        .get();
  }

  JsonObject restore(String json) throws Exception {
    return restore(json, false, storage);
  }

  JsonObject restore(String json, boolean dryRun, Storage through) throws Exception {
    RestoreRequest request = RestoreRequest.parse(json, List.of(DATABASE));
    RunLog quiet = new RunLog(new PrintStream(new ByteArrayOutputStream(), true, UTF_8), "t", "p");
    DatabaseRestore restore =
        new DatabaseRestore(through, BUCKET, firestore, quiet, InstantSource.fixed(NOW));
    Optional<Backup> backup = restore.backup(request);
    return restore.run(
        request,
        backup,
        new Job.Frame(NOW, NOW.plusSeconds(600), dryRun || request.dryRun(), request.message()));
  }

  static String body(String mode, String more) {
    return "{\"mode\":\"%s\",\"database\":\"%s\",\"confirm\":\"%s\"%s}"
        .formatted(mode, DATABASE, DATABASE, more);
  }
}

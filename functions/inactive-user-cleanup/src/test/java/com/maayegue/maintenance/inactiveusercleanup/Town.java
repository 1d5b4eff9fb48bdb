package com.maayegue.maintenance.inactiveusercleanup;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.luben.zstd.ZstdInputStream;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.QueryDocumentSnapshot;
import com.google.cloud.storage.Blob;
import com.google.cloud.storage.BlobId;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.Storage;
import com.google.firebase.internal.FirebaseProcessEnvironment;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.maayegue.maintenance.core.Env;
import com.maayegue.maintenance.core.RunLog;
import com.maayegue.maintenance.core.RunOutcome;
import com.maayegue.maintenance.emulators.AuthEmulator;
import com.maayegue.maintenance.emulators.FirestoreEmulator;
import com.maayegue.maintenance.localstorage.StorageServer;
import com.maayegue.maintenance.runrecords.FirestoreConnection;
import com.maayegue.maintenance.runrecords.Job;
import com.maayegue.maintenance.sampledata.AppSchema;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Auth, Firestore and Storage on this machine, with a few accounts whose fate the tests know. */
final class Town {
  static final String PROJECT = "demo-town";
  static final String BUCKET = "town";
  private static Town only;
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  final Path folder;
  final FirestoreEmulator firestoreEmulator;
  final AuthEmulator authEmulator;
  final StorageServer storageServer;
  final Firestore firestore;
  final Storage storage;
  final AuthAccounts auth;
  final Map<String, String> env = new HashMap<>();
  final ByteArrayOutputStream log = new ByteArrayOutputStream();

  /** The one of this process, empty: starting it takes ten seconds. It ends with the process. */
  static synchronized Town empty() throws Exception {
    if (only == null) {
      only = new Town(Files.createTempDirectory(Path.of("target"), "town-"));
    }
    only.clear();
    return only;
  }

  private Town(Path folder) throws Exception {
    this.folder = folder;
    firestoreEmulator = FirestoreEmulator.start(PROJECT, folder);
    authEmulator = AuthEmulator.start(PROJECT, folder);
    storageServer = StorageServer.start(folder.resolve("buckets"), 0, false);
    storageServer.createBucket(BUCKET, true);
    resetEnv();
    FirebaseProcessEnvironment.setenv("FIREBASE_AUTH_EMULATOR_HOST", authEmulator.hostAndPort());
    firestore = FirestoreConnection.open(settings().common());
    storage = settings().staging().connect(PROJECT);
    auth = AuthAccounts.connect(PROJECT, true);
  }

  void resetEnv() {
    env.clear();
    env.put("GOOGLE_CLOUD_PROJECT", PROJECT);
    env.put("DRY_RUN", "false");
    env.put("SQLITE_BUCKET", BUCKET);
    env.put("MAX_DELETIONS_PERCENT", "100");
    env.put("FIRESTORE_EMULATOR_HOST", firestoreEmulator.hostAndPort());
    env.put("FIREBASE_AUTH_EMULATOR_HOST", authEmulator.hostAndPort());
    env.put("STORAGE_EMULATOR_HOST", storageServer.hostAndPort());
  }

  CleanupSettings settings() {
    return CleanupSettings.from(Env.of(env));
  }

  /** Empties everything. */
  void clear() throws IOException {
    resetEnv();
    log.reset();
    firestoreEmulator.clear();
    authEmulator.clear();
    for (Blob blob : storage.list(BUCKET, Storage.BlobListOption.versions(true)).iterateAll()) {
      storage.delete(blob.getBlobId());
    }
  }

  /** Runs the clean-up in this process. */
  RunOutcome run(Instant now, boolean dryRun) throws Exception {
    return run(now, dryRun, storage);
  }

  RunOutcome run(Instant now, boolean dryRun, Storage through) throws Exception {
    InstantSource clock = InstantSource.fixed(now);
    RunLog runLog = new RunLog(new PrintStream(log, true, UTF_8), "inactive-user-cleanup", PROJECT);
    return new InactiveUserCleanup(settings(), auth, firestore, through, runLog, clock, false)
        .run(new Job.Frame(now, now.plusSeconds(60), dryRun, new JsonObject()));
  }

  /** Puts an account into Auth; times of null are absent. */
  void account(String uid, Instant created, Instant signedIn, Map<String, Object> more)
      throws Exception {
    JsonObject user = new JsonObject();
    user.addProperty("localId", uid);
    user.addProperty("createdAt", Long.toString(created.toEpochMilli()));
    if (signedIn != null) {
      user.addProperty("lastLoginAt", Long.toString(signedIn.toEpochMilli()));
    }
    more.forEach((name, value) -> user.addProperty(name, String.valueOf(value)));
    JsonArray users = new JsonArray();
    users.add(user);
    JsonObject body = new JsonObject();
    body.add("users", users);
    post("/identitytoolkit.googleapis.com/v1/projects/" + PROJECT + "/accounts:batchCreate", body);
  }

  /** Changes what Auth has of an account, as a sign-in would. */
  void signIn(String uid, Instant at) throws Exception {
    JsonObject body = new JsonObject();
    body.addProperty("localId", uid);
    body.addProperty("lastLoginAt", Long.toString(at.toEpochMilli()));
    post("/identitytoolkit.googleapis.com/v1/projects/" + PROJECT + "/accounts:update", body);
  }

  private void post(String path, JsonObject body) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://" + authEmulator.hostAndPort() + path))
            .header("Authorization", "Bearer owner")
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
            .build();
    HttpResponse<String> response = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() != 200 || response.body().contains("\"error\":[{")) {
      throw new IOException(path + " answered " + response.statusCode() + ": " + response.body());
    }
  }

  /** Stages a database in the app's schema that {@code filler} fills. */
  void stage(Filler filler) throws Exception {
    stage("maa_yegue_app", filler);
  }

  void stage(String name, Filler filler) throws Exception {
    Path file = folder.resolve("stage.db");
    Files.deleteIfExists(file);
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file)) {
      AppSchema.create(connection, Instant.parse("2023-01-01T00:00:00Z"));
      filler.fill(connection);
    }
    upload(name, Files.readAllBytes(file));
  }

  void upload(String name, byte[] bytes) {
    storage.create(BlobInfo.newBuilder(BlobId.of(BUCKET, "live/" + name + ".db")).build(), bytes);
  }

  /** Adds a user row. */
  static void user(Connection connection, String uid, Instant lastLogin) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO users (user_id, firebase_uid, created_at, updated_at, last_login) VALUES (?, ?, 1, 1, ?)")) {
      insert.setString(1, "row-" + uid);
      insert.setString(2, uid);
      if (lastLogin == null) {
        insert.setNull(3, Types.INTEGER);
      } else {
        insert.setLong(3, lastLogin.toEpochMilli());
      }
      insert.executeUpdate();
    }
  }

  static void sql(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.executeUpdate(sql);
    }
  }

  /** Changes the live database as the app's own synchronisation would. */
  void editLive(String sql) throws Exception {
    Path file = download();
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file)) {
      sql(connection, sql);
    }
    upload("maa_yegue_app", Files.readAllBytes(file));
  }

  /** The first column of a query of the live database. */
  List<String> query(String sql) throws Exception {
    List<String> values = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + download());
        ResultSet rows = connection.createStatement().executeQuery(sql)) {
      while (rows.next()) {
        values.add(rows.getString(1));
      }
    }
    return values;
  }

  private Path download() throws IOException {
    Path file = folder.resolve("live.db");
    Files.deleteIfExists(file);
    storage.downloadTo(BlobId.of(BUCKET, "live/maa_yegue_app.db"), file);
    return file;
  }

  /** The uids that Auth has. */
  Set<String> accounts() throws Exception {
    Set<String> uids = new TreeSet<>();
    auth.forEachPage(
        auth.firstPage(),
        page -> {
          page.forEach(user -> uids.add(user.getUid()));
          return true;
        });
    return uids;
  }

  /** The state of each announced deletion. */
  Map<String, String> deletions() throws Exception {
    Map<String, String> states = new TreeMap<>();
    for (QueryDocumentSnapshot found : firestore.collection("account_deletions").get().get()) {
      states.put(found.getId(), found.getString("state"));
    }
    return states;
  }

  /** The lines of all archives of accounts. */
  List<String> archived() throws IOException {
    List<String> lines = new ArrayList<>();
    for (Blob blob :
        storage.list(BUCKET, Storage.BlobListOption.prefix("archive/auth/")).iterateAll()) {
      try (ZstdInputStream in = new ZstdInputStream(new ByteArrayInputStream(blob.getContent()))) {
        new String(in.readAllBytes(), UTF_8).lines().forEach(lines::add);
      }
    }
    return lines;
  }

  List<String> archivedUids() throws IOException {
    return archived().stream()
        .map(line -> JsonParser.parseString(line).getAsJsonObject().get("localId").getAsString())
        .sorted()
        .toList();
  }

  @FunctionalInterface
  interface Filler {
    void fill(Connection connection) throws SQLException;
  }
}

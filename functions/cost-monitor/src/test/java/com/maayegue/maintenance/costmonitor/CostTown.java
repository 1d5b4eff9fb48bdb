package com.maayegue.maintenance.costmonitor;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.cloud.Timestamp;
import com.google.cloud.firestore.DocumentSnapshot;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.QueryDocumentSnapshot;
import com.google.cloud.storage.BlobId;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.Storage;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.maayegue.maintenance.core.Env;
import com.maayegue.maintenance.emulators.FirestoreEmulator;
import com.maayegue.maintenance.emulators.PubSubEmulator;
import com.maayegue.maintenance.emulators.PubSubTopics.Received;
import com.maayegue.maintenance.localstorage.StorageServer;
import com.maayegue.maintenance.monitoringstandin.MonitoringStandIn;
import com.maayegue.maintenance.runrecords.FirestoreConnection;
import com.maayegue.maintenance.sampledata.AppSchema;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;

/** Emulators, Cloud Monitoring's stand-in, Storage and the function, with a clock that stands. */
final class CostTown {
  static final String PROJECT = "demo-costs";
  static final String BUCKET = "costs";

  /** 07:00 in Douala; 23:00 of the 19th in Los Angeles, where the quota's day is nearly over. */
  static final Instant START = Instant.parse("2025-11-20T06:00:00Z");

  private static CostTown only;

  final FirestoreEmulator firestoreEmulator;
  final PubSubEmulator pubSub;
  final StorageServer storageServer;
  final MonitoringStandIn monitoring;
  final CostSeries series;
  final Firestore firestore;
  final Storage storage;
  final Path folder;
  final Map<String, String> env = new HashMap<>();
  Instant now = START;
  private final AtomicLong ids = new AtomicLong();
  private CostMonitorFunction function;
  private Map<String, String> functionsEnv = Map.of();

  /** The one of this process, fresh. It ends with the process. */
  static synchronized CostTown fresh() throws Exception {
    if (only == null) {
      only = new CostTown(Files.createTempDirectory(Path.of("target"), "costs-"));
    }
    only.clear();
    return only;
  }

  private CostTown(Path folder) throws Exception {
    this.folder = folder;
    firestoreEmulator = FirestoreEmulator.start(PROJECT, folder);
    pubSub = PubSubEmulator.start(PROJECT, folder);
    pubSub.topics().createTopic("maintenance-alerts");
    pubSub.topics().subscribe("maintenance-alerts", "alerts");
    storageServer = StorageServer.start(folder.resolve("buckets"), 0, false);
    monitoring = MonitoringStandIn.start(0);
    series = new CostSeries(monitoring);
    resetEnv();
    firestore = FirestoreConnection.open(settings().common());
    storage = settings().staging().connect(PROJECT);
  }

  private void resetEnv() {
    env.clear();
    env.put("GOOGLE_CLOUD_PROJECT", PROJECT);
    env.put("SQLITE_BUCKET", BUCKET);
    env.put("FIRESTORE_EMULATOR_HOST", firestoreEmulator.hostAndPort());
    env.put("PUBSUB_EMULATOR_HOST", pubSub.hostAndPort());
    env.put("STORAGE_EMULATOR_HOST", storageServer.hostAndPort());
    env.put("MONITORING_EMULATOR_HOST", monitoring.hostAndPort());
  }

  private void clear() throws Exception {
    resetEnv();
    firestoreEmulator.clear();
    monitoring.clear();
    storageServer.createBucket(BUCKET, true);
    storage
        .list(BUCKET, Storage.BlobListOption.versions(true))
        .iterateAll()
        .forEach(blob -> storage.delete(blob.getBlobId()));
    alerts();
    now = START;
  }

  CostSettings settings() {
    return CostSettings.from(Env.of(env));
  }

  /** Everything as on a normal day, at a tenth of the limits. */
  void normal() throws Exception {
    series.normal();
    stage("maa_yegue_app", 3, 2);
    object("backups/maa_yegue_app/a.db.zst", new byte[1000]);
    object("backups/maa_yegue_app/a.json", new byte[24]);
  }

  /** A staged database with users, as many of them active, who have one progress row each. */
  void stage(String name, int users, int active) throws Exception {
    Path file = folder.resolve("stage.db");
    Files.deleteIfExists(file);
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      AppSchema.create(connection, Instant.parse("2023-01-01T00:00:00Z"));
      long old = START.minus(Duration.ofDays(31)).toEpochMilli();
      for (int i = 0; i < users; i++) {
        long used = i < active ? START.minus(Duration.ofDays(3)).toEpochMilli() : old;
        statement.execute(
            "INSERT INTO users (user_id, created_at, updated_at, last_login) VALUES ('u"
                + i
                + "', 1, 1, "
                + (i % 2 == 0 ? used : old)
                + ")");
        statement.execute(
            "INSERT INTO user_progress (user_id, content_type, content_id, created_at, updated_at)"
                + " VALUES ('u"
                + i
                + "', 'lesson', 1, 1, "
                + used
                + ")");
      }
    }
    object("live/" + name + ".db", Files.readAllBytes(file));
  }

  void object(String name, byte[] bytes) {
    storage.create(BlobInfo.newBuilder(BlobId.of(BUCKET, name)).build(), bytes);
  }

  /** The daily message, of the present time. */
  void daily() throws Exception {
    deliver("{}", Map.of("job", "cost-monitor"), now);
  }

  void budget(String json) throws Exception {
    deliver(json, attributes("b1"), now);
  }

  static Map<String, String> attributes(String budgetId) {
    return Map.of("billingAccountId", "01-02-03", "budgetId", budgetId, "schemaVersion", "1.0");
  }

  static String notice(double cost, double amount, String currency, String more) {
    return "{\"budgetDisplayName\":\"Ma'a yegue\",\"costAmount\":"
        + cost
        + ",\"costIntervalStart\":\"2025-11-01T07:00:00Z\",\"budgetAmount\":"
        + amount
        + ",\"budgetAmountType\":\"SPECIFIED_AMOUNT\",\"currencyCode\":\""
        + currency
        + "\""
        + more
        + "}";
  }

  void deliver(String json, Map<String, String> attributes, Instant published) throws Exception {
    if (function == null || !env.equals(functionsEnv)) {
      functionsEnv = Map.copyOf(env);
      function = new CostMonitorFunction(settings(), () -> now);
    }
    function.accept(event(json, attributes, published));
  }

  /** A function as on a new instance. */
  void restart() {
    function = null;
  }

  CloudEvent event(String json, Map<String, String> attributes, Instant published) {
    JsonObject message = new JsonObject();
    message.addProperty("data", Base64.getEncoder().encodeToString(json.getBytes(UTF_8)));
    JsonObject all = new JsonObject();
    attributes.forEach(all::addProperty);
    message.add("attributes", all);
    JsonObject body = new JsonObject();
    body.add("message", message);
    return CloudEventBuilder.v1()
        .withId("m" + ids.incrementAndGet())
        .withSource(URI.create("//pubsub.googleapis.com/projects/p/topics/billing-budget"))
        .withType("google.cloud.pubsub.topic.v1.messagePublished")
        .withTime(OffsetDateTime.ofInstant(published, ZoneOffset.UTC))
        .withData("application/json", body.toString().getBytes(UTF_8))
        .build();
  }

  DocumentSnapshot snapshot(String day) throws Exception {
    return firestore.document("cost_snapshots/" + day).get().get();
  }

  Object today(String path) throws Exception {
    return snapshot("2025-11-20").get(path);
  }

  /** All snapshots. */
  Map<String, Object> snapshots() throws Exception {
    Map<String, Object> all = new TreeMap<>();
    for (QueryDocumentSnapshot each :
        firestore.collection("cost_snapshots").get().get().getDocuments()) {
      all.put(each.getId(), each.getData());
    }
    return all;
  }

  /** A day of the past as a run of that day left it. */
  void past(String day, String metric, double value) throws Exception {
    Map<String, Object> fields = new HashMap<>();
    fields.put("day", day);
    fields.put("schema", 1L);
    fields.put("takenAt", Timestamp.parseTimestamp(day + "T06:00:00Z"));
    Map<String, Object> known = new HashMap<>(Map.of("status", "known", "value", value));
    known.put("unit", metric.equals("cost_month") ? "EUR" : "bytes");
    known.put("budgetId", "b1");
    fields.put("metrics", Map.of(metric, known));
    firestore.document("cost_snapshots/" + day).set(fields).get();
  }

  /** The newest run record. */
  Map<String, Object> lastRun() throws Exception {
    return firestore.collection("maintenance_runs").get().get().getDocuments().stream()
        .map(QueryDocumentSnapshot::getData)
        .reduce(
            (a, b) ->
                ((Timestamp) a.get("startedAt")).compareTo((Timestamp) b.get("startedAt")) > 0
                    ? a
                    : b)
        .orElseThrow();
  }

  /** The alerts since the last look, as {@code status dedupKey}. */
  List<String> alertKeys() throws Exception {
    return alerts().stream()
        .map(alert -> alert.get("status").getAsString() + " " + alert.get("dedupKey").getAsString())
        .toList();
  }

  List<JsonObject> alerts() throws Exception {
    List<JsonObject> alerts = new ArrayList<>();
    List<Received> received = pubSub.topics().pull("alerts");
    while (!received.isEmpty()) {
      received.forEach(each -> alerts.add(JsonParser.parseString(each.data()).getAsJsonObject()));
      received = pubSub.topics().pull("alerts");
    }
    return alerts;
  }
}

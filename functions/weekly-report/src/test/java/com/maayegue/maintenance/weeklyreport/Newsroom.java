package com.maayegue.maintenance.weeklyreport;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.cloud.firestore.Firestore;
import com.google.cloud.storage.Blob;
import com.google.cloud.storage.BlobId;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.Storage;
import com.google.gson.JsonParser;
import com.maayegue.maintenance.core.Env;
import com.maayegue.maintenance.core.RunOutcome;
import com.maayegue.maintenance.emulators.FirestoreEmulator;
import com.maayegue.maintenance.emulators.PubSubEmulator;
import com.maayegue.maintenance.localstorage.StorageServer;
import com.maayegue.maintenance.mailboxstandins.Delivered;
import com.maayegue.maintenance.mailboxstandins.StandIns;
import com.maayegue.maintenance.runrecords.FirestoreConnection;
import com.maayegue.maintenance.runrecords.Job;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

/** Firestore, Pub/Sub, Storage and a mailbox on this machine. */
final class Newsroom {
  static final String PROJECT = "demo-newsroom";
  static final String BUCKET = "sqlite";
  static final String REPORTS = "reports-bucket";
  private static Newsroom only;

  final FirestoreEmulator emulator;
  final PubSubEmulator pubSub;
  final StorageServer server;
  final StandIns standIns;
  final Firestore firestore;
  final Storage storage;
  final byte[] database;
  final Map<String, String> env = new HashMap<>();

  /** The one of this process, empty. It ends with the process. */
  static synchronized Newsroom empty() throws Exception {
    if (only == null) {
      only = new Newsroom(Files.createTempDirectory(Path.of("target"), "newsroom-"));
    }
    only.clear();
    return only;
  }

  private Newsroom(Path folder) throws Exception {
    emulator = FirestoreEmulator.start(PROJECT, folder);
    pubSub = PubSubEmulator.start(PROJECT, folder);
    for (String topic : List.of("maintenance-alerts", "weekly-report")) {
      pubSub.topics().createTopic(topic);
      pubSub.topics().subscribe(topic, "test-" + topic);
    }
    server = StorageServer.start(folder.resolve("buckets"), 0, false);
    standIns = StandIns.start();
    resetEnv();
    firestore = FirestoreConnection.open(settings().common());
    storage = settings().staging().connect(PROJECT);
    server.createBucket(BUCKET, true);
    server.createBucket(REPORTS, true);
    Path file = folder.resolve("app.db");
    SampleWeeks.write(file);
    database = Files.readAllBytes(file);
  }

  private void resetEnv() {
    env.clear();
    env.put("GOOGLE_CLOUD_PROJECT", PROJECT);
    env.put("SQLITE_BUCKET", BUCKET);
    env.put("REPORT_BUCKET", REPORTS);
    env.put("REPORT_RECIPIENTS", "direction@maayegue.com, ops@maayegue.com");
    env.put("SMTP_HOST", "127.0.0.1");
    env.put("SMTP_PORT", Integer.toString(standIns.smtpPort()));
    env.put("MAIL_FROM", "rapport@maayegue.com");
    env.put("SLACK_WEBHOOK_URL", standIns.slackWebhook().toString());
    env.put("FIRESTORE_EMULATOR_HOST", emulator.hostAndPort());
    env.put("PUBSUB_EMULATOR_HOST", pubSub.hostAndPort());
    env.put("STORAGE_EMULATOR_HOST", server.hostAndPort());
  }

  ReportSettings settings() {
    return ReportSettings.from(Env.of(env));
  }

  private void clear() throws Exception {
    resetEnv();
    standIns.clear();
    emulator.clear();
    pubSub.topics().pull("test-maintenance-alerts");
    for (String bucket : List.of(BUCKET, REPORTS)) {
      for (Blob blob : storage.list(bucket, Storage.BlobListOption.versions(true)).iterateAll()) {
        storage.delete(blob.getBlobId());
      }
    }
  }

  /** Everything that a report is made of. */
  void fill() throws Exception {
    stage(database);
    put("maintenance_runs", SampleLedgers.runs());
    put("alerts", SampleLedgers.alerts());
    put("cost_snapshots", SampleLedgers.costs());
  }

  void stage(byte[] bytes) {
    storage.create(BlobInfo.newBuilder(BlobId.of(BUCKET, "live/maa_yegue_app.db")).build(), bytes);
  }

  private void put(String collection, Map<String, Map<String, Object>> documents) throws Exception {
    var batch = firestore.batch();
    documents.forEach(
        (id, fields) ->
            batch.set(firestore.collection(collection).document(id.replace('/', '-')), fields));
    batch.commit().get();
  }

  WeeklyReport job(Instant now) {
    ReportSettings settings = settings();
    Editions editions = new Editions(firestore);
    ReportPages pages = new ReportPages(new Words(settings.language(), SampleWeeks.DOUALA));
    ReportStore store = new ReportStore(storage, settings.reports());
    return new WeeklyReport(
        settings,
        new ReportSources(settings.staging(), storage, new Ledgers(firestore), SampleWeeks.DOUALA),
        store,
        editions,
        pages,
        new Sending(settings, new Deliveries(), editions, pages, store, InstantSource.fixed(now)));
  }

  RunOutcome run(String message, String event, Instant now) throws Exception {
    return run(message, event, now, false);
  }

  RunOutcome run(String message, String event, Instant now, boolean dryRun) throws Exception {
    return job(now)
        .run(
            new Job.Frame(
                now,
                now.plus(Duration.ofMinutes(8)),
                dryRun,
                JsonParser.parseString(message).getAsJsonObject()),
            event);
  }

  List<Delivered> mails() {
    return standIns.delivered(Delivered.Medium.EMAIL);
  }

  List<Delivered> posts() {
    return standIns.delivered(Delivered.Medium.SLACK);
  }

  List<String> names() {
    return StreamSupport.stream(storage.list(REPORTS).iterateAll().spliterator(), false)
        .map(Blob::getName)
        .sorted()
        .toList();
  }

  String object(String name) {
    return new String(storage.readAllBytes(REPORTS, name), UTF_8);
  }
}

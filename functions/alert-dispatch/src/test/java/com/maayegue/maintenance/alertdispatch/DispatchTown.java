package com.maayegue.maintenance.alertdispatch;

import com.google.cloud.firestore.DocumentSnapshot;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.QueryDocumentSnapshot;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.maayegue.maintenance.core.Env;
import com.maayegue.maintenance.core.RunOutcome;
import com.maayegue.maintenance.emulators.FirestoreEmulator;
import com.maayegue.maintenance.mailboxstandins.Delivered;
import com.maayegue.maintenance.mailboxstandins.Delivered.Medium;
import com.maayegue.maintenance.mailboxstandins.StandIns;
import com.maayegue.maintenance.pubsub.Alert;
import com.maayegue.maintenance.pubsub.Alert.Severity;
import com.maayegue.maintenance.pubsub.Alert.Status;
import com.maayegue.maintenance.runrecords.FirestoreConnection;
import com.maayegue.maintenance.runrecords.Job;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Firestore, a mailbox and phones, and a clock that only moves when it is told to. */
final class DispatchTown implements AutoCloseable {
  static final String PROJECT = "demo-dispatch";
  static final String OPS = "+237650000001";
  static final String LEAD = "+237650000002";
  static final Instant START = Instant.parse("2025-10-07T10:00:00.123456789Z");
  static final String ROUTES =
      """
      {"people": {
         "ops": {"email": "ops@maayegue.com", "phone": "+237650000001"},
         "lead": {"email": "lead@maayegue.com", "phone": "+237650000002"}},
       "routes": [
         {"rule": "payment-failures", "repeat": "PT4H", "steps": [
            {"people": ["ops"], "by": ["email", "call"]},
            {"after": "PT30M", "people": ["lead"], "by": ["email", "call"]}]},
         {"rule": "posted", "steps": [{"people": ["ops"], "by": ["slack"]}]},
         {"steps": [{"people": ["ops"], "by": ["email"]}]}]}
      """;

  final FirestoreEmulator emulator;
  final Firestore firestore;
  final StandIns others;
  Instant now = START;

  private DispatchTown(FirestoreEmulator emulator, StandIns others) {
    this.emulator = emulator;
    this.others = others;
    this.firestore = connect();
  }

  static DispatchTown start(Path logs) throws IOException {
    return new DispatchTown(FirestoreEmulator.start(PROJECT, logs), StandIns.start());
  }

  void clear() throws IOException {
    emulator.clear();
    others.clear();
    now = START;
  }

  Firestore connect() {
    return FirestoreConnection.open(settings(Map.of()).common());
  }

  Map<String, String> env() {
    Map<String, String> env = new HashMap<>();
    env.put("GOOGLE_CLOUD_PROJECT", PROJECT);
    env.put("FIRESTORE_EMULATOR_HOST", emulator.hostAndPort());
    env.put("ALERT_ROUTES", ROUTES);
    env.put("SMTP_HOST", "127.0.0.1");
    env.put("SMTP_PORT", Integer.toString(others.smtpPort()));
    env.put("MAIL_FROM", "alerts@maayegue.com");
    env.put("SLACK_WEBHOOK_URL", others.slackWebhook().toString());
    env.put("TWILIO_BASE_URL", others.base().toString());
    env.put("TWILIO_ACCOUNT_SID", "AC00");
    env.put("TWILIO_AUTH_TOKEN", "token");
    env.put("TWILIO_FROM", "+237600000000");
    env.put("ACK_SECRET", "0123456789abcdef0123456789abcdef");
    env.put("ACK_BASE_URL", "https://ack.example.com");
    return env;
  }

  DispatchSettings settings(Map<String, String> changes) {
    Map<String, String> env = env();
    env.putAll(changes);
    return DispatchSettings.from(Env.of(env));
  }

  AlertDispatch dispatch() {
    return dispatch(Map.of(), firestore);
  }

  AlertDispatch dispatch(Map<String, String> changes, Firestore client) {
    return new AlertDispatch(settings(changes), client, () -> now);
  }

  Job.Frame frame(String message, boolean dryRun) {
    JsonObject json = JsonParser.parseString(message).getAsJsonObject();
    return new Job.Frame(now, now.plus(Duration.ofMinutes(8)), dryRun, json);
  }

  RunOutcome alert(Alert alert) throws Exception {
    return dispatch().run(frame(alert.toJson(), false));
  }

  RunOutcome tickAfter(Duration wait) throws Exception {
    now = now.plus(wait);
    return dispatch().run(frame("{}", false));
  }

  Alert firing(String rule) {
    return alert(rule, Status.FIRING, now);
  }

  Alert resolved(String rule) {
    return alert(rule, Status.RESOLVED, now);
  }

  static Alert alert(String rule, Status status, Instant at) {
    return new Alert(
        rule,
        Severity.CRITICAL,
        status,
        "12 paiements en échec · 12 payments failed",
        "MTN 7, Orange 5",
        new TreeMap<>(Map.of("provider", "campay")),
        rule,
        at,
        "docs/playbooks/" + rule + ".md");
  }

  /** Whom messages reached, such as {@code CALL +237650000001}. */
  List<String> reached() {
    return others.delivered().stream().map(each -> each.medium() + " " + each.to()).toList();
  }

  List<Delivered> reached(Medium medium) {
    return others.delivered(medium);
  }

  DocumentSnapshot incident(String key) throws Exception {
    return firestore.document("alerts/" + key).get().get();
  }

  /** The deliveries of a cause as {@code step0-ops-call}, with their documents. */
  Map<String, QueryDocumentSnapshot> deliveries(String key) throws Exception {
    Map<String, QueryDocumentSnapshot> deliveries = new TreeMap<>();
    for (QueryDocumentSnapshot each :
        firestore.collection("alerts/" + key + "/deliveries").get().get().getDocuments()) {
      String incident = each.getString("incident");
      deliveries.put(each.getId().substring(incident.length() + 1), each);
    }
    return deliveries;
  }

  @Override
  public void close() throws IOException {
    try {
      firestore.close();
    } catch (Exception failure) {
      throw new IOException(failure);
    } finally {
      others.close();
      emulator.close();
    }
  }
}

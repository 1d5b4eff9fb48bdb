package com.maayegue.maintenance.paymentfailurealert;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.cloud.Timestamp;
import com.google.cloud.firestore.DocumentSnapshot;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.Query;
import com.google.cloud.firestore.QueryDocumentSnapshot;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.maayegue.maintenance.core.Env;
import com.maayegue.maintenance.emulators.FirestoreEmulator;
import com.maayegue.maintenance.emulators.PubSubEmulator;
import com.maayegue.maintenance.emulators.PubSubTopics.Received;
import com.maayegue.maintenance.paymentstandins.PaymentStandIns;
import com.maayegue.maintenance.paymentstandins.StandInTransaction;
import com.maayegue.maintenance.runrecords.FirestoreConnection;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
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

/** Emulators, providers and the function, with a clock that stands until it is moved. */
final class Till implements AutoCloseable {
  static final String PROJECT = "demo-payments";

  /** For tests of providers that do not answer. */
  static final Map<String, String> IMPATIENT = Map.of("PROVIDER_TIME_LIMIT", "PT0.4S");

  static final Instant START = Instant.parse("2025-10-07T12:00:00Z");

  final FirestoreEmulator firestoreEmulator;
  final PubSubEmulator pubSub;
  final PaymentStandIns providers;
  final Firestore firestore;
  final Map<String, String> env = new HashMap<>();
  final AtomicLong ids = new AtomicLong();
  Instant now = START;
  PaymentFailureAlertFunction function;

  private static Till shared;

  /** One for all tests of this process; its emulators end with it. */
  static synchronized Till shared() throws Exception {
    if (shared == null) {
      shared = new Till(Files.createTempDirectory("till-"));
    }
    shared.clear();
    shared.restart();
    return shared;
  }

  Till(Path logs) throws Exception {
    firestoreEmulator = FirestoreEmulator.start(PROJECT, logs);
    pubSub = PubSubEmulator.start(PROJECT, logs);
    pubSub.topics().createTopic("maintenance-alerts");
    pubSub.topics().subscribe("maintenance-alerts", "alerts");
    providers = PaymentStandIns.start(0);
    env.put("GOOGLE_CLOUD_PROJECT", PROJECT);
    env.put("FIRESTORE_EMULATOR_HOST", firestoreEmulator.hostAndPort());
    env.put("PUBSUB_EMULATOR_HOST", pubSub.hostAndPort());
    env.put("CAMPAY_BASE_URL", providers.campayUrl());
    env.put("CAMPAY_USERNAME", PaymentStandIns.USERNAME);
    env.put("CAMPAY_PASSWORD", PaymentStandIns.PASSWORD);
    env.put("STRIPE_BASE_URL", providers.stripeUrl());
    env.put("STRIPE_API_KEY", PaymentStandIns.KEY);
    firestore = FirestoreConnection.open(settings().common());
    restart();
  }

  PaymentSettings settings() {
    return PaymentSettings.from(Env.of(env));
  }

  /** A function as on a new instance. */
  void restart() {
    restart(Map.of());
  }

  /** The same with other settings. */
  void restart(Map<String, String> changes) {
    Map<String, String> changed = new HashMap<>(env);
    changed.putAll(changes);
    function = new PaymentFailureAlertFunction(PaymentSettings.from(Env.of(changed)), () -> now);
  }

  void clear() throws Exception {
    firestoreEmulator.clear();
    providers.clear();
    alerts();
    now = START;
  }

  /** A pending payment, as the app makes it. */
  void pay(String id, String user, Object amount, String currency, String provider)
      throws Exception {
    pay(id, payment(id, user, amount, currency, provider));
  }

  void pay(String id, Map<String, Object> fields) throws Exception {
    firestore.document("payments/" + id).set(fields).get();
  }

  Map<String, Object> payment(
      String id, String user, Object amount, String currency, String provider) {
    Map<String, Object> fields = new HashMap<>();
    fields.put("userId", user);
    fields.put("provider", provider);
    fields.put("amount", amount);
    fields.put("currency", currency);
    fields.put("status", "pending");
    fields.put("plan", "premium");
    fields.put("transactionId", "tx-" + id);
    fields.put("createdAt", timestamp(now));
    fields.put("updatedAt", timestamp(now));
    return fields;
  }

  /** What CamPay says of the payment's transaction. */
  void campay(String id, String status, String amount, String reason) {
    providers
        .campay()
        .put(new StandInTransaction("tx-" + id, id, status, amount, "XAF", "MTN", reason, 0));
  }

  /** What Stripe says of the payment's transaction, as of now. */
  void stripe(String id, String status, String minor, String currency) {
    long at = now.getEpochSecond();
    providers
        .stripe()
        .put(new StandInTransaction("tx-" + id, id, status, minor, currency, null, null, at));
  }

  static JsonObject campayEvent(String id, String status) {
    JsonObject event = new JsonObject();
    event.addProperty("eventId", "campay-" + id + "-" + status);
    event.addProperty("provider", "campay");
    event.addProperty("type", "collect");
    event.addProperty("paymentId", id);
    event.addProperty("transactionId", "tx-" + id);
    event.addProperty("status", status);
    event.addProperty("amount", "2500.00");
    event.addProperty("currency", "XAF");
    event.addProperty("operator", "MTN");
    return event;
  }

  static JsonObject stripeEvent(
      String eventId, String type, String id, long minor, String currency) {
    JsonObject event = new JsonObject();
    event.addProperty("eventId", "stripe-" + eventId);
    event.addProperty("provider", "stripe");
    event.addProperty("type", type);
    event.addProperty("paymentId", id);
    event.addProperty("transactionId", "tx-" + id);
    event.addProperty("amountMinor", minor);
    event.addProperty("currency", currency);
    return event;
  }

  /** Delivers an event that was received just now, unless it says otherwise. */
  void deliver(JsonObject event) throws Exception {
    JsonObject message = event.deepCopy();
    if (!message.has("receivedAt")) {
      message.addProperty("receivedAt", now.toString());
    }
    publish(message.toString());
  }

  void sweep() throws Exception {
    publish("{\"sweep\":true}");
  }

  void publish(String json) throws Exception {
    function.accept(cloudEvent(json));
  }

  CloudEvent cloudEvent(String json) {
    JsonObject message = new JsonObject();
    message.addProperty("data", Base64.getEncoder().encodeToString(json.getBytes(UTF_8)));
    JsonObject body = new JsonObject();
    body.add("message", message);
    return CloudEventBuilder.v1()
        .withId("m" + ids.incrementAndGet())
        .withSource(URI.create("//pubsub.googleapis.com/projects/p/topics/payment-events"))
        .withType("google.cloud.pubsub.topic.v1.messagePublished")
        .withTime(OffsetDateTime.ofInstant(now, ZoneOffset.UTC))
        .withData("application/json", body.toString().getBytes(UTF_8))
        .build();
  }

  DocumentSnapshot get(String path) throws Exception {
    return firestore.document(path).get().get();
  }

  String status(String id) throws Exception {
    return get("payments/" + id).getString("status");
  }

  /** All documents but run records, without what depends on when a thing was written. */
  Map<String, Object> state(String... collections) throws Exception {
    Map<String, Object> state = new TreeMap<>();
    for (String collection : collections) {
      for (QueryDocumentSnapshot found :
          firestore.collection(collection).get().get().getDocuments()) {
        Map<String, Object> fields = new TreeMap<>(found.getData());
        fields.keySet().removeAll(List.of("updatedAt", "bookedAt", "expiresAt"));
        state.put(collection + "/" + found.getId(), fields);
      }
    }
    return state;
  }

  int count(String collection) throws Exception {
    return firestore.collection(collection).get().get().size();
  }

  /** Takes the alerts that were published since the last time. */
  List<JsonObject> alerts() throws Exception {
    List<JsonObject> alerts = new ArrayList<>();
    List<Received> received = pubSub.topics().pull("alerts");
    while (!received.isEmpty()) {
      received.forEach(each -> alerts.add(JsonParser.parseString(each.data()).getAsJsonObject()));
      received = pubSub.topics().pull("alerts");
    }
    return alerts;
  }

  /** The alerts of one rule, as {@code status dedupKey}. */
  List<String> alerts(String rule) throws Exception {
    return alerts().stream()
        .filter(alert -> alert.get("rule").getAsString().equals(rule))
        .map(alert -> alert.get("status").getAsString() + " " + alert.get("dedupKey").getAsString())
        .toList();
  }

  void wait(Duration duration) {
    now = now.plus(duration);
  }

  /** The newest run record. */
  Map<String, Object> lastRun() throws Exception {
    return firestore
        .collection("maintenance_runs")
        .orderBy("startedAt", Query.Direction.DESCENDING)
        .limit(1)
        .get()
        .get()
        .getDocuments()
        .get(0)
        .getData();
  }

  /** All that is kept of payments. */
  Map<String, Object> everything() throws Exception {
    return state("payments", "payment_events", "subscriptions", "notifications");
  }

  static Timestamp timestamp(Instant instant) {
    return Timestamp.ofTimeSecondsAndNanos(instant.getEpochSecond(), instant.getNano());
  }

  @Override
  public void close() throws IOException {
    try {
      firestore.close();
    } catch (Exception failed) {
      throw new IOException("Firestore's client did not close", failed);
    }
    providers.close();
    pubSub.close();
    firestoreEmulator.close();
  }
}

package com.maayegue.maintenance.notificationpurge;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.Timestamp;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.QueryDocumentSnapshot;
import com.google.cloud.firestore.WriteBatch;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.maayegue.maintenance.core.Env;
import com.maayegue.maintenance.emulators.FirestoreEmulator;
import com.maayegue.maintenance.emulators.FunctionProcess;
import com.maayegue.maintenance.emulators.FunctionSpec;
import com.maayegue.maintenance.emulators.InvokerJar;
import com.maayegue.maintenance.emulators.PubSubEmulator;
import com.maayegue.maintenance.emulators.PubSubTopics.Received;
import com.maayegue.maintenance.runrecords.FirestoreConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The deployable jar in the invoker, with nothing but the documented environment. */
class NotificationPurgeIT {
  private static final String PROJECT = "demo-purge-it";

  @TempDir private static Path logs;
  private static FirestoreEmulator firestoreEmulator;
  private static PubSubEmulator pubSub;
  private static Firestore firestore;

  @BeforeAll
  static void startEmulators() throws Exception {
    firestoreEmulator = FirestoreEmulator.start(PROJECT, logs);
    pubSub = PubSubEmulator.start(PROJECT, logs);
    for (String topic : List.of("maintenance-alerts", "notification-purge")) {
      pubSub.topics().createTopic(topic);
      pubSub.topics().subscribe(topic, "test-" + topic);
    }
    firestore = FirestoreConnection.open(PurgeSettings.from(Env.of(env(true))).common());
  }

  @AfterAll
  static void stopEmulators() throws Exception {
    firestore.close();
    pubSub.close();
    firestoreEmulator.close();
  }

  @BeforeEach
  void clear() throws Exception {
    firestoreEmulator.clear();
  }

  @ParameterizedTest
  @MethodSource("com.maayegue.maintenance.emulators.InvokerJar#tried")
  void purgesInTheInvoker(String invoker) throws Exception {
    put("old", 31);
    put("young", 29);
    Instant eventTime = Instant.now();
    try (FunctionProcess function =
        FunctionProcess.start(spec(env(false)), InvokerJar.find(invoker), 0)) {
      assertThat(
              function.deliver("1", eventTime, "notification-purge", "{\"dryRun\":true}").status())
          .isEqualTo(200);
      assertThat(left()).isEqualTo(2);
      assertThat(
              function.deliver("2", eventTime.plusSeconds(1), "notification-purge", "{}").status())
          .isEqualTo(200);
      assertThat(left()).isEqualTo(1);

      Map<String, Object> record =
          firestore
              .document("maintenance_runs/notification-purge-" + eventTime.plusSeconds(1))
              .get()
              .get()
              .getData();
      assertThat(record)
          .containsEntry("function", "notification-purge")
          .containsEntry("outcome", "Done")
          .containsEntry("dryRun", false)
          .containsEntry("version", "0.1.0")
          .containsKeys("startedAt", "finishedAt", "counts", "failures");
      JsonObject line = lastLine(function.log());
      assertThat(line.get("outcome").getAsString()).isEqualTo("Done");
      assertThat(line.getAsJsonObject("counts").get("deleted").getAsLong()).isEqualTo(1);
    }
  }

  @Test
  void keepsOneRecordForEachDelivery() throws Exception {
    put("young", 1);
    put("old", 31);
    Instant eventTime = Instant.now();
    try (FunctionProcess function = FunctionProcess.start(spec(env(false)))) {
      function.deliver("1", eventTime, "notification-purge", "{}");
      function.deliver("1", eventTime, "notification-purge", "{}");
    }
    List<QueryDocumentSnapshot> records =
        firestore.collection("maintenance_runs").get().get().getDocuments();
    assertThat(records).hasSize(2).allMatch(record -> "Done".equals(record.getString("outcome")));
    assertThat(records)
        .extracting(record -> record.get("counts.deleted"))
        .containsExactlyInAnyOrder(1L, 0L);
  }

  @Test
  void refusesAMessageThatIsNotJsonWithoutAskingForItAgain() throws Exception {
    put("old", 31);
    try (FunctionProcess function = FunctionProcess.start(spec(env(false)))) {
      assertThat(
              function.deliver("1", Instant.now(), "notification-purge", "{\"dryRun\":").status())
          .isEqualTo(200);
      assertThat(function.deliver("2", Instant.now(), "notification-purge", "[]").status())
          .isEqualTo(200);
      assertThat(
              function
                  .deliver("3", Instant.now(), "notification-purge", "{\"dryRun\":\"no\"}")
                  .status())
          .isEqualTo(200);
    }
    assertThat(left()).isEqualTo(1);
    List<Received> alerts = pubSub.topics().pull("test-maintenance-alerts");
    assertThat(alerts)
        .hasSize(3)
        .allSatisfy(
            alert -> {
              JsonObject json = JsonParser.parseString(alert.data()).getAsJsonObject();
              assertThat(json.get("rule").getAsString()).isEqualTo("notification-purge-failed");
              assertThat(json.get("status").getAsString()).isEqualTo("firing");
              assertThat(json.getAsJsonObject("labels").get("cause").getAsString())
                  .isEqualTo("message");
            });
  }

  @Test
  void goesOnByItselfWhenTheTimeLimitWasReached() throws Exception {
    for (int batch = 0; batch < 3; batch++) {
      WriteBatch writes = firestore.batch();
      for (int i = 0; i < 400; i++) {
        writes.set(
            firestore.document("notifications/n" + batch + "-" + i),
            Map.of("created_at", timestamp(40)));
      }
      writes.commit().get();
    }
    Map<String, String> slow = env(false);
    slow.put("DELETES_PER_SECOND", "50");
    slow.put("PARALLELISM", "1");
    slow.put("RUN_TIME_LIMIT", "PT5S");
    try (FunctionProcess function = FunctionProcess.start(spec(slow))) {
      assertThat(function.deliver("1", Instant.now(), "notification-purge", "{}").status())
          .isEqualTo(200);
      assertThat(lastLine(function.log()).get("outcome").getAsString()).isEqualTo("Partial");
    }
    assertThat(pubSub.topics().pull("test-notification-purge"))
        .hasSize(1)
        .extracting(Received::data)
        .containsExactly("{}");
  }

  @Test
  void exitsBeforeServingWithAllProblemsAtOnce() throws Exception {
    Map<String, String> wrong = env(false);
    wrong.remove("GOOGLE_CLOUD_PROJECT");
    wrong.put("RETENTION", "thirty days");
    FunctionSpec spec = spec(wrong);
    assertThat(FunctionProcess.exitCodeOf(spec)).isEqualTo(1);
    assertThat(Files.readString(spec.log()))
        .contains("GOOGLE_CLOUD_PROJECT: expected a value")
        .contains("RETENTION: expected an ISO 8601 duration");
  }

  @Test
  void asksForTheEventAgainWhenFirestoreIsAway() throws Exception {
    FirestoreEmulator dying =
        FirestoreEmulator.start(PROJECT, Files.createDirectories(logs.resolve("dying")));
    Map<String, String> elsewhere = env(false);
    elsewhere.put("FIRESTORE_EMULATOR_HOST", dying.hostAndPort());
    try (FunctionProcess function = FunctionProcess.start(spec(elsewhere))) {
      assertThat(function.deliver("1", Instant.now(), "notification-purge", "{}").status())
          .isEqualTo(200);
      dying.close();
      assertThat(function.deliver("2", Instant.now(), "notification-purge", "{}").status())
          .isEqualTo(500);
      assertThat(function.isAlive()).isTrue();
    }
  }

  private static FunctionSpec spec(Map<String, String> env) {
    return new FunctionSpec(
        "notification-purge",
        Path.of(System.getProperty("deployable")),
        NotificationPurgeFunction.class.getName(),
        env,
        FunctionSpec.quick("-Xmx192m"),
        logs.resolve("notification-purge.log"));
  }

  private static Map<String, String> env(boolean dryRun) {
    Map<String, String> env = new HashMap<>();
    env.put("GOOGLE_CLOUD_PROJECT", PROJECT);
    env.put("DRY_RUN", Boolean.toString(dryRun));
    env.put("FIRESTORE_EMULATOR_HOST", firestoreEmulator.hostAndPort());
    env.put("PUBSUB_EMULATOR_HOST", pubSub.hostAndPort());
    return env;
  }

  private static JsonObject lastLine(String log) {
    List<String> lines = log.lines().filter(line -> line.startsWith("{\"severity\"")).toList();
    return JsonParser.parseString(lines.get(lines.size() - 1)).getAsJsonObject();
  }

  private static void put(String id, int daysOld) throws Exception {
    firestore.document("notifications/" + id).set(Map.of("created_at", timestamp(daysOld))).get();
  }

  private static int left() throws Exception {
    return firestore.collection("notifications").get().get().size();
  }

  private static Timestamp timestamp(int daysOld) {
    Instant instant = Instant.now().minus(Duration.ofDays(daysOld));
    return Timestamp.ofTimeSecondsAndNanos(instant.getEpochSecond(), instant.getNano());
  }
}

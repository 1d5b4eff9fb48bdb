package com.maayegue.maintenance.runrecords;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.QueryDocumentSnapshot;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.maayegue.maintenance.core.CommonSettings;
import com.maayegue.maintenance.core.Env;
import com.maayegue.maintenance.core.RunLog;
import com.maayegue.maintenance.core.RunOutcome;
import com.maayegue.maintenance.emulators.FirestoreEmulator;
import com.maayegue.maintenance.emulators.PubSubEmulator;
import com.maayegue.maintenance.pubsub.Outbox;
import com.maayegue.maintenance.pubsub.TopicPublisher;
import com.maayegue.maintenance.pubsub.Trigger;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobRunnerTest {
  private static final String PROJECT = "demo-runs";
  private static final Instant NOW = Instant.parse("2025-10-07T02:00:00Z");

  @TempDir private static Path logs;
  private static FirestoreEmulator firestoreEmulator;
  private static PubSubEmulator pubSub;
  private static Firestore firestore;

  private final ByteArrayOutputStream log = new ByteArrayOutputStream();
  private String alertTopic = "maintenance-alerts";

  @BeforeAll
  static void start() throws Exception {
    firestoreEmulator = FirestoreEmulator.start(PROJECT, logs);
    pubSub = PubSubEmulator.start(PROJECT, logs);
    for (String topic : List.of("maintenance-alerts", "some-job")) {
      pubSub.topics().createTopic(topic);
      pubSub.topics().subscribe(topic, "test-" + topic);
    }
    firestore = FirestoreConnection.open(settings("maintenance-alerts"));
  }

  @AfterAll
  static void stop() throws Exception {
    firestore.close();
    pubSub.close();
    firestoreEmulator.close();
  }

  @BeforeEach
  void clear() throws Exception {
    firestoreEmulator.clear();
    pubSub.topics().pull("test-maintenance-alerts");
    pubSub.topics().pull("test-some-job");
  }

  @Test
  void aRunThatIsGoingOnIsVisible() throws Exception {
    run(
        "{}",
        frame -> {
          QueryDocumentSnapshot record = onlyRecord();
          assertThat(record.getId()).isEqualTo("some-job-2025-10-07T01:59:00Z");
          assertThat(record.get("finishedAt")).isNull();
          assertThat(record.get("outcome")).isNull();
          assertThat(record.getTimestamp("startedAt").toDate().toInstant()).isEqualTo(NOW);
          assertThat(record.getTimestamp("expiresAt").toDate().toInstant())
              .isEqualTo(NOW.plus(Duration.ofDays(400)));
          return new RunOutcome.Done(Map.of("deleted", 3L));
        });
    assertThat(onlyRecord().getData())
        .containsEntry("outcome", "Done")
        .containsEntry("version", "1.2.3")
        .containsEntry("counts", Map.of("deleted", 3L));
    assertThat(onlyRecord().get("finishedAt")).isNotNull();
    assertThat(pubSub.topics().pull("test-maintenance-alerts")).isEmpty();
  }

  @Test
  void aMessageCanOnlyMakeARunSafer() throws Exception {
    run("{\"dryRun\":true}", frame -> done(frame.dryRun()));
    assertThat(onlyRecord().getBoolean("dryRun")).isTrue();
  }

  @Test
  void saysWhichMessageSetARunOffUnlessItIsLong() throws Exception {
    run("{\"mode\": \"monthly\"}", frame -> done(false));
    assertThat(onlyRecord().getString("message")).isEqualTo("{\"mode\":\"monthly\"}");
    firestoreEmulator.clear();
    run("{\"event\":\"" + "x".repeat(300) + "\"}", frame -> done(false));
    assertThat(onlyRecord().getString("message")).isEqualTo("…");
  }

  @Test
  void canWriteOverTheRecordOfTheRunBefore() throws Exception {
    RunRecords records = new RunRecords(firestore, "some-job", "1.2.3");
    for (int run = 0; run < 2; run++) {
      Trigger trigger =
          new Trigger("id-" + run, NOW.plusSeconds(run), new JsonObject(), Optional.empty());
      records.finish(
          records.startOver("tick", trigger, false, NOW), new RunOutcome.Done(Map.of()), NOW);
    }
    assertThat(onlyRecord().getId()).isEqualTo("some-job-tick");
    assertThat(onlyRecord().getString("event")).isEqualTo("id-1");
  }

  @Test
  void raisesAnAlertForAFailureAndAnswersTheEvent() throws Exception {
    RunOutcome outcome = run("{}", frame -> new RunOutcome.Failed("clock", "late"));
    assertThat(outcome).isInstanceOf(RunOutcome.Failed.class);
    assertThat(alert("status")).isEqualTo("firing");
    assertThat(onlyRecord().get("failures")).isEqualTo(List.of("late"));
  }

  @Test
  void endsAsFailedWhatCannotSucceedLater() throws Exception {
    RunOutcome outcome =
        run(
            "{}",
            frame -> {
              throw new IllegalStateException("broken");
            });
    assertThat(outcome.reason()).isEqualTo("IllegalStateException: broken");
    assertThat(alert("rule")).isEqualTo("some-job-failed");
  }

  @Test
  void asksForTheEventAgainAfterATransientFailure() throws Exception {
    assertThatThrownBy(
            () ->
                run(
                    "{}",
                    frame -> {
                      throw new IOException("reset");
                    }))
        .isInstanceOf(IOException.class);
    assertThat(onlyRecord().getString("outcome")).isEqualTo("Failed");
    assertThat(pubSub.topics().pull("test-maintenance-alerts")).isEmpty();
  }

  @Test
  void tellsTheEndOfAnAlertOnce() throws Exception {
    firestore.document("alerts/some-job-failed").set(Map.of("state", "firing")).get();
    run("{}", frame -> done(true));
    assertThat(alert("status")).isEqualTo("resolved");
    firestore.document("alerts/some-job-failed").set(Map.of("state", "resolved")).get();
    run("{}", frame -> done(true));
    assertThat(pubSub.topics().pull("test-maintenance-alerts")).isEmpty();
  }

  @Test
  void goesOnByItselfOnlyWhenItCameForward() throws Exception {
    run("{}", frame -> new RunOutcome.Partial(Map.of(), "time", List.of(), true));
    assertThat(pubSub.topics().pull("test-some-job")).hasSize(1);
    run("{\"dryRun\":true}", frame -> new RunOutcome.Partial(Map.of(), "time", List.of(), true));
    assertThat(pubSub.topics().pull("test-some-job")).isEmpty();
    run("{}", frame -> new RunOutcome.Partial(Map.of(), "stuck", List.of(), false));
    assertThat(pubSub.topics().pull("test-some-job")).isEmpty();
    assertThat(alert("summary")).isEqualTo("stuck");
  }

  @Test
  void goesOnWithWhatTheMessageAskedFor() throws Exception {
    run(
        "{\"mode\":\"monthly\"}",
        frame ->
            new RunOutcome.Partial(
                Map.of(), frame.message().get("mode").getAsString(), List.of(), true));
    assertThat(onlyRecord().getString("reason")).isEqualTo("monthly");
    assertThat(pubSub.topics().pull("test-some-job").get(0).data())
        .isEqualTo("{\"mode\":\"monthly\"}");
  }

  @Test
  void saysWhichAlertTopicIsMissing() throws Exception {
    alertTopic = "no-such-topic";
    run("{}", frame -> new RunOutcome.Failed("clock", "late"));
    assertThat(log.toString(UTF_8))
        .contains("Pub/Sub topic no-such-topic answered 404; not published:");
    assertThat(onlyRecord().getString("outcome")).isEqualTo("Failed");
  }

  @Test
  void keepsTwentyFailuresAtMost() throws Exception {
    List<String> failures = IntStream.range(0, 50).mapToObj(i -> "f" + i).toList();
    run("{}", frame -> new RunOutcome.Failed(Map.of(), "many", "many", failures));
    assertThat((List<?>) onlyRecord().get("failures")).hasSize(20);
  }

  private RunOutcome run(String data, Job job) throws Exception {
    CommonSettings settings = settings(alertTopic);
    TopicPublisher publisher = new TopicPublisher(PROJECT, settings.pubSubEmulator());
    RunLog runLog = new RunLog(new PrintStream(log, true, UTF_8), "some-job", PROJECT);
    Outbox outbox = new Outbox(publisher, settings.alertTopic(), runLog);
    return new JobRunner(
            "some-job", "1.2.3", settings, firestore, outbox, runLog, InstantSource.fixed(NOW))
        .run(event(data), job);
  }

  private static RunOutcome done(boolean flag) {
    return new RunOutcome.Done(Map.of("flag", flag ? 1L : 0L));
  }

  private static QueryDocumentSnapshot onlyRecord() throws Exception {
    List<QueryDocumentSnapshot> records =
        firestore.collection("maintenance_runs").get().get().getDocuments();
    assertThat(records).hasSize(1);
    return records.get(0);
  }

  private static String alert(String field) throws IOException {
    String json = pubSub.topics().pull("test-maintenance-alerts").get(0).data();
    return JsonParser.parseString(json).getAsJsonObject().get(field).getAsString();
  }

  private static CommonSettings settings(String alertTopic) {
    return CommonSettings.from(
        Env.of(
            Map.of(
                "GOOGLE_CLOUD_PROJECT",
                PROJECT,
                "DRY_RUN",
                "false",
                "ALERT_TOPIC",
                alertTopic,
                "FIRESTORE_EMULATOR_HOST",
                firestoreEmulator.hostAndPort(),
                "PUBSUB_EMULATOR_HOST",
                pubSub.hostAndPort())),
        true);
  }

  private static CloudEvent event(String data) {
    String body =
        "{\"message\":{\"data\":\""
            + Base64.getEncoder().encodeToString(data.getBytes(UTF_8))
            + "\"}}";
    return CloudEventBuilder.v1()
        .withId("1")
        .withSource(URI.create("//pubsub.googleapis.com/projects/demo/topics/some-job"))
        .withType("google.cloud.pubsub.topic.v1.messagePublished")
        .withTime(Instant.parse("2025-10-07T01:59:00Z").atOffset(ZoneOffset.UTC))
        .withData("application/json", body.getBytes(UTF_8))
        .build();
  }
}

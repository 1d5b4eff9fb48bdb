package com.maayegue.maintenance.notificationpurge;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.Timestamp;
import com.google.cloud.firestore.CollectionReference;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.QueryDocumentSnapshot;
import com.google.cloud.firestore.WriteBatch;
import com.google.gson.JsonObject;
import com.maayegue.maintenance.core.Env;
import com.maayegue.maintenance.core.RunOutcome;
import com.maayegue.maintenance.emulators.FirestoreEmulator;
import com.maayegue.maintenance.runrecords.FirestoreConnection;
import com.maayegue.maintenance.runrecords.Job;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NotificationPurgeTest {
  private static final String PROJECT = "demo-purge";
  private static final Instant NOW = Instant.parse("2025-10-07T02:00:00Z");

  @TempDir private static Path logs;
  private static FirestoreEmulator emulator;
  private static Firestore firestore;

  private final Map<String, String> env = new HashMap<>();

  @BeforeAll
  static void startEmulator() throws Exception {
    emulator = FirestoreEmulator.start(PROJECT, logs);
    Env env =
        Env.of(
            Map.of(
                "GOOGLE_CLOUD_PROJECT",
                PROJECT,
                "FIRESTORE_EMULATOR_HOST",
                emulator.hostAndPort()));
    firestore = FirestoreConnection.open(PurgeSettings.from(env).common());
  }

  @AfterAll
  static void stopEmulator() throws Exception {
    firestore.close();
    emulator.close();
  }

  @BeforeEach
  void clear() throws Exception {
    emulator.clear();
    env.put("GOOGLE_CLOUD_PROJECT", PROJECT);
    env.put("FIRESTORE_EMULATOR_HOST", emulator.hostAndPort());
  }

  @Test
  void purgesEveryTypeOfDateByTheSameRule() throws Exception {
    Instant old = NOW.minus(Duration.ofDays(31));
    Instant young = NOW.minus(Duration.ofDays(29));
    put("old-timestamp", timestamp(old));
    put("old-long", old.toEpochMilli());
    put("old-double", (double) old.toEpochMilli());
    put("old-text", old.toString());
    put("old-local-text", "2025-08-01T10:00:00.000");
    put("old-day", "2025-08-01");
    put("young-timestamp", timestamp(young));
    put("young-long", young.toEpochMilli());
    put("young-text", young.toString());
    put("young-local-text", "2025-09-30T10:00:00.000");
    put("future", timestamp(NOW.plus(Duration.ofDays(400))));
    put("null", null);
    put("seconds", old.getEpochSecond());
    put("zero", 0L);
    put("map", Map.of("seconds", 1));
    put("boolean", true);
    put("almost-text", "2025-08-99T10:00:00");
    put("other-text", "hier");
    firestore.document("notifications/missing").set(Map.of("title", "?")).get();

    RunOutcome outcome = run(false);

    assertThat(outcome).isInstanceOf(RunOutcome.Done.class);
    assertThat(left())
        .containsExactlyInAnyOrder(
            "young-timestamp",
            "young-long",
            "young-text",
            "young-local-text",
            "future",
            "null",
            "seconds",
            "zero",
            "map",
            "boolean",
            "almost-text",
            "other-text",
            "missing");
    assertThat(outcome.counts())
        .containsEntry("documents", 19L)
        .containsEntry("deleted", 6L)
        .containsEntry("kept.withoutField", 1L)
        .containsEntry("kept.unreadable", 7L);
  }

  @Test
  void keepsTheBoundaryExactInEveryType() throws Exception {
    Instant cutoff = NOW.minus(Duration.ofDays(30));
    for (int seconds : List.of(-3600, -1, 0, 1, 3600)) {
      Instant at = cutoff.plusSeconds(seconds);
      put("timestamp" + seconds, timestamp(at));
      put("long" + seconds, at.toEpochMilli());
      put("text" + seconds, at.toString());
      put("local" + seconds, at.plusSeconds(3600).toString().replace("Z", ""));
    }
    run(false);
    assertThat(left()).hasSize(12).noneMatch(id -> id.contains("-"));
  }

  @Test
  void dryRunChangesNothingAndSaysWhatWouldGo() throws Exception {
    for (int days : List.of(31, 45, 61, 100, 200, 400)) {
      put("d" + days, timestamp(NOW.minus(Duration.ofDays(days))));
    }
    put("number", NOW.minus(Duration.ofDays(31)).toEpochMilli());
    put("young", timestamp(NOW));

    RunOutcome outcome = run(true);

    assertThat(left()).hasSize(8);
    assertThat(outcome.counts())
        .containsEntry("wouldDelete", 7L)
        .containsEntry("wouldDelete.age.30-60d", 3L)
        .containsEntry("wouldDelete.age.over-365d", 1L)
        .containsEntry("wouldDelete.date.timestamp", 6L)
        .containsEntry("wouldDelete.date.number", 1L)
        .containsEntry("wouldDelete.type.lesson", 7L)
        .containsEntry("wouldDelete.costXaf", 0L)
        .doesNotContainKey("deleted");
  }

  @Test
  void neverPurgesWhatIsYoungerThanSevenDays() throws Exception {
    put("six-days", timestamp(NOW.minus(Duration.ofDays(6))));
    put("eight-days", timestamp(NOW.minus(Duration.ofDays(8))));
    env.put("RETENTION", "PT1S");
    run(false);
    assertThat(left()).containsExactly("six-days");
  }

  @Test
  void aSecondRunChangesNothing() throws Exception {
    many(1_200);
    put("young", timestamp(NOW));
    run(false);
    Set<String> after = left();
    assertThat(run(false).counts()).containsEntry("deleted", 0L);
    assertThat(left()).isEqualTo(after).containsExactly("young");
  }

  @Test
  void purgesThousandsOfOneInstant() throws Exception {
    CollectionReference all = firestore.collection("notifications");
    // More than a page, so that the next one has to begin between documents of one date.
    int count = SlicePages.SIZE + 700;
    Map<String, Object> same = notification(timestamp(NOW.minus(Duration.ofDays(90))));
    for (int from = 0; from < count; from += 5_000) {
      WriteBatch batch = firestore.batch();
      for (int i = from; i < Math.min(count, from + 5_000); i++) {
        batch.set(all.document("same" + i), same);
      }
      batch.commit().get();
    }
    assertThat(run(false).counts()).containsEntry("deleted", (long) count);
    assertThat(left()).isEmpty();
  }

  @Test
  void sharesTheWorkOnManyPages() throws Exception {
    many(2 * SlicePages.SIZE + 300);
    put("young", timestamp(NOW));
    assertThat(run(false).counts()).containsEntry("deleted", 2L * SlicePages.SIZE + 300);
    assertThat(left()).containsExactly("young");
  }

  @Test
  void twoRunsAtOnceDeleteTheSameAsOne() throws Exception {
    many(4_000);
    put("young", timestamp(NOW));
    CompletableFuture<RunOutcome> other = CompletableFuture.supplyAsync(this::runQuietly);
    RunOutcome mine = run(false);
    assertThat(mine).isInstanceOf(RunOutcome.Done.class);
    assertThat(other.get()).isInstanceOf(RunOutcome.Done.class);
    assertThat(left()).containsExactly("young");
  }

  @Test
  void stopsBeforeItsDeadlineAndGoesOnInTheNextRun() throws Exception {
    many(4_000);
    RunOutcome first = run(false, tickingClock(Duration.ofSeconds(1)), NOW.plusSeconds(12));
    assertThat(first).isInstanceOf(RunOutcome.Partial.class);
    assertThat(first.counts().get("deleted")).isBetween(500L, 3_999L);
    assertThat(left()).hasSize((int) (4_000 - first.counts().get("deleted")));

    assertThat(run(false)).isInstanceOf(RunOutcome.Done.class);
    assertThat(left()).isEmpty();
  }

  @Test
  void doesNotBeginWhatTheRampForbidsBeforeTheDeadline() throws Exception {
    many(2_000);
    env.put("DELETES_PER_SECOND", "1");
    RunOutcome outcome = run(false, InstantSource.fixed(NOW), NOW.plusSeconds(10));
    assertThat(outcome).isInstanceOf(RunOutcome.Partial.class);
    assertThat(outcome.counts().get("deleted")).isLessThanOrEqualTo(500L);
  }

  @Test
  void saysThatACollectionIsEmptyOrUnknown() throws Exception {
    env.put("COLLECTION", "notificatons");
    RunOutcome outcome = run(false);
    assertThat(outcome).isInstanceOf(RunOutcome.Skipped.class);
    assertThat(outcome.reason()).contains("'notificatons' has no documents");
  }

  private RunOutcome run(boolean dryRun) throws Exception {
    return run(dryRun, InstantSource.fixed(NOW), NOW.plusSeconds(60));
  }

  private RunOutcome runQuietly() {
    try {
      return run(false);
    } catch (Exception failure) {
      throw new IllegalStateException(failure);
    }
  }

  private RunOutcome run(boolean dryRun, InstantSource clock, Instant deadline) throws Exception {
    PurgeSettings settings = PurgeSettings.from(Env.of(env));
    return new NotificationPurge(firestore, settings, clock)
        .run(new Job.Frame(NOW, deadline, dryRun, new JsonObject()));
  }

  private static InstantSource tickingClock(Duration each) {
    AtomicInteger ticks = new AtomicInteger();
    return () -> NOW.plus(each.multipliedBy(ticks.getAndIncrement()));
  }

  private static void many(int count) throws Exception {
    for (int from = 0; from < count; from += 500) {
      WriteBatch batch = firestore.batch();
      IntStream.range(from, Math.min(count, from + 500))
          .forEach(
              i ->
                  batch.set(
                      firestore.document("notifications/n" + i),
                      notification(
                          timestamp(NOW.minus(Duration.ofDays(31)).minusSeconds(i * 60L)))));
      batch.commit().get();
    }
  }

  private static void put(String id, Object createdAt) throws Exception {
    firestore.document("notifications/" + id).set(notification(createdAt)).get();
  }

  private static Map<String, Object> notification(Object createdAt) {
    Map<String, Object> fields =
        new HashMap<>(Map.of("userId", "u1", "type", "lesson", "read", false));
    fields.put("created_at", createdAt);
    return fields;
  }

  private static Set<String> left() throws Exception {
    Set<String> ids = new TreeSet<>();
    for (QueryDocumentSnapshot found : firestore.collection("notifications").get().get()) {
      ids.add(found.getId());
    }
    return ids;
  }

  private static Timestamp timestamp(Instant instant) {
    return Timestamp.ofTimeSecondsAndNanos(instant.getEpochSecond(), instant.getNano());
  }
}

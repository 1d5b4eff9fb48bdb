package com.maayegue.maintenance.databasebackup;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.storage.BlobId;
import com.google.cloud.storage.BlobInfo;
import com.google.gson.JsonObject;
import com.maayegue.maintenance.core.RunOutcome;
import com.maayegue.maintenance.databasebackups.Backup;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The job on real parts, but for the invoker. */
class DatabaseBackupTest {
  // What storage says of when an object came cannot be set, so neither can this.
  private final Instant now = Instant.now();
  private Yard yard;

  @BeforeEach
  void start() throws Exception {
    yard = Yard.empty();
  }

  @Test
  void backsUpTheOnlyDatabaseInTheSameRun() throws Exception {
    yard.stage(Yard.APP, "a");
    RunOutcome outcome = yard.run(now);
    assertThat(outcome).isInstanceOf(RunOutcome.Done.class);
    assertThat(outcome.counts()).containsEntry("stored", 1L).containsEntry("backups", 1L);
    assertThat(yard.catalog().newestProven(Yard.APP)).isPresent();
    assertThat(yard.asked()).isEmpty();
    assertThat(yard.alerts()).isEmpty();
  }

  @Test
  void skipsWhatHasNotChanged() throws Exception {
    yard.stage(Yard.APP, "a");
    yard.run(now);
    List<String> stored = yard.names("");
    RunOutcome again = yard.run(now.plusSeconds(60));
    assertThat(again).isInstanceOf(RunOutcome.Skipped.class);
    assertThat(again.reason()).contains("has not changed since backups/maa_yegue_app/");
    assertThat(yard.names("")).isEqualTo(stored);
  }

  @Test
  void asksForEachOfSeveralDatabases() throws Exception {
    yard.env.put("DATABASES", "maa_yegue_app, cameroon_languages");
    RunOutcome outcome = yard.run(now);
    assertThat(outcome.counts()).containsExactly(Map.entry("databases", 2L));
    assertThat(yard.asked())
        .containsExactly(
            "{\"database\":\"cameroon_languages\"}", "{\"database\":\"maa_yegue_app\"}");
    assertThat(yard.names("")).isEmpty();
    yard.stage("cameroon_languages", "b");
    assertThat(yard.run(now, "{\"database\":\"cameroon_languages\"}", false).counts())
        .containsEntry("stored", 1L);
  }

  @Test
  void saysThatItCannotAskForEach() throws Exception {
    yard.env.put("DATABASES", "one,two");
    yard.env.put("GOOGLE_CLOUD_PROJECT", Yard.PROJECT);
    yard.stage("one", "a");
    RunOutcome outcome = yard.runOnTopic("no-such-topic", now);
    assertThat(outcome).isInstanceOf(RunOutcome.Failed.class);
    assertThat(((RunOutcome.Failed) outcome).cause()).isEqualTo("publish");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"\"other\"", "\"../live\"", "\"\"", "3", "null", "[\"maa_yegue_app\"]", "{}"})
  void refusesADatabaseThatItDoesNotKnow(String database) throws Exception {
    yard.stage(Yard.APP, "a");
    RunOutcome outcome = yard.run(now, "{\"database\":" + database + "}", false);
    assertThat(((RunOutcome.Failed) outcome).cause()).isEqualTo("message");
    assertThat(outcome.reason()).contains("expected database to be one of [maa_yegue_app]");
    assertThat(yard.names("backups/")).isEmpty();
  }

  @Test
  void aDryRunSaysWhatItWouldDoAndChangesNothing() throws Exception {
    yard.env.put("DATABASES", "maa_yegue_app,cameroon_languages");
    keepDays(1);
    yard.stage(Yard.APP, "a");
    yard.stage("cameroon_languages", "b");
    yard.past("cameroon_languages", now.minus(Duration.ofDays(5)));
    yard.stage("cameroon_languages", "c");
    yard.past("cameroon_languages", now);
    List<String> before = yard.names("");
    RunOutcome outcome = yard.run(now, "{}", true);
    assertThat(outcome.counts())
        .containsEntry("wouldStore", 1L)
        .containsEntry("unchanged", 1L)
        .containsEntry("wouldPrune", 1L);
    assertThat(yard.names("")).isEqualTo(before);
    assertThat(yard.asked()).isEmpty();
  }

  @Test
  void prunesOldOnesOnceTheNewestIsProven() throws Exception {
    keepDays(2);
    backUpSevenDays();
    orphan(now.minus(Duration.ofDays(3)).plusSeconds(1));
    yard.stage(Yard.APP, "today");
    RunOutcome outcome = yard.run(now);
    assertThat(outcome.counts())
        .containsEntry("stored", 1L)
        .containsEntry("pruned", 6L)
        .containsEntry("cleaned", 1L)
        .containsEntry("backups", 2L);
    assertThat(yard.names("backups/")).hasSize(4);
  }

  @Test
  void quarantinesWhatIsNotIntactAndPrunesNothing() throws Exception {
    keepDays(1);
    backUpSevenDays();
    byte[] damaged = Yard.fixture("damaged-index-page");
    long generation = yard.stage(Yard.APP, damaged);
    List<String> before = yard.names("backups/");
    for (int run = 0; run < 2; run++) {
      RunOutcome outcome = yard.run(now.plusSeconds(run));
      assertThat(((RunOutcome.Failed) outcome).cause()).isEqualTo("not-intact");
      assertThat(yard.names("backups/")).isEqualTo(before);
      assertThat(yard.names("quarantine/"))
          .hasSize(2)
          .allMatch(name -> name.contains("-" + generation + "."));
      JsonObject alert = yard.alerts().get(0);
      assertThat(alert.get("rule").getAsString()).isEqualTo("database-not-intact");
      assertThat(alert.get("severity").getAsString()).isEqualTo("critical");
      assertThat(alert.get("status").getAsString()).isEqualTo("firing");
      assertThat(alert.get("dedupKey").getAsString())
          .isEqualTo("database-not-intact-maa_yegue_app");
      assertThat(alert.get("summary").getAsString()).contains("missing from index");
    }
    assertThat(yard.storage.readAllBytes(Yard.BUCKET, "live/maa_yegue_app.db")).isEqualTo(damaged);
  }

  @Test
  void tellsOnceThatADatabaseIsIntactAgain() throws Exception {
    yard.firestore
        .document("alerts/database-not-intact-maa_yegue_app")
        .set(Map.of("state", "firing"))
        .get();
    yard.stage(Yard.APP, "mended");
    yard.run(now);
    assertThat(yard.alerts())
        .singleElement()
        .matches(alert -> alert.get("status").getAsString().equals("resolved"));
    yard.firestore
        .document("alerts/database-not-intact-maa_yegue_app")
        .set(Map.of("state", "resolved"))
        .get();
    yard.run(now.plusSeconds(1));
    assertThat(yard.alerts()).isEmpty();
  }

  @Test
  void prunesNothingWhenTheClockWasSetBack() throws Exception {
    keepDays(1);
    yard.stage(Yard.APP, "old");
    yard.past(Yard.APP, now.minus(Duration.ofDays(20)));
    yard.stage(Yard.APP, "new");
    yard.past(Yard.APP, now);
    RunOutcome back = yard.run(now.minus(Duration.ofDays(10)));
    assertThat(back.counts()).doesNotContainKey("pruned");
    assertThat(yard.log()).contains("no backup is pruned: it is ");
    yard.stage(Yard.APP, "newer");
    RunOutcome stored = yard.run(now.minus(Duration.ofDays(10)));
    assertThat(stored.counts()).containsEntry("stored", 1L).doesNotContainKey("pruned");
  }

  @Test
  void failsWhereThereIsNoDatabase() throws Exception {
    RunOutcome absent = yard.run(now);
    assertThat(((RunOutcome.Failed) absent).cause()).isEqualTo("database");
    yard.env.put("SQLITE_BUCKET", "nowhere");
    assertThat(yard.run(now).reason()).contains("the bucket 'nowhere' (SQLITE_BUCKET) is absent");
  }

  @Test
  void warnsOfABucketThatKeepsNoVersions() throws Exception {
    yard.stage(Yard.APP, "a");
    yard.run(now);
    assertThat(yard.log()).doesNotContain("keeps no old versions");
    yard.storageServer.createBucket(Yard.BUCKET, false);
    yard.run(now);
    assertThat(yard.log())
        .contains("\"severity\":\"WARNING\"")
        .contains("the bucket yard (SQLITE_BUCKET) keeps no old versions");
  }

  @Test
  void reportsABackupThatWasAlteredAndTakesAnother() throws Exception {
    yard.stage(Yard.APP, "a");
    yard.run(now);
    Backup first = yard.catalog().backups(Yard.APP).get(0);
    yard.storage.create(BlobInfo.newBuilder(Yard.BUCKET, first.object()).build(), new byte[9]);
    RunOutcome outcome = yard.run(now.plusSeconds(5));
    assertThat(outcome.counts()).containsEntry("stored", 1L).containsEntry("oddities", 1L);
    assertThat(yard.log()).contains(first.object() + ": not what its manifest says");
  }

  @Test
  void backsUpAHundredDatabases() throws Exception {
    StringBuilder names = new StringBuilder("db_0");
    for (int i = 1; i < 100; i++) {
      names.append(",db_").append(i);
    }
    yard.env.put("DATABASES", names.toString());
    yard.run(now);
    var messages = yard.asked();
    assertThat(messages).hasSize(100);
    for (int i = 0; i < 100; i++) {
      yard.stage("db_" + i, "n" + i);
    }
    messages.parallelStream()
        .forEach(
            message -> {
              try {
                assertThat(yard.run(now, message, false)).isInstanceOf(RunOutcome.Done.class);
              } catch (Exception failure) {
                throw new AssertionError(message, failure);
              }
            });
    for (int i = 0; i < 100; i++) {
      assertThat(yard.catalog().newestProven("db_" + i)).isPresent();
    }
  }

  private void keepDays(int days) {
    yard.env.put("RETENTION_DAILY", Integer.toString(days));
    yard.env.put("RETENTION_WEEKLY", "0");
    yard.env.put("RETENTION_MONTHLY", "0");
  }

  /** From nine days ago to three. */
  private void backUpSevenDays() throws Exception {
    for (int day = 9; day >= 3; day--) {
      yard.stage(Yard.APP, "day " + day);
      yard.past(Yard.APP, now.minus(Duration.ofDays(day)));
    }
  }

  /** What a run that was killed has left. */
  private void orphan(Instant at) {
    String name =
        "backups/maa_yegue_app/" + at.toString().substring(0, 19).replace(":", "") + "Z.db.zst";
    yard.storage.create(
        BlobInfo.newBuilder(BlobId.of(Yard.BUCKET, name))
            .setMetadata(Map.of("source-generation", "1"))
            .build(),
        new byte[3]);
  }
}

package com.maayegue.maintenance.inactiveusercleanup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.Timestamp;
import com.google.cloud.firestore.DocumentSnapshot;
import com.google.cloud.firestore.QueryDocumentSnapshot;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.maayegue.maintenance.core.RunOutcome;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InactiveUserCleanupTest {
  private static final Instant NOW = Instant.parse("2025-10-01T01:00:00Z");
  private static final Instant OLD = NOW.minus(Duration.ofDays(400));
  private static final Instant LATELY = NOW.minus(Duration.ofDays(5));
  private static final Map<String, Object> NOTHING_MORE = Map.of();

  @TempDir private static Path folder;
  private static Town town;

  @BeforeAll
  static void start() throws Exception {
    town = new Town(folder);
  }

  @AfterAll
  static void stop() throws Exception {
    town.close();
  }

  /** One account that left, and one that is there. */
  @BeforeEach
  void seed() throws Exception {
    town.clear();
    town.account(
        "left",
        OLD,
        OLD,
        Map.of("email", "left@example.com", "passwordHash", "aGFzaA", "salt", "c2FsdA"));
    town.account("here", OLD, LATELY, NOTHING_MORE);
    town.stage(
        connection -> {
          Town.user(connection, "left", OLD);
          Town.user(connection, "here", LATELY);
        });
  }

  @Test
  void givesNoticeFirstAndDeletesOnlyAfterTheNoticePeriod() throws Exception {
    RunOutcome first = town.run(NOW, false);

    assertThat(first).isInstanceOf(RunOutcome.Done.class);
    assertThat(first.counts())
        .containsEntry("accounts", 2L)
        .containsEntry("noticed", 1L)
        .doesNotContainKey("deleted");
    assertThat(town.accounts()).containsExactly("here", "left");
    DocumentSnapshot notice = town.firestore.document("account_deletions/left").get().get();
    assertThat(notice.getString("state")).isEqualTo("noticed");
    assertThat(notice.getTimestamp("noticedAt").toDate().toInstant()).isEqualTo(NOW);
    assertThat(notice.getTimestamp("deleteAfter").toDate().toInstant())
        .isEqualTo(NOW.plus(Duration.ofDays(28)));
    List<QueryDocumentSnapshot> mails =
        town.firestore.collection("mail").get().get().getDocuments();
    assertThat(mails).hasSize(1);
    assertThat(mails.get(0).get("to")).isEqualTo(List.of("left@example.com"));
    assertThat(mails.get(0).getString("message.subject")).contains("29 octobre 2025");
    assertThat(mails.get(0).getString("message.text"))
        .contains("Bonjour")
        .contains("October 29, 2025");

    RunOutcome early = town.run(NOW.plus(Duration.ofDays(27)), false);
    assertThat(early.counts()).containsEntry("waiting", 1L);
    assertThat(town.accounts()).containsExactly("here", "left");

    RunOutcome due = town.run(NOW.plus(Duration.ofDays(28)), false);
    assertThat(due.counts()).containsEntry("deleted", 1L);
    assertThat(town.accounts()).containsExactly("here");
    assertThat(town.deletions()).isEqualTo(Map.of("left", "deleted"));
    assertThat(town.firestore.collection("mail").get().get().size()).isEqualTo(1);
  }

  @Test
  void archivesTheWholeAccountAndDisablesItsRowBeforeItGoes() throws Exception {
    town.env.put("NOTICE_PERIOD", "P0D");
    town.run(NOW, false);

    assertThat(town.accounts()).containsExactly("here");
    JsonObject kept = JsonParser.parseString(town.archived().get(0)).getAsJsonObject();
    assertThat(kept.get("localId").getAsString()).isEqualTo("left");
    assertThat(kept.get("email").getAsString()).isEqualTo("left@example.com");
    assertThat(kept.get("passwordHash").getAsString()).isNotEmpty();
    assertThat(kept.get("salt").getAsString()).isNotEmpty();
    assertThat(town.query("SELECT firebase_uid FROM users WHERE is_active = 0"))
        .containsExactly("left");
    assertThat(town.query("SELECT updated_at FROM users WHERE is_active = 0"))
        .containsExactly(Long.toString(NOW.toEpochMilli()));
    assertThat(town.query("SELECT action || ' ' || user_id || ' ' || timestamp FROM admin_logs"))
        .containsExactly("user_deactivate row-left 2025-10-01T01:00:00.000Z");
    assertThat(town.deletions()).isEqualTo(Map.of("left", "deleted"));
  }

  @Test
  void dryRunChangesNothingAndCountsByReason() throws Exception {
    town.env.put("NOTICE_PERIOD", "P0D");
    town.account("admin", OLD, OLD, NOTHING_MORE);
    town.account("held", OLD, OLD, Map.of("customAttributes", "{\"maintenanceHold\":true}"));
    town.account("never", OLD, null, NOTHING_MORE);
    town.editLive(
        "INSERT INTO users (user_id, firebase_uid, role, created_at, updated_at) VALUES ('a', 'admin', 'admin', 1, 1)");
    long generation = generation();

    RunOutcome outcome = town.run(NOW, true);

    assertThat(outcome.counts())
        .containsEntry("accounts", 5L)
        .containsEntry("alive", 1L)
        .containsEntry("inactive", 2L)
        .containsEntry("inactive.neverSignedIn", 1L)
        .containsEntry("protected.role", 1L)
        .containsEntry("protected.hold", 1L)
        .containsEntry("wouldDelete", 2L);
    assertThat(town.accounts()).hasSize(5);
    assertThat(town.deletions()).isEmpty();
    assertThat(town.archived()).isEmpty();
    assertThat(generation()).isEqualTo(generation);
  }

  @Test
  void aSecondRunChangesNothing() throws Exception {
    town.env.put("NOTICE_PERIOD", "P0D");
    town.run(NOW, false);
    long generation = generation();
    RunOutcome again = town.run(NOW.plusSeconds(60), false);
    assertThat(again).isInstanceOf(RunOutcome.Done.class);
    assertThat(generation()).isEqualTo(generation);
    assertThat(town.archivedUids()).containsExactly("left");
    assertThat(town.accounts()).containsExactly("here");
  }

  @Test
  void cancelsWhenTheOwnerComesBackDuringTheNotice() throws Exception {
    town.run(NOW, false);
    town.signIn("left", NOW.plus(Duration.ofDays(3)));
    RunOutcome outcome = town.run(NOW.plus(Duration.ofDays(30)), false);
    assertThat(outcome.counts()).containsEntry("returned", 1L);
    assertThat(town.accounts()).containsExactly("here", "left");
    assertThat(town.deletions()).isEqualTo(Map.of("left", "cancelled"));
    assertThat(town.archived()).isEmpty();
  }

  @Test
  void givesBackWhatItTookWhenTheOwnerSignsInAfterTheRowWasDisabled() throws Exception {
    town.env.put("NOTICE_PERIOD", "P0D");
    MomentStorage storage =
        new MomentStorage(town.storage, "live/", () -> town.signIn("left", NOW.minusSeconds(1)));
    RunOutcome outcome = town.run(NOW, false, storage.proxy());
    assertThat(storage.happened()).isTrue();
    assertThat(outcome.counts()).containsEntry("returned", 1L).containsEntry("enabledInSqlite", 1L);
    assertThat(town.accounts()).containsExactly("here", "left");
    assertThat(town.query("SELECT is_active FROM users WHERE firebase_uid = 'left'"))
        .containsExactly("1");
    assertThat(town.query("SELECT action FROM admin_logs ORDER BY log_id"))
        .containsExactly("user_deactivate", "user_reactivate");
    assertThat(town.deletions()).isEqualTo(Map.of("left", "cancelled"));
  }

  @Test
  void sparesAnAccountWhoseProgressArrivesAfterTheRowWasDisabled() throws Exception {
    town.env.put("NOTICE_PERIOD", "P0D");
    String progress =
        "INSERT INTO user_progress (user_id, content_type, content_id, created_at, updated_at) VALUES ('row-left',"
            + " 'lesson', 1, 1, "
            + LATELY.toEpochMilli()
            + ")";
    MomentStorage storage = new MomentStorage(town.storage, "live/", () -> town.editLive(progress));
    town.run(NOW, false, storage.proxy());
    assertThat(storage.happened()).isTrue();
    assertThat(town.accounts()).containsExactly("here", "left");
    assertThat(town.query("SELECT is_active FROM users WHERE firebase_uid = 'left'"))
        .containsExactly("1");
  }

  @Test
  void losesNoRowWhenSomeoneElseChangesTheDatabaseMeanwhile() throws Exception {
    town.env.put("NOTICE_PERIOD", "P0D");
    MomentStorage storage =
        new MomentStorage(
            town.storage,
            "archive/",
            () ->
                town.editLive(
                    "INSERT INTO app_metadata (key, value, updated_at) VALUES ('other', 'writer', 1)"));
    RunOutcome outcome = town.run(NOW, false, storage.proxy());
    assertThat(storage.happened()).isTrue();
    assertThat(outcome.counts()).containsEntry("deleted", 1L);
    assertThat(town.query("SELECT value FROM app_metadata WHERE key = 'other'"))
        .containsExactly("writer");
    assertThat(town.query("SELECT firebase_uid FROM users WHERE is_active = 0"))
        .containsExactly("left");
  }

  @Test
  void enablesAtTheNextRunWhatADeadRunLeftDisabled() throws Exception {
    town.editLive("UPDATE users SET is_active = 0 WHERE firebase_uid = 'here'");
    town.editLive(
        "INSERT INTO admin_logs (action, user_id, details, timestamp) VALUES ('user_deactivate', 'row-here',"
            + " '{\"by\":\"inactive-user-cleanup\"}', '2025-09-01T01:00:00.000Z')");
    RunOutcome outcome = town.run(NOW, false);
    assertThat(outcome.counts()).containsEntry("enabledInSqlite", 1L);
    assertThat(town.query("SELECT is_active FROM users WHERE firebase_uid = 'here'"))
        .containsExactly("1");
  }

  @Test
  void leavesDisabledWhatAnAdministratorDisabled() throws Exception {
    town.editLive("UPDATE users SET is_active = 0 WHERE firebase_uid = 'here'");
    town.editLive(
        "INSERT INTO admin_logs (action, user_id, details, timestamp) VALUES ('user_deactivate', 'row-here',"
            + " '{\"reason\":\"abuse\"}', '2025-09-01T01:00:00.000Z')");
    town.run(NOW, false);
    assertThat(town.query("SELECT is_active FROM users WHERE firebase_uid = 'here'"))
        .containsExactly("0");
  }

  @Test
  void twoRunsAtOnceEndAsOne() throws Exception {
    town.env.put("NOTICE_PERIOD", "P0D");
    for (int i = 0; i < 30; i++) {
      town.account("also" + i, OLD, OLD, NOTHING_MORE);
    }
    CompletableFuture<RunOutcome> other = CompletableFuture.supplyAsync(this::runQuietly);
    RunOutcome mine = town.run(NOW, false);
    assertThat(mine).isInstanceOf(RunOutcome.Done.class);
    assertThat(other.get()).isInstanceOf(RunOutcome.Done.class);
    assertThat(town.accounts()).containsExactly("here");
    assertThat(town.deletions())
        .hasSize(31)
        .allSatisfy((uid, state) -> assertThat(state).isEqualTo("deleted"));
    assertThat(town.archivedUids()).hasSize(31).doesNotHaveDuplicates();
    assertThat(town.query("SELECT count(*) FROM admin_logs")).containsExactly("1");
  }

  @Test
  void twoRunsAtOnceSendOneNotice() throws Exception {
    CompletableFuture<RunOutcome> other = CompletableFuture.supplyAsync(this::runQuietly);
    town.run(NOW, false);
    other.get();
    assertThat(town.firestore.collection("mail").get().get().size()).isEqualTo(1);
  }

  @Test
  void breaksWhenTooManyLookInactive() throws Exception {
    town.env.put("MAX_DELETIONS_PERCENT", "49");
    RunOutcome outcome = town.run(NOW, false);
    assertThat(outcome).isInstanceOf(RunOutcome.Failed.class);
    assertThat(((RunOutcome.Failed) outcome).cause()).isEqualTo("breaker");
    assertThat(outcome.reason()).contains("1 of 2 accounts").contains("MAX_DELETIONS_PERCENT = 49");
    assertThat(town.deletions()).isEmpty();
  }

  @Test
  void breaksWhenTheClockIsBehindTheActivity() throws Exception {
    town.signIn("here", NOW.plus(Duration.ofDays(1)));
    RunOutcome outcome = town.run(NOW, false);
    assertThat(((RunOutcome.Failed) outcome).cause()).isEqualTo("clock");
    assertThat(town.deletions()).isEmpty();
  }

  @Test
  void noticesAnAccountWithoutEmailWithoutAMail() throws Exception {
    town.account("nomail", OLD, OLD, Map.of("phoneNumber", "+237600000000"));
    assertThat(town.run(NOW, false).counts())
        .containsEntry("noticed", 2L)
        .containsEntry("noticed.withoutEmail", 1L);
    assertThat(town.deletions()).containsEntry("nomail", "noticed");
    assertThat(town.firestore.collection("mail").get().get().size()).isEqualTo(1);
  }

  @Test
  void keepsItsPromiseToTheOwnerWhenTheNoticePeriodIsTurnedOff() throws Exception {
    town.run(NOW, false);
    town.env.put("NOTICE_PERIOD", "P0D");
    assertThat(town.run(NOW.plusSeconds(60), false).counts()).containsEntry("waiting", 1L);
    assertThat(town.accounts()).containsExactly("here", "left");
  }

  @Test
  void promisesAnewWhenADocumentLostItsDate() throws Exception {
    town.firestore.document("account_deletions/left").set(Map.of("state", "noticed")).get();
    assertThat(town.run(NOW, false).counts()).containsEntry("noticed", 1L);
  }

  @Test
  void recordsAsDeletedWhatADeadRunDeleted() throws Exception {
    Map<String, Object> begun =
        Map.of(
            "state",
            "deleting",
            "deleteAfter",
            Timestamp.ofTimeSecondsAndNanos(NOW.getEpochSecond() - 60, 0));
    town.firestore.document("account_deletions/vanished").set(begun).get();
    assertThat(town.run(NOW, false).counts()).containsEntry("alreadyGone", 1L);
    assertThat(town.deletions()).containsEntry("vanished", "deleted");
  }

  @Test
  void putsNothingPersonalIntoItsLog() throws Exception {
    town.run(NOW, false);
    assertThat(town.log.toString(UTF_8)).doesNotContain("example.com");
  }

  private RunOutcome runQuietly() {
    try {
      return town.run(NOW, false);
    } catch (Exception failure) {
      throw new IllegalStateException(failure);
    }
  }

  private static long generation() {
    return town.storage.get(Town.BUCKET, "live/maa_yegue_app.db").getGeneration();
  }
}

package com.maayegue.maintenance.inactiveusercleanup;

import static org.assertj.core.api.Assertions.assertThat;

import com.maayegue.maintenance.core.RunOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Owners who come back, other writers and other runs, at the worst moment. */
class CleanupRacesTest {
  private static final Instant NOW = Instant.parse("2025-10-01T01:00:00Z");
  private static final Instant OLD = NOW.minus(Duration.ofDays(400));
  private static final Instant LATELY = NOW.minus(Duration.ofDays(5));
  private static final Map<String, Object> NOTHING_MORE = Map.of();

  private Town town;

  /** One account that left, and one that is there. */
  @BeforeEach
  void seed() throws Exception {
    town = Town.empty();
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

  private RunOutcome runQuietly() {
    try {
      return town.run(NOW, false);
    } catch (Exception failure) {
      throw new IllegalStateException(failure);
    }
  }
}

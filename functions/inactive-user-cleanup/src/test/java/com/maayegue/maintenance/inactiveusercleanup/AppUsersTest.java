package com.maayegue.maintenance.inactiveusercleanup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.maayegue.maintenance.inactiveusercleanup.Activity.AppUser;
import com.maayegue.maintenance.sampledata.AppSchema;
import com.maayegue.maintenance.stagedsqlite.DatabaseFile;
import com.maayegue.maintenance.stagedsqlite.UnusableDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AppUsersTest {
  private static final Instant NOW = Instant.parse("2025-10-01T01:00:00Z");
  private static final long PAST = NOW.toEpochMilli() - 1;
  private static final long FUTURE = NOW.toEpochMilli() + 1;

  @TempDir private Path folder;
  private Connection connection;

  @BeforeEach
  void create() throws SQLException {
    connection = DatabaseFile.open(folder.resolve("app.db"));
    AppSchema.create(connection, NOW);
    Town.user(connection, "u1", null);
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
  }

  @Test
  void findsNothingOfAnAccountWithoutRow() throws SQLException {
    assertThat(find("stranger")).isEmpty();
  }

  @Test
  void takesTheKeyForTheAccountWhereNoOtherIsSet() throws SQLException {
    Town.sql(connection, "UPDATE users SET firebase_uid = NULL, user_id = 'u1'");
    assertThat(find("u1")).hasSize(1);
  }

  @Test
  void doesNotTakeTheKeyOfSomeoneElseForTheAccount() throws SQLException {
    Town.sql(connection, "UPDATE users SET firebase_uid = 'other', user_id = 'u1'");
    assertThat(find("u1")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"true", "false"})
  void readsTheNewestProgressWithAndWithoutItsIndex(boolean index) throws SQLException {
    if (!index) {
      Town.sql(connection, "DROP INDEX idx_user_progress_user");
    }
    progress("1000");
    progress("1759280400000");
    progress("500");
    assertThat(only().times()).containsExactly(Instant.ofEpochMilli(1_759_280_400_000L));
    assertThat(only().unreadable()).isFalse();
  }

  @Test
  void readsTextInIntegerColumns() throws SQLException {
    progress("'2025-09-30T10:00:00.000'");
    Town.sql(connection, "UPDATE users SET last_login = '2025-09-30T10:00:00.000Z'");
    assertThat(only().times())
        .containsExactlyInAnyOrder(
            Instant.parse("2025-09-30T09:00:00Z"), Instant.parse("2025-09-30T10:00:00Z"));
    assertThat(only().unreadable()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"true", "false"})
  void seesThatATimeCannotBeRead(boolean index) throws SQLException {
    if (!index) {
      Town.sql(connection, "DROP INDEX idx_user_progress_user");
    }
    progress("1000");
    progress("'hier soir'");
    assertThat(only().unreadable()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "free,-,false",
        "premium,-,true",
        "premium,0,true",
        "premium,soon,true",
        "lifetime,1,true",
        "Lifetime,1,true"
      })
  void takesAnEndThatCannotBeReadForRunning(String status, String expires, boolean running)
      throws SQLException {
    subscribe(status, expires == null ? "NULL" : "'" + expires + "'");
    assertThat(only().subscribed()).isEqualTo(running);
  }

  @Test
  void knowsThatASubscriptionRanOut() throws SQLException {
    subscribe("vip", Long.toString(PAST));
    assertThat(only().subscribed()).isFalse();
    subscribe("vip", Long.toString(FUTURE));
    assertThat(only().subscribed()).isTrue();
    subscribe("free", Long.toString(FUTURE));
    assertThat(only().subscribed()).isFalse();
  }

  @Test
  void believesThePaidSubscriptionBeforeTheUsersColumns() throws SQLException {
    Town.sql(
        connection,
        "INSERT INTO subscriptions (subscription_id, user_id, plan_type, status, start_date, end_date, created_at,"
            + " updated_at) VALUES ('s', 'row-u1', 'monthly', 'active', 1, "
            + FUTURE
            + ", 1, 1)");
    assertThat(only().subscribed()).isTrue();
    Town.sql(connection, "UPDATE subscriptions SET end_date = " + PAST);
    assertThat(only().subscribed()).isFalse();
    Town.sql(connection, "UPDATE subscriptions SET status = 'cancelled', end_date = " + FUTURE);
    assertThat(only().subscribed()).isFalse();
  }

  @Test
  void needsNoTableOfSubscriptions() throws SQLException {
    Town.sql(connection, "DROP TABLE subscriptions");
    assertThat(only().subscribed()).isFalse();
  }

  @Test
  void namesTheColumnsThatItMisses() throws SQLException {
    Town.sql(connection, "ALTER TABLE users DROP COLUMN last_login");
    assertThatThrownBy(
            () ->
                com.maayegue.maintenance.inactiveusercleanup.AppSchema.check(
                    connection, "gs://b/live/a.db"))
        .isInstanceOf(UnusableDatabase.class)
        .hasMessage("gs://b/live/a.db: expected columns [last_login] in table users");
  }

  private void progress(String updatedAt) throws SQLException {
    Town.sql(
        connection,
        "INSERT INTO user_progress (user_id, content_type, content_id, created_at, updated_at) VALUES ('row-u1',"
            + " 'lesson', 1, 1, "
            + updatedAt
            + ")");
  }

  private void subscribe(String status, String expires) throws SQLException {
    Town.sql(
        connection,
        "UPDATE users SET subscription_status = '"
            + status
            + "', subscription_expires_at = "
            + expires);
  }

  private AppUser only() throws SQLException {
    List<AppUser> found = find("u1");
    assertThat(found).hasSize(1);
    return found.get(0);
  }

  private List<AppUser> find(String uid) throws SQLException {
    try (AppUsers users = new AppUsers(connection, ZoneId.of("Africa/Douala"), NOW)) {
      return users.find(uid);
    }
  }
}

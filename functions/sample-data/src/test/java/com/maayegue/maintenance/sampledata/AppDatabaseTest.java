package com.maayegue.maintenance.sampledata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AppDatabaseTest {
  private static final Instant NOW = Instant.parse("2026-03-01T09:30:00Z");
  private static final DatabasePlan DEMO = DatabasePlan.demo(NOW);

  @TempDir static Path folder;
  private static Path demo;

  @BeforeAll
  static void writeTheDemo() throws Exception {
    demo = folder.resolve("demo.db");
    new AppDatabase(DEMO).write(demo);
  }

  @Test
  void isAboutTwentyMegabytesInTheDemo() throws Exception {
    assertThat(Files.size(demo)).isCloseTo(DatabasePlan.DEMO_BYTES, Percentage.withPercentage(15));
  }

  @Test
  void comesCloseToOtherSizesToo() throws Exception {
    Path file = folder.resolve("60.db");
    new AppDatabase(DatabasePlan.ofSize(AccountPlan.of(1, NOW, 10_000), 60_000_000)).write(file);
    assertThat(Files.size(file)).isCloseTo(60_000_000L, Percentage.withPercentage(15));
  }

  @Test
  void isIntactAndEveryForeignKeyFindsItsParent() throws Exception {
    assertThat(texts(demo, "PRAGMA integrity_check")).containsExactly("ok");
    assertThat(texts(demo, "PRAGMA foreign_key_check")).isEmpty();
    assertThat(texts(demo, "SELECT value FROM app_metadata WHERE key = 'db_version'"))
        .containsExactly("2");
  }

  @Test
  void hasRowsInEveryTable() throws Exception {
    for (String table :
        texts(
            demo,
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name <> 'sqlite_sequence'")) {
      assertThat(number(demo, "SELECT count(*) FROM " + table)).as(table).isPositive();
    }
    assertThat(number(demo, "SELECT count(*) FROM user_progress")).isEqualTo(DEMO.progressRows());
  }

  @Test
  void hasARowForEachAccountThatSaysSo() throws Exception {
    Map<String, Long> newest = new HashMap<>();
    Map<String, Long> logins = new HashMap<>();
    try (Connection connection = open(demo);
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT firebase_uid, last_login, max(p.updated_at) FROM users"
                    + " LEFT JOIN user_progress p USING (user_id) GROUP BY user_id")) {
      while (rows.next()) {
        logins.put(rows.getString(1), rows.getObject(2) == null ? null : rows.getLong(2));
        newest.put(rows.getString(1), rows.getObject(3) == null ? null : rows.getLong(3));
      }
    }
    SampleAccounts accounts = new SampleAccounts(DEMO.accounts());
    assertThat(accounts.stream())
        .allSatisfy(
            account -> {
              String uid = account.auth().uid();
              assertThat(logins.containsKey(uid)).isEqualTo(account.appUser().isPresent());
              assertThat(logins.get(uid)).isEqualTo(millis(account, AppUser::lastLogin));
              assertThat(newest.get(uid)).isEqualTo(millis(account, AppUser::newestProgress));
            });
    assertThat(logins)
        .hasSize((int) accounts.stream().filter(a -> a.appUser().isPresent()).count());
  }

  private static Long millis(SampleAccount account, Function<AppUser, Optional<Instant>> date) {
    return account.appUser().flatMap(date).map(Instant::toEpochMilli).orElse(null);
  }

  @Test
  void holdsWhatTheWeeklyCleanUpLooksFor() throws Exception {
    long codes = number(demo, "SELECT count(*) FROM otp_codes");
    // Read as instants, a time without zone being an hour ahead of UTC.
    String expired =
        "SELECT count(*) FROM otp_codes WHERE julianday(expires_at)"
            + " - CASE WHEN expires_at LIKE '%Z' THEN 0 ELSE 1 / 24.0 END < julianday('2026-03-01 09:30')";
    assertThat(number(demo, expired)).isBetween(codes / 2, codes - 10);
    assertThat(number(demo, "SELECT count(*) FROM otp_codes WHERE expires_at < '2026-03-01 09:30'"))
        .as("a comparison of texts keeps what expired today")
        .isLessThan(number(demo, expired) - 10);

    assertThat(number(demo, "SELECT count(*) FROM daily_limits WHERE limit_date < '2026-01-30'"))
        .isPositive();
    assertThat(number(demo, "SELECT count(*) FROM daily_limits WHERE limit_date >= '2026-01-30'"))
        .isPositive();
    assertThat(number(demo, "SELECT count(*) FROM admin_logs WHERE timestamp < '2025-09-02'"))
        .isPositive();
    assertThat(texts(demo, "SELECT DISTINCT currency FROM payments ORDER BY 1"))
        .containsExactly("EUR", "XAF");
    assertThat(texts(demo, "SELECT DISTINCT status FROM payments ORDER BY 1"))
        .containsExactly("completed", "failed", "pending", "refunded");
  }

  @Test
  void givesARunningSubscriptionToThoseWhomItProtects() throws Exception {
    String running =
        "SELECT count(*) FROM subscriptions JOIN users USING (user_id) WHERE status = 'active'"
            + " AND end_date > %1$d AND (subscription_expires_at > %1$d OR plan_type = 'lifetime')";
    Map<AccountKind, Integer> counts = DEMO.accounts().counts();
    assertThat(number(demo, running.formatted(NOW.toEpochMilli())))
        .isEqualTo(
            counts.get(AccountKind.SUBSCRIBER)
                + counts.get(AccountKind.ABSENT_PREMIUM)
                + counts.get(AccountKind.ABSENT_VIP)
                + counts.get(AccountKind.ABSENT_LIFETIME));
    assertThat(number(demo, "SELECT count(*) FROM subscriptions WHERE status = 'expired'"))
        .isEqualTo((int) counts.get(AccountKind.SUBSCRIPTION_RAN_OUT));
  }

  @Test
  void writesTheSameBytesForTheSameSeedAndNow() throws Exception {
    DatabasePlan small = DatabasePlan.ofSize(AccountPlan.of(3, NOW, 200), 2_000_000);
    Path one = folder.resolve("one.db");
    Path other = folder.resolve("other.db");
    new AppDatabase(small).write(one);
    new AppDatabase(small).write(other);
    assertThat(other).hasSameBinaryContentAs(one);
  }

  @Test
  void springsEveryTrapThatIsAskedForAndStaysIntact() throws Exception {
    Path file = folder.resolve("traps.db");
    DatabasePlan plan =
        DatabasePlan.ofSize(AccountPlan.of(3, NOW, 200), 1_000_000)
            .withTraps(EnumSet.allOf(Trap.class));
    new AppDatabase(plan).write(file);

    assertThat(texts(file, "PRAGMA integrity_check")).containsExactly("ok");
    assertThat(texts(file, "PRAGMA foreign_key_check"))
        .containsExactlyInAnyOrder(
            "user_progress",
            "user_progress",
            "user_progress",
            "favorites",
            "payments",
            "subscriptions",
            "subscriptions");
    assertThat(texts(file, "SELECT user_id FROM users WHERE typeof(last_login) = 'text'"))
        .containsExactlyInAnyOrder("trap-text-1", "trap-text-2");
    assertThat(number(file, "SELECT count(*) FROM users WHERE last_login > " + NOW.toEpochMilli()))
        .as("text sorts after every number, so the two texts count too")
        .isEqualTo(3);
    assertThat(number(file, "SELECT count(*) FROM users WHERE NOT json_valid(permissions)"))
        .isEqualTo(1);
  }

  @Test
  void makesASmallDatabaseOfNoOne() throws Exception {
    Path file = folder.resolve("empty.db");
    new AppDatabase(new DatabasePlan(AccountPlan.of(3, NOW, 0), 10, 10, Set.of())).write(file);
    assertThat(number(file, "SELECT count(*) FROM users")).isZero();
    assertThat(texts(file, "PRAGMA foreign_key_check")).isEmpty();
  }

  @Test
  void refusesToOverwrite() {
    assertThatThrownBy(() -> new AppDatabase(DEMO).write(demo))
        .isInstanceOf(FileAlreadyExistsException.class);
  }

  private static Connection open(Path file) throws SQLException {
    return DriverManager.getConnection("jdbc:sqlite:" + file);
  }

  private static List<String> texts(Path file, String sql) throws SQLException {
    List<String> texts = new ArrayList<>();
    try (Connection connection = open(file);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        texts.add(rows.getString(1));
      }
    }
    return texts;
  }

  private static long number(Path file, String sql) throws SQLException {
    return Long.parseLong(texts(file, sql).get(0));
  }
}

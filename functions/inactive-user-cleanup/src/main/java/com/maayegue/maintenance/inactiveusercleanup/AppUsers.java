package com.maayegue.maintenance.inactiveusercleanup;

import com.maayegue.maintenance.inactiveusercleanup.Activity.AppUser;
import com.maayegue.maintenance.stagedsqlite.DatabaseSchema;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Reads users of one open staged database. */
final class AppUsers implements AutoCloseable {
  private static final String USER =
      """
      SELECT u.user_id, u.role, u.is_default_admin, u.subscription_status, u.subscription_expires_at, u.last_login,
        (SELECT max(p.updated_at) FROM %1$s p
          WHERE p.user_id = u.user_id AND typeof(p.updated_at) IN ('integer', 'real')) AS progress,
        (SELECT max(p.updated_at) FROM %1$s p
          WHERE p.user_id = u.user_id AND typeof(p.updated_at) NOT IN ('integer', 'real', 'null')) AS odd_progress,
        %2$s AS subscribed_until
      FROM users u WHERE %3$s
      """;
  // The columns by number: by name, the driver would look each up anew for each account.
  private static final int USER_ID = 1;
  private static final int ROLE = 2;
  private static final int IS_DEFAULT_ADMIN = 3;
  private static final int SUBSCRIPTION_STATUS = 4;
  private static final int SUBSCRIPTION_EXPIRES_AT = 5;
  private static final int LAST_LOGIN = 6;
  private static final int PROGRESS = 7;
  private static final int ODD_PROGRESS = 8;
  private static final int SUBSCRIBED_UNTIL = 9;

  private static final List<String> OF_ACCOUNT =
      List.of("u.firebase_uid = ?1", "u.user_id = ?1 AND u.firebase_uid IS NULL");
  // A paid subscription counts even where the user's own columns were not brought up to date. The
  // plus keeps SQLite from the index on status, by which it would read every active subscription
  // for each user.
  private static final String NEWEST_SUBSCRIPTION =
      "(SELECT max(s.end_date) FROM subscriptions s WHERE s.user_id = u.user_id AND +s.status = 'active')";

  private final Connection connection;
  private final PreparedStatement user;
  private final ZoneId zone;
  private final Instant now;

  /** Reads as of {@code now}; a time written without a zone is of {@code zone}. */
  AppUsers(Connection connection, ZoneId zone, Instant now) throws SQLException {
    String until =
        DatabaseSchema.hasTable(connection, "subscriptions") ? NEWEST_SUBSCRIPTION : "NULL";
    String progress = progress(connection);
    this.user =
        connection.prepareStatement(
            OF_ACCOUNT.stream()
                .map(condition -> USER.formatted(progress, until, condition))
                .collect(Collectors.joining(" UNION ALL ")));
    this.connection = connection;
    this.zone = zone;
    this.now = now;
  }

  /**
   * The table of progress; where its index is missing, a small indexed extract for this connection
   * alone.
   */
  private static String progress(Connection connection) throws SQLException {
    if (AppSchema.hasProgressIndex(connection)) {
      return "user_progress";
    }
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE TEMP TABLE IF NOT EXISTS newest_progress AS SELECT user_id, max(updated_at) AS updated_at"
              + " FROM user_progress GROUP BY user_id, typeof(updated_at)");
      statement.execute(
          "CREATE INDEX IF NOT EXISTS temp.newest_progress_user ON newest_progress (user_id)");
    }
    return "temp.newest_progress";
  }

  /**
   * The rows of the account {@code uid}: those with it as {@code firebase_uid}, or as key where
   * that is not set.
   */
  List<AppUser> find(String uid) throws SQLException {
    user.setString(1, uid);
    List<AppUser> found = new ArrayList<>(1);
    try (ResultSet rows = user.executeQuery()) {
      while (rows.next()) {
        found.add(read(rows));
      }
    }
    return found;
  }

  /**
   * Accounts with something that is dated after {@code limit}, and the date; a thousand of them at
   * most.
   */
  Map<String, Instant> datedAfter(Instant limit) throws SQLException {
    String sql =
        """
        SELECT coalesce(u.firebase_uid, u.user_id), max(t.at) FROM users u JOIN (
            SELECT user_id, last_login AS at FROM users
              WHERE last_login > ?1 AND typeof(last_login) IN ('integer', 'real')
            UNION ALL SELECT user_id, updated_at FROM user_progress
              WHERE updated_at > ?1 AND typeof(updated_at) IN ('integer', 'real')
          ) t ON t.user_id = u.user_id GROUP BY u.user_id LIMIT 1000
        """;
    Map<String, Instant> dates = new HashMap<>();
    try (PreparedStatement query = connection.prepareStatement(sql)) {
      query.setLong(1, limit.toEpochMilli());
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          dates.put(rows.getString(1), Instant.ofEpochMilli(rows.getLong(2)));
        }
      }
    }
    return dates;
  }

  /** The accounts whose users this function has disabled, and nobody has changed since. */
  List<String> disabledByUs() throws SQLException {
    List<String> uids = new ArrayList<>();
    String sql =
        "SELECT coalesce(firebase_uid, user_id) FROM users u WHERE " + UserRows.DISABLED_BY_US;
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        uids.add(rows.getString(1));
      }
    }
    return uids;
  }

  private AppUser read(ResultSet row) throws SQLException {
    Time login = time(row.getObject(LAST_LOGIN));
    Time progress = time(row.getObject(PROGRESS));
    Time oddProgress = time(row.getObject(ODD_PROGRESS));
    List<Instant> times = new ArrayList<>(3);
    login.instant().ifPresent(times::add);
    progress.instant().ifPresent(times::add);
    oddProgress.instant().ifPresent(times::add);
    String role = row.getString(ROLE);
    return new AppUser(
        row.getString(USER_ID),
        role == null ? "" : role.toLowerCase(Locale.ROOT),
        row.getInt(IS_DEFAULT_ADMIN) != 0,
        subscribed(row),
        times,
        login.unreadable() || progress.unreadable() || oddProgress.unreadable());
  }

  private boolean subscribed(ResultSet row) throws SQLException {
    String status =
        Optional.ofNullable(row.getString(SUBSCRIPTION_STATUS)).orElse("").toLowerCase(Locale.ROOT);
    if (status.equals("lifetime")) {
      return true;
    }
    boolean paid = status.equals("premium") || status.equals("vip");
    // A paid subscription without a readable end is taken as running.
    if (paid && !isPast(time(row.getObject(SUBSCRIPTION_EXPIRES_AT)))) {
      return true;
    }
    Object until = row.getObject(SUBSCRIBED_UNTIL);
    return until != null && !isPast(time(until));
  }

  private boolean isPast(Time time) {
    return time.instant()
        .filter(end -> !end.isBefore(CleanupPolicy.EARLIEST) && end.isBefore(now))
        .isPresent();
  }

  /** SQLite lets text into INTEGER columns: text that is a date is read as one. */
  private Time time(Object value) {
    if (value == null) {
      return new Time(Optional.empty(), false);
    }
    if (value instanceof Number millis) {
      return new Time(Optional.of(Instant.ofEpochMilli(millis.longValue())), false);
    }
    String text = value.toString().strip();
    try {
      return new Time(Optional.of(OffsetDateTime.parse(text).toInstant()), false);
    } catch (DateTimeException withoutZone) {
      try {
        String local = text.replaceFirst(" ", "T");
        return new Time(Optional.of(LocalDateTime.parse(local).atZone(zone).toInstant()), false);
      } catch (DateTimeException unreadable) {
        return new Time(Optional.empty(), true);
      }
    }
  }

  @Override
  public void close() throws SQLException {
    user.close();
  }

  private record Time(Optional<Instant> instant, boolean unreadable) {}
}

package com.maayegue.maintenance.databasemaintenance;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;

/** Rows of the app, as tests need them. */
final class AppRows {
  private AppRows() {}

  /** One user, and one row for each weekly chore. */
  static void seed(Connection connection) throws SQLException {
    user(connection, "u");
    limit(connection, "2020-01-01");
    code(connection, "old", "2020-01-01T10:00:00.000");
    log(connection, "role_change", "u", "{}", Instant.now().minus(Duration.ofDays(181)));
  }

  static void user(Connection connection, String id) throws SQLException {
    insert(connection, "INSERT INTO users (user_id, created_at, updated_at) VALUES (?, 1, 1)", id);
  }

  static void limit(Connection connection, String day) throws SQLException {
    insert(
        connection,
        "INSERT INTO daily_limits (device_id, limit_date, created_at) VALUES ((SELECT 'device-' || count(*) FROM daily_limits), ?, 1)",
        day);
  }

  static void code(Connection connection, String hash, String expires) throws SQLException {
    insert(
        connection,
        "INSERT INTO otp_codes (user_id, hashed_code, expires_at, created_at) VALUES ('u', ?, ?, '')",
        hash,
        expires);
  }

  static void log(Connection connection, String action, String user, String details, Instant time)
      throws SQLException {
    insert(
        connection,
        "INSERT INTO admin_logs (action, user_id, details, timestamp) VALUES (?, ?, ?, ?)",
        action,
        user,
        details,
        time == null ? "un jour" : time.toString());
  }

  private static void insert(Connection connection, String sql, String... values)
      throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        insert.setString(i + 1, values[i]);
      }
      insert.executeUpdate();
    }
  }
}

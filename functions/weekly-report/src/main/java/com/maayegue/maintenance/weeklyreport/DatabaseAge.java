package com.maayegue.maintenance.weeklyreport;

import com.maayegue.maintenance.stagedsqlite.DatabaseSchema;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How old what the app has written is, whenever the file was stored. */
final class DatabaseAge {
  // Tables that every user's day leaves a trace in, and small enough to be read once more.
  private static final List<Map.Entry<String, String>> TRACES =
      List.of(
          Map.entry("users", "last_login"),
          Map.entry("users", "updated_at"),
          Map.entry("user_statistics", "updated_at"),
          Map.entry("payments", "updated_at"));

  private DatabaseAge() {}

  /** The newest change that is not later than now. */
  static Optional<Instant> newestRow(Connection connection, Instant now) throws SQLException {
    long newest = 0;
    for (Map.Entry<String, String> trace : TRACES) {
      if (DatabaseSchema.columns(connection, trace.getKey()).contains(trace.getValue())) {
        newest = Math.max(newest, newest(connection, trace.getKey(), trace.getValue(), now));
      }
    }
    return newest == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(newest));
  }

  private static long newest(Connection connection, String table, String column, Instant now)
      throws SQLException {
    // Text is greater than any number, so it is not chosen.
    try (PreparedStatement query =
        connection.prepareStatement(
            "SELECT max(" + column + ") FROM " + table + " WHERE " + column + " <= ?")) {
      query.setLong(1, now.toEpochMilli());
      try (ResultSet rows = query.executeQuery()) {
        return rows.getLong(1);
      }
    }
  }
}

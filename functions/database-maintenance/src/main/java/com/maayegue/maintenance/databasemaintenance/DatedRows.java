package com.maayegue.maintenance.databasemaintenance;

import static com.maayegue.maintenance.stagedsqlite.DatabaseSchema.quoted;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/**
 * Deletes the rows of a table whose date is past a limit. A date that cannot be read keeps its row.
 *
 * @param table whose rows go
 * @param column the date, a text
 * @param function of {@link AppTime} that reads it
 * @param first the first number of that function that stays
 * @param breaker whether the share of due rows is limited
 */
record DatedRows(String table, String column, String function, long first, boolean breaker)
    implements WeeklyChore {

  /** Counts of earlier days than the policy's first, in the app's time zone. */
  static DatedRows dailyLimits(RetentionPolicy policy) {
    return new DatedRows(
        "daily_limits", "limit_date", AppTime.DAY, policy.firstDay().toEpochDay(), true);
  }

  /** Codes that are no longer good. They live for minutes, so nearly all are due. */
  static DatedRows otpCodes(RetentionPolicy policy) {
    return new DatedRows(
        "otp_codes", "expires_at", AppTime.MILLIS, policy.now().toEpochMilli() + 1, false);
  }

  @Override
  public String name() {
    return table;
  }

  @Override
  public boolean apply(Work work) throws SQLException {
    if (!work.has(table, List.of(column))) {
      return false;
    }
    long due = work.steps().sql(step(work), work.connection(), () -> survey(work));
    if (due == 0) {
      return false;
    }
    long deleted = work.steps().sql(step(work), work.connection(), () -> delete(work.connection()));
    work.counts().add("deleted." + table, work.dryRun() ? 0 : deleted);
    return true;
  }

  private long survey(Work work) throws SQLException {
    // The limit keeps SQLite from reading each date as often as it is counted.
    String sql =
        "SELECT count(*), count(t), sum(t < ?) FROM (SELECT %s(%s) AS t FROM %s LIMIT -1)"
            .formatted(function, quoted(column), quoted(table));
    try (PreparedStatement query = work.connection().prepareStatement(sql)) {
      query.setLong(1, first);
      try (ResultSet row = query.executeQuery()) {
        long rows = row.getLong(1);
        long due = row.getLong(3);
        work.counts().add("due." + table, due);
        work.counts().add("unreadable." + table, rows - row.getLong(2));
        if (breaker) {
          work.breaker(table, due, rows);
        }
        return due;
      }
    }
  }

  private long delete(Connection connection) throws SQLException {
    String sql =
        "DELETE FROM %s WHERE %s(%s) < ?".formatted(quoted(table), function, quoted(column));
    try (PreparedStatement delete = connection.prepareStatement(sql)) {
      delete.setLong(1, first);
      return delete.executeLargeUpdate();
    }
  }

  private String step(Work work) {
    return work.database() + ": " + table;
  }
}

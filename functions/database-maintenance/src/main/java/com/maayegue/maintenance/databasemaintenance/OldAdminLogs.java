package com.maayegue.maintenance.databasemaintenance;

import com.google.cloud.storage.Storage;
import com.maayegue.maintenance.stagedsqlite.JsonlArchive;
import com.maayegue.maintenance.stagedsqlite.Steps;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * Moves old rows of {@code admin_logs} to {@code archive/<database>/admin_logs/<date>.jsonl.zst}:
 * stored, read back and compared, and only then deleted. The newest row that says who disabled or
 * enabled a user stays, however old: inactive-user-cleanup tells by it whom it has disabled itself.
 */
final class OldAdminLogs implements WeeklyChore {
  private static final String TABLE = "admin_logs";

  private static final String COUNT =
      "SELECT count(*), count(t), sum(t < ?) FROM (SELECT %s(timestamp) AS t FROM admin_logs LIMIT -1)"
          .formatted(AppTime.MILLIS);

  private static final String DUE =
      """
      CREATE TEMP TABLE due_logs AS SELECT log_id FROM admin_logs
      WHERE %s(timestamp) < %d AND log_id NOT IN (
        SELECT max(log_id) FROM admin_logs
        WHERE action IN ('user_deactivate', 'user_reactivate') AND user_id IS NOT NULL GROUP BY user_id)
      """;

  private final Storage storage;
  private final String bucket;
  private final String date;

  /**
   * Archives go to {@code bucket}.
   *
   * @param date of the archive, such as {@code 2025-10-05}
   */
  OldAdminLogs(Storage storage, String bucket, String date) {
    this.storage = storage;
    this.bucket = bucket;
    this.date = date;
  }

  @Override
  public String name() {
    return TABLE;
  }

  @Override
  public boolean apply(Work work) throws SQLException, IOException {
    if (!work.has(TABLE, List.of("log_id", "action", "user_id", "timestamp"))) {
      return false;
    }
    String step = work.database() + ": " + TABLE;
    long due = work.steps().sql(step, work.connection(), () -> findDue(work));
    if (due == 0) {
      return false;
    }
    if (!work.dryRun()) {
      archive(work, due);
    }
    long deleted = work.steps().sql(step, work.connection(), () -> delete(work.connection()));
    if (deleted != due) {
      throw new SQLException(
          "deleted "
              + deleted
              + " rows of admin_logs, but archived "
              + due
              + ": log_id not unique");
    }
    work.counts().add("deleted." + TABLE, work.dryRun() ? 0 : deleted);
    return true;
  }

  private static long findDue(Work work) throws SQLException {
    long limit = work.policy().firstLog().toEpochMilli();
    try (PreparedStatement query = work.connection().prepareStatement(COUNT);
        Statement statement = work.connection().createStatement()) {
      query.setLong(1, limit);
      try (ResultSet row = query.executeQuery()) {
        long rows = row.getLong(1);
        long old = row.getLong(3);
        work.counts().add("unreadable." + TABLE, rows - row.getLong(2));
        work.breaker(TABLE, old, rows);
        statement.execute("DROP TABLE IF EXISTS temp.due_logs");
        statement.execute(DUE.formatted(AppTime.MILLIS, limit));
        try (ResultSet due = statement.executeQuery("SELECT count(*) FROM temp.due_logs")) {
          long count = due.getLong(1);
          work.counts().add("due." + TABLE, count);
          work.counts().add("kept." + TABLE, old - count);
          return count;
        }
      }
    }
  }

  private void archive(Work work, long due) throws SQLException, IOException {
    String folder = "archive/" + work.database() + "/" + TABLE + "/";
    try (JsonlArchive archive = new JsonlArchive(storage, bucket, folder, date);
        Statement statement = work.connection().createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT * FROM admin_logs WHERE log_id IN (SELECT log_id FROM temp.due_logs) ORDER BY log_id")) {
      RowJson json = RowJson.of(rows);
      Steps.Step step = work.steps().begin(work.database() + ": archive of " + TABLE);
      while (rows.next()) {
        archive.add(json.line(rows));
        step.tick(archive.lines(), due);
      }
      if (archive.lines() != due) {
        throw new SQLException(
            "read " + archive.lines() + " rows of admin_logs in place of " + due);
      }
      archive.leaveOutWhatTheLastDayHolds();
      archive.store();
      archive.verify();
      work.counts().add("archived." + TABLE, archive.lines());
    }
  }

  private static long delete(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      return statement.executeLargeUpdate(
          "DELETE FROM admin_logs WHERE log_id IN (SELECT log_id FROM temp.due_logs)");
    }
  }
}

package com.maayegue.maintenance.databasemaintenance.migration;

import com.maayegue.maintenance.stagedsqlite.DatabaseSchema;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * 3 → 4: {@code user_achievements}, filled with what the statistics show to have been reached; and
 * {@code user_statistics} made anew as version 4 has it, with each row and column. When something
 * was reached is not known: it counts as earned when the statistics were last written, which is the
 * latest that it can have been.
 */
record Achievements() implements Migration {
  /** What {@code user_statistics} has in versions 2 to 4, in its order. */
  private static final List<String> COLUMNS =
      List.of(
          "stat_id",
          "user_id",
          "total_lessons_completed",
          "total_quizzes_completed",
          "total_words_learned",
          "total_readings_completed",
          "total_study_time",
          "current_streak",
          "longest_streak",
          "last_activity_date",
          "level",
          "experience_points",
          "updated_at");

  private static final List<Milestones> MILESTONES =
      List.of(
          new Milestones("lessons", "total_lessons_completed", List.of(1, 10, 50, 100)),
          new Milestones("quizzes", "total_quizzes_completed", List.of(1, 10, 50, 100)),
          new Milestones("words", "total_words_learned", List.of(100, 500, 1000)),
          new Milestones("readings", "total_readings_completed", List.of(1, 10, 50, 100)),
          new Milestones("streak", "longest_streak", List.of(7, 30, 100)),
          new Milestones("level", "level", List.of(5, 10, 25)));

  private static final String TABLE =
      """
      CREATE TABLE user_achievements (
        achievement_id INTEGER PRIMARY KEY AUTOINCREMENT,
        user_id TEXT NOT NULL,
        achievement_type TEXT NOT NULL,
        earned_at INTEGER NOT NULL, -- ms
        FOREIGN KEY (user_id) REFERENCES users (user_id) ON DELETE CASCADE
      )""";

  // Text in an INTEGER column compares as greater than any number, so the type is asked for.
  private static final String REACHED =
      """
      INSERT INTO user_achievements (user_id, achievement_type, earned_at)
      SELECT s.user_id, ?, CASE WHEN typeof(s.updated_at) = 'integer' AND s.updated_at > 0
        THEN s.updated_at ELSE ? END
      FROM user_statistics s JOIN users u ON u.user_id = s.user_id
      WHERE typeof(s.%1$s) = 'integer' AND s.%1$s >= ? ORDER BY s.stat_id
      """;

  private static final String STATISTICS =
      """
      CREATE TABLE user_statistics_v4 (
        stat_id INTEGER PRIMARY KEY AUTOINCREMENT,
        user_id TEXT NOT NULL UNIQUE,
        total_lessons_completed INTEGER DEFAULT 0,
        total_quizzes_completed INTEGER DEFAULT 0,
        total_words_learned INTEGER DEFAULT 0,
        total_readings_completed INTEGER DEFAULT 0,
        total_study_time INTEGER DEFAULT 0, -- seconds
        current_streak INTEGER DEFAULT 0,
        longest_streak INTEGER DEFAULT 0,
        last_activity_date TEXT, -- day
        level INTEGER DEFAULT 1,
        experience_points INTEGER DEFAULT 0,
        updated_at INTEGER NOT NULL, -- ms
        FOREIGN KEY (user_id) REFERENCES users (user_id) ON DELETE CASCADE
      )""";

  @Override
  public int from() {
    return 3;
  }

  @Override
  public void apply(Connection connection, Instant now) throws SQLException {
    requireKnownColumns(connection);
    Migration.execute(
        connection,
        TABLE,
        "CREATE INDEX idx_user_achievements_user ON user_achievements (user_id)");
    for (Milestones milestones : MILESTONES) {
      milestones.record(connection, now);
    }
    rebuildStatistics(connection);
  }

  private static void requireKnownColumns(Connection connection) throws SQLException {
    Set<String> found = DatabaseSchema.columns(connection, "user_statistics");
    Set<String> other = new TreeSet<>(found);
    COLUMNS.forEach(other::remove);
    Set<String> missing = new TreeSet<>(COLUMNS);
    missing.removeAll(found);
    if (!other.isEmpty() || !missing.isEmpty()) {
      throw new MigrationFailed(
          "expected user_statistics to have the columns of version 3, but it lacks "
              + missing
              + " and has also "
              + other);
    }
  }

  /**
   * As https://www.sqlite.org/lang_altertable.html#otheralter orders it: the new table takes the
   * old one's name last, so that no view and no trigger is made to mean the old one.
   */
  private static void rebuildStatistics(Connection connection) throws SQLException {
    List<String> belongings = belongings(connection);
    String columns = String.join(", ", COLUMNS);
    Migration.execute(
        connection,
        // Rows whose user is gone were there before, and are no reason to stop; the proof compares.
        "PRAGMA defer_foreign_keys = ON",
        STATISTICS,
        "INSERT INTO user_statistics_v4 ("
            + columns
            + ") SELECT "
            + columns
            + " FROM user_statistics",
        // No number of a row that is gone is given again.
        "DELETE FROM sqlite_sequence WHERE name = 'user_statistics_v4'",
        "INSERT INTO sqlite_sequence (name, seq)"
            + " SELECT 'user_statistics_v4', seq FROM sqlite_sequence WHERE name = 'user_statistics'",
        "DROP TABLE user_statistics",
        // A view of the table would stop the renaming, as its table is missing for this moment.
        "PRAGMA legacy_alter_table = ON",
        "ALTER TABLE user_statistics_v4 RENAME TO user_statistics",
        "PRAGMA legacy_alter_table = OFF");
    for (String sql : belongings) {
      Migration.execute(connection, sql);
    }
  }

  /** The indexes and triggers that go with the table. */
  private static List<String> belongings(Connection connection) throws SQLException {
    List<String> statements = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT sql FROM sqlite_schema WHERE tbl_name = 'user_statistics'"
                    + " AND type IN ('index', 'trigger') AND sql IS NOT NULL ORDER BY rowid")) {
      while (row.next()) {
        statements.add(row.getString(1));
      }
    }
    return statements;
  }

  /**
   * Achievements that a counter shows.
   *
   * @param kind before the number, as in {@code lessons_10}
   * @param column of {@code user_statistics}
   */
  private record Milestones(String kind, String column, List<Integer> numbers) {
    void record(Connection connection, Instant now) throws SQLException {
      try (PreparedStatement insert = connection.prepareStatement(REACHED.formatted(column))) {
        for (int number : numbers) {
          insert.setString(1, kind + "_" + number);
          insert.setLong(2, now.toEpochMilli());
          insert.setInt(3, number);
          insert.executeUpdate();
        }
      }
    }
  }
}

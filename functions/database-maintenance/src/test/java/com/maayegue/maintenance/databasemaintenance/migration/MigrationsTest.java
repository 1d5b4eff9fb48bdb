package com.maayegue.maintenance.databasemaintenance.migration;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.maayegue.maintenance.core.RunLog;
import com.maayegue.maintenance.databasemaintenance.migration.Migrations.Migrated;
import com.maayegue.maintenance.stagedsqlite.DatabaseFile;
import com.maayegue.maintenance.stagedsqlite.Steps;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MigrationsTest {
  private static final Path FIXTURES = Path.of("..", "..", "test-fixtures", "sqlite");
  private static final Instant NOW = Instant.parse("2026-03-01T09:30:00Z");
  private static final Steps STEPS =
      new Steps(
          new RunLog(new PrintStream(OutputStream.nullOutputStream(), true, UTF_8), "test", "demo"),
          InstantSource.system(),
          Instant.MAX);

  private final Migrations migrations = new Migrations(STEPS, "app");
  @TempDir private Path folder;
  private Path file;

  @Test
  void addsThePhoneNumber() throws Exception {
    copy("healthy");
    assertThat(migrations.migrate(file, 3, NOW)).isEqualTo(new Migrated(2, 3, 14, rows() - 1));
    assertThat(
            query("SELECT name || type FROM pragma_table_info('users') WHERE name LIKE 'phone%'"))
        .containsExactly("phone_numberTEXT");
    assertThat(query("SELECT name FROM pragma_index_info('idx_users_phone')"))
        .containsExactly("phone_number");
    assertThat(query("SELECT value || updated_at FROM app_metadata WHERE key = 'db_version'"))
        .containsExactly("3" + NOW.toEpochMilli());
    assertThat(query("SELECT count(*) FROM users WHERE phone_number IS NULL"))
        .containsExactly("12");
  }

  @Test
  void splitsTheStatistics() throws Exception {
    copy("healthy");
    sql(
        "UPDATE user_statistics SET total_lessons_completed = 10, longest_streak = 6, level = 5 WHERE stat_id = 1");
    sql(
        "UPDATE user_statistics SET total_lessons_completed = 'dix', level = 99, updated_at = 'hier' WHERE stat_id = 2");
    List<String> before = query(statistics());
    migrations.migrate(file, 4, NOW);
    assertThat(query(statistics())).isEqualTo(before);
    String achievements =
        "SELECT a.achievement_type || ' ' || (a.earned_at = s.updated_at) || ' ' || a.earned_at FROM user_achievements a"
            + " JOIN user_statistics s USING (user_id) WHERE s.stat_id = %d AND a.achievement_type LIKE '%s'"
            + " ORDER BY achievement_id";
    String written = query("SELECT updated_at FROM user_statistics WHERE stat_id = 1").get(0);
    assertThat(query(achievements.formatted(1, "lessons%")))
        .containsExactly("lessons_1 1 " + written, "lessons_10 1 " + written);
    assertThat(query(achievements.formatted(1, "level%"))).containsExactly("level_5 1 " + written);
    assertThat(query(achievements.formatted(1, "streak%"))).isEmpty();
    assertThat(query(achievements.formatted(2, "lessons%"))).as("text is no number").isEmpty();
    assertThat(query(achievements.formatted(2, "level%")))
        .containsExactly(
            "level_5 0 " + NOW.toEpochMilli(),
            "level_10 0 " + NOW.toEpochMilli(),
            "level_25 0 " + NOW.toEpochMilli());
  }

  @Test
  void comesToTheSameInOneGoAndInTwo() throws Exception {
    copy("healthy");
    migrations.migrate(file, 4, NOW);
    List<String> atOnce = dump();
    copy("healthy");
    migrations.migrate(file, 3, NOW);
    assertThat(migrations.migrate(file, 4, NOW).from()).isEqualTo(3);
    assertThat(dump()).isEqualTo(atOnce);
    assertThat(migrations.migrate(file, 4, NOW)).isEqualTo(new Migrated(4, 4, 0, 0));
    assertThat(dump()).isEqualTo(atOnce);
  }

  @Test
  void keepsWhatGoesWithTheStatistics() throws Exception {
    copy("healthy");
    sql("CREATE VIEW best AS SELECT user_id FROM user_statistics WHERE level > 3");
    sql("CREATE INDEX by_level ON user_statistics (level)");
    sql(
        "CREATE TRIGGER noted AFTER UPDATE ON user_statistics BEGIN UPDATE app_metadata SET updated_at = 7 WHERE key = 'total_languages'; END");
    sql(
        "CREATE TRIGGER other AFTER INSERT ON favorites BEGIN UPDATE user_statistics SET level = 77 WHERE user_id = new.user_id; END");
    sql("UPDATE sqlite_sequence SET seq = 5000 WHERE name = 'user_statistics'");
    migrations.migrate(file, 4, NOW);
    sql(
        "INSERT INTO favorites (user_id, content_type, content_id, created_at) VALUES ('user-03', 'quiz', 4711, 1)");
    assertThat(query("SELECT level FROM user_statistics WHERE user_id = 'user-03'"))
        .containsExactly("77");
    assertThat(query("SELECT updated_at FROM app_metadata WHERE key = 'total_languages'"))
        .containsExactly("7");
    assertThat(query("SELECT user_id FROM best")).contains("user-03");
    assertThat(
            query(
                "SELECT name FROM sqlite_schema WHERE tbl_name = 'user_statistics' AND type = 'index' AND sql IS NOT NULL ORDER BY 1"))
        .containsExactly("by_level", "idx_user_statistics_user");
    assertThat(query("SELECT seq FROM sqlite_sequence WHERE name = 'user_statistics'"))
        .containsExactly("5000");
    assertThat(query("SELECT name FROM sqlite_schema WHERE name LIKE '%v4%'")).isEmpty();
    assertThat(query("PRAGMA foreign_key_check")).isEmpty();
  }

  @Test
  void goesOnBesideRowsWhoseUserIsGone() throws Exception {
    copy("orphan-rows");
    List<String> before =
        query("SELECT \"table\" || rowid FROM pragma_foreign_key_check ORDER BY 1");
    migrations.migrate(file, 4, NOW);
    assertThat(query("SELECT \"table\" || rowid FROM pragma_foreign_key_check ORDER BY 1"))
        .isEqualTo(before)
        .isNotEmpty();
    assertThat(
            query(
                "SELECT count(*) FROM user_achievements WHERE user_id NOT IN (SELECT user_id FROM users)"))
        .containsExactly("0");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"healthy", "awkward-names", "text-in-integer-columns", "wal-mode", "orphan-rows"})
  void losesNothing(String fixture) throws Exception {
    copy(fixture);
    Migrated migrated = migrations.migrate(file, 4, NOW);
    assertThat(migrated.to()).isEqualTo(4);
    assertThat(migrated.rows()).isGreaterThan(100);
    assertThat(query("PRAGMA integrity_check")).containsExactly("ok");
  }

  @Test
  void countsWhereSqfliteCounts() throws Exception {
    copy("healthy");
    sql("PRAGMA user_version = 2");
    migrations.migrate(file, 4, NOW);
    assertThat(query("PRAGMA user_version")).containsExactly("4");
    copy("healthy");
    migrations.migrate(file, 4, NOW);
    assertThat(query("PRAGMA user_version")).containsExactly("0");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ALTER TABLE users ADD COLUMN phone_number TEXT|version 2 has no users.phone_number",
        "ALTER TABLE user_statistics ADD COLUMN stars INTEGER|lacks [] and has also [stars]",
        "ALTER TABLE user_statistics DROP COLUMN level|lacks [level] and has also []",
        "CREATE TABLE user_achievements (a)|table user_achievements already exists",
        "DROP TABLE user_statistics|expected user_statistics to have the columns",
        "CREATE TRIGGER no BEFORE UPDATE ON app_metadata BEGIN SELECT RAISE(ABORT, 'no'); END|no",
        "CREATE TRIGGER odd AFTER UPDATE ON app_metadata BEGIN DELETE FROM favorites; DELETE FROM daily_limits; END|daily_limits had 12 rows",
        "CREATE TRIGGER odd AFTER UPDATE ON app_metadata BEGIN UPDATE payments SET amount = amount + 0.01; END|payments had"
      })
  void leavesTheFileAsItWasWhenAStepFails(String fault, String message) throws Exception {
    copy("healthy");
    sql(fault);
    List<String> before = dump();
    assertThatThrownBy(() -> migrations.migrate(file, 4, NOW)).hasMessageContaining(message);
    assertThat(dump()).isEqualTo(before);
  }

  @ParameterizedTest
  @CsvSource({"schema-v1, '1'", "schema-v99, '99'", "no-tables, 'none'"})
  void refusesVersionsThatItDoesNotKnow(String fixture, String version) throws Exception {
    copy(fixture);
    assertThatThrownBy(() -> migrations.version(file))
        .isInstanceOf(MigrationFailed.class)
        .hasMessage(
            "expected app_metadata.db_version to be from 2 to 4, but it is '" + version + "'");
  }

  private static String statistics() {
    return "SELECT stat_id || quote(user_id) || quote(total_lessons_completed) || quote(total_quizzes_completed)"
        + " || quote(total_words_learned) || quote(total_readings_completed) || quote(total_study_time)"
        + " || quote(current_streak) || quote(longest_streak) || quote(last_activity_date) || quote(level)"
        + " || quote(experience_points) || quote(updated_at) FROM user_statistics ORDER BY stat_id";
  }

  private long rows() throws SQLException {
    long rows = 0;
    for (String table :
        query("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'")) {
      rows += Long.parseLong(query("SELECT count(*) FROM " + table).get(0));
    }
    return rows;
  }

  /** Schema and rows. */
  private List<String> dump() throws Exception {
    List<String> lines =
        new ArrayList<>(query("SELECT name || coalesce(sql, '') FROM sqlite_schema ORDER BY 1"));
    try (Connection connection = DatabaseFile.open(file)) {
      TableSums sums = new TableSums(connection, STEPS);
      lines.add(sums.of(sums.columns()).toString());
    }
    lines.addAll(query("SELECT key || value FROM app_metadata ORDER BY 1"));
    return lines;
  }

  private void copy(String fixture) throws IOException {
    file = Files.createTempDirectory(folder, "copy-").resolve("copy.db");
    try (Stream<Path> files = Files.list(FIXTURES.resolve(fixture))) {
      Files.copy(files.findFirst().orElseThrow(), file);
    }
  }

  private void sql(String sql) throws SQLException {
    try (Connection connection = DatabaseFile.open(file);
        Statement statement = connection.createStatement()) {
      statement.executeUpdate(sql);
    }
  }

  private List<String> query(String sql) throws SQLException {
    List<String> values = new ArrayList<>();
    try (Connection connection = DatabaseFile.open(file);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        values.add(rows.getString(1));
      }
    }
    return values;
  }
}

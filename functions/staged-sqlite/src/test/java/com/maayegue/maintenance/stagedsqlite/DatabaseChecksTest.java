package com.maayegue.maintenance.stagedsqlite;

import static org.assertj.core.api.Assertions.assertThat;

import com.maayegue.maintenance.core.RunLog;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseChecksTest {
  private static final Path FIXTURES = Path.of("..", "..", "test-fixtures", "sqlite");
  private static final Instant NOW = Instant.parse("2026-03-01T00:00:00Z");

  @TempDir Path folder;
  private final Steps steps =
      new Steps(
          new RunLog(new PrintStream(PrintStream.nullOutputStream()), "test", "demo"),
          InstantSource.fixed(NOW),
          NOW.plusSeconds(1));

  @ParameterizedTest
  @ValueSource(strings = {"healthy", "wal-mode", "awkward-names", "failing-views-and-triggers"})
  void findNothingWrongWithAnIntactDatabase(String fixture) throws Exception {
    try (Connection connection = open(fixture)) {
      assertThat(DatabaseChecks.foreignKeyViolations(connection, steps, "app")).isEmpty();
      assertThat(DatabaseChecks.rows(connection, steps, "app")).containsEntry("users", 12L);
    }
    assertThat(damage(fixture)).isEmpty();
    assertThat(folder.resolve("copy.db-wal")).doesNotExist();
    assertThat(folder.resolve("copy.db-shm")).doesNotExist();
    assertThat(Files.readAllBytes(folder.resolve("copy.db"))).isEqualTo(bytes(fixture));
  }

  @ParameterizedTest
  @ValueSource(strings = {"damaged-table-page", "damaged-index-page", "damaged-pointer-map"})
  void findDamage(String fixture) throws Exception {
    assertThat(damage(fixture)).isNotEmpty();
  }

  @Test
  void findRowsThatBreakAConstraint() throws Exception {
    Path file = folder.resolve("copy.db");
    Files.write(file, bytes("healthy"));
    try (Connection connection = DatabaseFile.open(file);
        Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA ignore_check_constraints=ON");
      statement.execute("UPDATE users SET role = 'king' WHERE user_id = 'user-03'");
    }
    try (Connection connection = DatabaseFile.openToCheck(file, 1 << 14)) {
      assertThat(DatabaseChecks.damage(connection, steps, "app"))
          .containsExactly("CHECK constraint failed in users");
    }
  }

  @Test
  void countRowsOfAnyTableButSqlitesOwn() throws Exception {
    try (Connection connection = open("full-text-search")) {
      assertThat(DatabaseChecks.rows(connection, steps, "app"))
          .containsEntry("phrases", 3L)
          .containsEntry("phrases_content", 3L)
          .doesNotContainKey("sqlite_sequence");
    }
    try (Connection connection = open("unknown-module")) {
      assertThat(DatabaseChecks.rows(connection, steps, "app")).containsEntry("sounds", -1L);
    }
  }

  @Test
  void countRowsThatBreakAForeignKey() throws Exception {
    try (Connection connection = open("orphan-rows")) {
      assertThat(DatabaseChecks.foreignKeyViolations(connection, steps, "app"))
          .containsEntry("user_progress", 20L)
          .containsEntry("subscriptions", 1L)
          .doesNotContainKey("users");
    }
    try (Connection connection = open("foreign-key-mismatch")) {
      assertThat(DatabaseChecks.foreignKeyViolations(connection, steps, "app"))
          .containsEntry("speakers", -1L);
    }
  }

  private List<String> damage(String fixture) throws IOException, SQLException {
    Path copy = folder.resolve("copy.db");
    Files.write(copy, bytes(fixture));
    try (Connection connection = DatabaseFile.openToCheck(copy, 1 << 14)) {
      return DatabaseChecks.damage(connection, steps, "app");
    }
  }

  private Connection open(String fixture) throws IOException, SQLException {
    Path copy = folder.resolve("copy.db");
    Files.write(copy, bytes(fixture));
    return DatabaseFile.openUnchanged(copy, 1 << 20);
  }

  private static byte[] bytes(String fixture) throws IOException {
    return Files.readAllBytes(FIXTURES.resolve(fixture).resolve("maa_yegue_app.db"));
  }
}

package com.maayegue.maintenance.databasemaintenance.checkup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.maayegue.maintenance.core.RunLog;
import com.maayegue.maintenance.stagedsqlite.DatabaseFile;
import com.maayegue.maintenance.stagedsqlite.Steps;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Statistics, orphans and query times of fixtures. */
class ContentsTest {
  private static final Path FIXTURES = Path.of("..", "..", "test-fixtures", "sqlite");
  private static final Steps STEPS =
      new Steps(
          new RunLog(new PrintStream(OutputStream.nullOutputStream(), true, UTF_8), "test", "demo"),
          InstantSource.system(),
          Instant.MAX);

  @TempDir private Path folder;

  @Test
  void countsRowsAndBytesOfEachTable() throws Exception {
    try (Connection connection = open("healthy")) {
      Statistics statistics = Statistics.of(connection, STEPS, "app");
      assertThat(statistics.bytes()).isEqualTo(Files.size(folder.resolve("copy.db")));
      assertThat(statistics.tables()).hasSize(14);
      assertThat(statistics.tables())
          .filteredOn(table -> table.name().equals("user_progress"))
          .singleElement()
          .satisfies(
              table -> {
                assertThat(table.rows()).isEqualTo(120);
                assertThat(table.indexes()).isEqualTo(2);
                assertThat(table.bytes()).isGreaterThan(8_000);
              });
      long used = statistics.tables().stream().mapToLong(Statistics.Table::bytes).sum();
      assertThat(used).isBetween(statistics.bytes() / 2, statistics.bytes());
    }
  }

  @Test
  void namesTheRowsWhoseParentIsGone() throws Exception {
    try (Connection connection = open("orphan-rows")) {
      List<Orphans> orphans = Orphans.all(connection, STEPS, "app");
      assertThat(orphans)
          .contains(
              new Orphans(
                  "user_progress", "user_id", "users", 20, List.of(81L, 82L, 83L, 84L, 85L)),
              new Orphans("subscriptions", "payment_id", "payments", 1, List.of(1L)));
      assertThat(orphans.stream().mapToLong(Orphans::rows).sum()).isEqualTo(27);
    }
  }

  @Test
  void goesOnWhenAKeyIsWrongItself() throws Exception {
    try (Connection connection = open("orphan-rows");
        Statement statement = connection.createStatement()) {
      statement.executeUpdate("CREATE TABLE wrong (e TEXT REFERENCES users (display_name))");
      List<Orphans> orphans = Orphans.all(connection, STEPS, "app");
      assertThat(orphans).contains(new Orphans("wrong", "?", "?", -1, List.of())).hasSize(6);
    }
  }

  @Test
  void measuresTheAppsQueriesTwiceWithTheSameArguments() throws Exception {
    try (Connection connection = open("healthy")) {
      QueryTimes before = QueryTimes.before(connection);
      assertThat(before.after(connection))
          .hasSizeGreaterThan(5)
          .allSatisfy(
              timing -> {
                assertThat(timing.plan()).isNotEmpty();
                assertThat(timing.microsBefore()).isNotNegative();
                assertThat(timing.microsAfter()).isNotNegative();
              });
    }
  }

  @Test
  void looksAtTablesWithAwkwardNames() throws Exception {
    try (Connection connection = open("awkward-names")) {
      assertThat(Statistics.of(connection, STEPS, "app").tables())
          .extracting(Statistics.Table::name)
          .contains("it's a \"table\" with spaces", "select", "leçons; DROP TABLE users; --");
      assertThat(Orphans.all(connection, STEPS, "app")).isEmpty();
    }
  }

  private Connection open(String fixture) throws IOException, SQLException {
    Path copy = folder.resolve("copy.db");
    try (Stream<Path> files = Files.list(FIXTURES.resolve(fixture))) {
      Files.copy(files.findFirst().orElseThrow(), copy);
    }
    return DatabaseFile.open(copy);
  }
}

package com.maayegue.maintenance.stagedsqlite;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.maayegue.maintenance.core.RunLog;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class StepsTest {
  private static final Instant NOW = Instant.parse("2026-03-01T00:00:00Z");
  private static final String ENDLESS =
      "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n";

  private final ByteArrayOutputStream log = new ByteArrayOutputStream();
  private Instant time = NOW;
  private final Steps steps =
      new Steps(
          new RunLog(new PrintStream(log, true, UTF_8), "test", "demo"),
          () -> time,
          NOW.plusSeconds(60));

  @Test
  void sayEveryTenSecondsHowFarTheyHaveCome() {
    Steps.Step step = steps.begin("copy");
    for (int second = 1; second <= 35; second++) {
      time = NOW.plusSeconds(second);
      step.tick(second, 70);
    }
    List<String> lines = log.toString(UTF_8).lines().toList();
    assertThat(lines).hasSize(3);
    assertThat(lines.get(0)).contains("copy: 10 s, 14 %");
    assertThat(lines.get(2)).contains("copy: 30 s, 42 %");
  }

  @Test
  void stopWhenTimeIsOver() {
    Steps.Step step = steps.begin("copy");
    time = NOW.plusSeconds(59);
    step.tick();
    time = NOW.plusSeconds(60);
    assertThatThrownBy(step::tick)
        .isInstanceOf(DeadlineReached.class)
        .hasMessage("the time limit was reached during: copy");
    assertThatThrownBy(() -> steps.begin("next")).isInstanceOf(DeadlineReached.class);
  }

  @Test
  void interruptAQueryWithoutEnd() throws Exception {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite::memory:")) {
      Steps hasty = ticking(Duration.ofMillis(50));
      assertThatThrownBy(() -> hasty.sql("count", connection, () -> number(connection, ENDLESS)))
          .isInstanceOf(DeadlineReached.class);
      assertThat(log.toString(UTF_8)).contains("count: 10 s");
      time = NOW;
      assertThat(steps.sql("count", connection, () -> number(connection, "SELECT 7")))
          .as("the connection can be used afterwards")
          .isEqualTo(7);
    }
  }

  @Test
  void stopEvenWhereTheQueryTakesTheInterruptForDamage() throws Exception {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite::memory:")) {
      Steps hasty = ticking(Duration.ofMillis(50));
      assertThatThrownBy(
              () ->
                  hasty.sql(
                      "check",
                      connection,
                      () -> {
                        try {
                          return number(connection, ENDLESS);
                        } catch (SQLException interrupted) {
                          return -1L;
                        }
                      }))
          .isInstanceOf(DeadlineReached.class);
    }
  }

  @Test
  void passOnWhatGoesWrongInAQuery() throws Exception {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite::memory:")) {
      assertThatThrownBy(
              () -> steps.sql("count", connection, () -> number(connection, "SELECT x FROM y")))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("no such table");
    }
  }

  /** Each look at the clock makes it a little later. */
  private Steps ticking(Duration each) {
    return new Steps(
        new RunLog(new PrintStream(log, true, UTF_8), "test", "demo"),
        () -> time = time.plus(each),
        NOW.plusSeconds(60));
  }

  private static long number(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      return row.getLong(1);
    }
  }
}

package com.maayegue.maintenance.databasemaintenance;

import static org.assertj.core.api.Assertions.assertThat;

import com.maayegue.maintenance.core.RunOutcome;
import com.maayegue.maintenance.databasebackups.BackupCatalog;
import com.maayegue.maintenance.databasemaintenance.MomentStorage.Death;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Killed at each step, and others at work at the worst moment. In {@code verify} some of the steps
 * are tried; {@code mvn verify -pl functions/database-maintenance -am -Dstride=1} tries all.
 */
class InterruptedMaintenanceTest {
  private final Instant now = Instant.now();
  private final Instant longAgo = now.minus(Duration.ofDays(200));
  private static final int OLD_LOGS = 5;
  private static final int STRIDE = Integer.getInteger("stride", 6);

  private Workshop workshop;

  @BeforeEach
  void open() throws Exception {
    workshop = Workshop.empty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"mode\":\"weekly\"}", "{\"mode\":\"monthly\"}", "{\"migrateTo\":4}"})
  void endsAsAnUndisturbedRunWhereverItWasKilled(String message) throws Exception {
    stage();
    MomentStorage whole = new MomentStorage(workshop.storage, Integer.MAX_VALUE, () -> {});
    assertThat(workshop.run(message, whole.proxy())).isInstanceOf(RunOutcome.Done.class);
    List<String> expected = state();
    assertThat(whole.steps()).isGreaterThan(10);

    for (int step = 1; step <= whole.steps(); step += STRIDE) {
      workshop = Workshop.empty();
      stage();
      MomentStorage dying =
          new MomentStorage(
              workshop.storage,
              step,
              () -> {
                throw new Death();
              });
      RunOutcome killed = runUntilDeath(message, dying);
      RunOutcome rerun = workshop.run(message);
      assertThat(rerun)
          .as("rerun after a death before step %s of %s: %s", step, whole.steps(), rerun.reason())
          .isNotInstanceOf(RunOutcome.Failed.class);
      assertThat(state())
          .as("killed before step %s of %s (%s)", step, whole.steps(), killed)
          .isEqualTo(expected);
    }
  }

  private RunOutcome runUntilDeath(String message, MomentStorage dying) throws Exception {
    try {
      return workshop.run(message, dying.proxy());
    } catch (Death killed) {
      return null;
    }
  }

  /** Before each call of one run, somebody else changes the database: no change may be lost. */
  @ParameterizedTest
  @ValueSource(strings = {"{\"mode\":\"weekly\"}", "{\"mode\":\"monthly\"}", "{\"migrateTo\":4}"})
  void losesNoChangeOfAnOutsideWriter(String message) throws Exception {
    stage();
    MomentStorage whole = new MomentStorage(workshop.storage, Integer.MAX_VALUE, () -> {});
    workshop.run(message, whole.proxy());
    for (int step = 1; step <= whole.steps(); step += STRIDE) {
      workshop = Workshop.empty();
      stage();
      String edit = "INSERT INTO app_metadata VALUES ('outside', 'x', 1)";
      MomentStorage disturbed =
          new MomentStorage(workshop.storage, step, () -> workshop.editLive(edit));
      RunOutcome outcome = workshop.run(message, disturbed.proxy());
      assertThat(outcome).as("%s: %s", step, outcome).isNotInstanceOf(RunOutcome.Failed.class);
      assertThat(workshop.query("SELECT count(*) FROM app_metadata WHERE key = 'outside'"))
          .as("written before step %s", step)
          .containsExactly("1");
      if (message.contains("weekly")) {
        assertArchiveIsWhatIsGone();
      }
    }
  }

  @Test
  void twoRunsAndAnOutsideWriterAtOnceLoseNothing() throws Exception {
    stage();
    AtomicInteger written = new AtomicInteger();
    CompletableFuture<Void> weekly =
        CompletableFuture.runAsync(() -> again("{\"mode\":\"weekly\"}"));
    CompletableFuture<Void> monthly =
        CompletableFuture.runAsync(() -> again("{\"mode\":\"monthly\"}"));
    CompletableFuture<Void> writer =
        CompletableFuture.runAsync(
            () -> {
              for (int i = 0; i < 6; i++) {
                String key = "outside-" + i;
                WriterOutside.insert(workshop, key);
                written.incrementAndGet();
              }
            });
    CompletableFuture.allOf(weekly, monthly, writer).get();
    workshop.run("{}");
    assertThat(workshop.query("SELECT count(*) FROM app_metadata WHERE key LIKE 'outside-%'"))
        .containsExactly(Integer.toString(written.get()));
    assertArchiveIsWhatIsGone();
    assertThat(workshop.query("PRAGMA integrity_check")).containsExactly("ok");
  }

  /** One that loses too often gives up for now, and its message comes again. */
  private void again(String message) {
    for (int attempt = 0; attempt < 10; attempt++) {
      try {
        RunOutcome outcome = workshop.run(message);
        assertThat(outcome).as(outcome.reason()).isInstanceOf(RunOutcome.Done.class);
        return;
      } catch (IOException conflict) {
        // Delivered again.
      } catch (Exception failure) {
        throw new IllegalStateException(failure);
      }
    }
    throw new IllegalStateException("never done");
  }

  private void assertArchiveIsWhatIsGone() throws Exception {
    assertThat(workshop.archived("admin_logs"))
        .extracting(line -> line.get("details").getAsString())
        .containsExactlyInAnyOrder("old 0", "old 1", "old 2", "old 3", "old 4");
    assertThat(workshop.query("SELECT details FROM admin_logs")).containsExactly("new");
  }

  private void stage() throws Exception {
    workshop.stage(this::fill);
  }

  private void fill(Connection connection) throws SQLException {
    AppRows.user(connection, "u");
    AppRows.limit(connection, "2020-01-01");
    AppRows.code(connection, "gone", "2020-01-01T10:00:00Z");
    for (int i = 0; i < OLD_LOGS; i++) {
      AppRows.log(connection, "role_change", "u", "old " + i, longAgo);
    }
    AppRows.log(connection, "role_change", "u", "new", now);
    Workshop.sql(
        connection,
        "INSERT INTO user_statistics (user_id, total_lessons_completed, updated_at) VALUES ('u', 12, 1759847400000)");
  }

  /** All that counts, without times and generations. */
  private List<String> state() throws Exception {
    TreeSet<String> lines = new TreeSet<>();
    for (String table :
        workshop.query("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY 1")) {
      for (String row : workshop.rows(table)) {
        lines.add(table + " " + row.replaceAll("(db_version'\\|'\\d'\\|)\\d+", "$1time"));
      }
    }
    workshop
        .query("SELECT name || sql FROM sqlite_schema WHERE sql IS NOT NULL")
        .forEach(lines::add);
    int archived = 0;
    for (Object line : workshop.archived("admin_logs")) {
      lines.add("archive " + archived++ + " " + line);
    }
    workshop.objects("archive/maa_yegue_app/maintenance/").forEach(lines::add);
    lines.addAll(workshop.objects("quarantine/"));
    lines.add(
        "proven "
            + new BackupCatalog(workshop.storage, Workshop.BUCKET)
                .newestProven(Workshop.APP)
                .isPresent());
    return List.copyOf(lines);
  }
}

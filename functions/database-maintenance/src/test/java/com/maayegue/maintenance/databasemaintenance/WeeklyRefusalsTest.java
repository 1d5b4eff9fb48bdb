package com.maayegue.maintenance.databasemaintenance;

import static org.assertj.core.api.Assertions.assertThat;

import com.maayegue.maintenance.core.RunOutcome;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the weekly run makes of databases that are odd, damaged or unknown. */
class WeeklyRefusalsTest {

  private Workshop workshop;

  @BeforeEach
  void open() throws Exception {
    workshop = Workshop.empty();
  }

  @Test
  void reportsTablesAndColumnsThatAreMissing() throws Exception {
    workshop.stage(
        connection -> {
          AppRows.seed(connection);
          Workshop.sql(connection, "DROP TABLE daily_limits");
          Workshop.sql(connection, "DROP INDEX idx_otp_codes_expires");
          Workshop.sql(connection, "ALTER TABLE otp_codes RENAME COLUMN expires_at TO until");
        });
    RunOutcome outcome = workshop.run("{}");
    assertThat(outcome).isInstanceOf(RunOutcome.Done.class);
    assertThat(outcome.counts())
        .containsEntry("missing.daily_limits", 1L)
        .containsEntry("missing.otp_codes.expires_at", 1L)
        .containsEntry("deleted.admin_logs", 1L);
  }

  @Test
  void doesTheOtherChoresWhenOneFails() throws Exception {
    workshop.stage(
        connection -> {
          AppRows.seed(connection);
          Workshop.sql(
              connection,
              "CREATE TRIGGER no BEFORE DELETE ON admin_logs BEGIN SELECT RAISE(ABORT, 'not these'); END");
        });
    RunOutcome outcome = workshop.run("{}");
    assertThat(outcome).isInstanceOf(RunOutcome.Partial.class);
    assertThat(outcome.reason()).isEqualTo("1 of 4 chores failed");
    assertThat(outcome.failures()).singleElement().asString().contains("admin_logs: ", "not these");
    assertThat(workshop.query("SELECT count(*) FROM otp_codes")).containsExactly("0");
    assertThat(workshop.query("SELECT count(*) FROM admin_logs")).containsExactly("1");
    workshop.editLive("DROP TRIGGER no");
    assertThat(workshop.run("{}")).isInstanceOf(RunOutcome.Done.class);
    assertThat(workshop.archived("admin_logs")).as("archived once").hasSize(1);
  }

  @Test
  void stopsBeforeItDeletesNearlyAllOfATable() throws Exception {
    workshop.stage(
        connection -> {
          AppRows.seed(connection);
          connection.setAutoCommit(false);
          for (int i = 0; i < 1_100; i++) {
            AppRows.limit(connection, "2020-01-01");
          }
          connection.commit();
        });
    long generation = workshop.generation();
    RunOutcome outcome = workshop.run("{}");
    assertThat(outcome).isInstanceOf(RunOutcome.Failed.class);
    assertThat(((RunOutcome.Failed) outcome).cause()).isEqualTo("breaker");
    assertThat(outcome.reason())
        .isEqualTo(
            "1101 of 1101 rows of daily_limits are due, more than MAX_DELETIONS_PERCENT = 95; nothing was touched");
    assertThat(workshop.generation()).isEqualTo(generation);
    assertThat(workshop.objects("archive/")).isEmpty();
    workshop.env.put("MAX_DELETIONS_PERCENT", "100");
    assertThat(workshop.run("{}").counts()).containsEntry("deleted.daily_limits", 1_101L);
  }

  @ParameterizedTest
  @CsvSource({
    "empty-file, database",
    "text-file, database",
    "encrypted-looking, database",
    "future-file-format, database",
    "truncated, database",
    "header-only-damaged, database",
    "damaged-table-page, database",
    "damaged-index-page, database",
    "damaged-freelist, database",
    "schema-v1, schema",
    "schema-v99, schema"
  })
  void touchesNothingThatItCannotTrust(String fault, String cause) throws Exception {
    workshop.stageFixture(fault);
    long generation = workshop.generation();
    RunOutcome outcome = workshop.run("{}");
    assertThat(outcome).isInstanceOf(RunOutcome.Failed.class);
    assertThat(((RunOutcome.Failed) outcome).cause()).as(outcome.reason()).isEqualTo(cause);
    assertThat(outcome.reason()).contains("maa_yegue_app");
    assertThat(workshop.generation()).isEqualTo(generation);
    assertThat(workshop.objects("archive/")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "healthy",
    "awkward-names",
    "no-tables",
    "orphan-rows",
    "text-in-integer-columns",
    "wal-mode"
  })
  void cleansWhatIsOddButIntact(String fixture) throws Exception {
    workshop.stageFixture(fixture);
    RunOutcome outcome = workshop.run("{}");
    assertThat(outcome).as(outcome.reason()).isInstanceOf(RunOutcome.Done.class);
    assertThat(workshop.query("PRAGMA integrity_check")).containsExactly("ok");
  }

  @Test
  void reportsWhatSqliteRefusesToDelete() throws Exception {
    workshop.stageFixture("no-users-table");
    RunOutcome outcome = workshop.run("{}");
    assertThat(outcome).isInstanceOf(RunOutcome.Partial.class);
    assertThat(outcome.failures()).singleElement().asString().contains("no such table: main.users");
  }

  @Test
  void reportsDamageThatCameAfterTheBackup() throws Exception {
    workshop.stageFixture("healthy");
    workshop.run("{}");
    workshop.stageFixture("damaged-table-page");
    RunOutcome outcome = workshop.run("{}");
    assertThat(((RunOutcome.Failed) outcome).cause()).isEqualTo("not-intact");
    assertThat(workshop.objects("quarantine/maa_yegue_app/")).hasSize(2);
    assertThat(workshop.alerts())
        .singleElement()
        .satisfies(
            alert -> {
              assertThat(alert.get("rule").getAsString()).isEqualTo("database-not-intact");
              assertThat(alert.get("severity").getAsString()).isEqualTo("critical");
            });
  }
}

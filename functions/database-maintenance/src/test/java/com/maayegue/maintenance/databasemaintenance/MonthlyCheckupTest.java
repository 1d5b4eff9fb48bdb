package com.maayegue.maintenance.databasemaintenance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.maayegue.maintenance.core.RunOutcome;
import com.maayegue.maintenance.sampledata.AccountPlan;
import com.maayegue.maintenance.sampledata.AppDatabase;
import com.maayegue.maintenance.sampledata.DatabasePlan;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MonthlyCheckupTest {
  private static final String MONTHLY = "{\"mode\":\"monthly\"}";
  private static final String REPORT = "archive/maa_yegue_app/maintenance/";

  private Workshop workshop;

  @BeforeEach
  void open() throws Exception {
    workshop = Workshop.empty();
  }

  @Test
  void optimizesAndReports() throws Exception {
    Path file = workshop.folder.resolve("sample-" + System.nanoTime() + ".db");
    new AppDatabase(DatabasePlan.ofSize(AccountPlan.of(7, Instant.now(), 300), 1_000_000))
        .write(file);
    workshop.upload(Workshop.APP, Files.readAllBytes(file));
    workshop.editLive("DELETE FROM user_progress WHERE progress_id % 2 = 0");
    workshop.editLive("DROP INDEX idx_payments_user");
    List<String> before = rows();
    RunOutcome outcome = workshop.run(MONTHLY);
    assertThat(outcome).as(outcome.reason()).isInstanceOf(RunOutcome.Done.class);
    assertThat(outcome.counts())
        .containsEntry("tables", 14L)
        .containsEntry("foreignKeyViolations", 0L)
        .containsEntry("indexFindings.expectedAbsent", 1L)
        .containsEntry("indexFindings.foreignKeyWithoutIndex", 2L)
        .containsEntry("indexFindings.fullScan", 1L)
        .containsEntry("indexFindings.redundant", 5L)
        .containsEntry("reindexed", 0L);
    assertThat(outcome.counts().get("bytesSaved")).isPositive();
    assertThat(workshop.query("SELECT count(*) > 10 FROM sqlite_stat1")).containsExactly("1");
    assertThat(workshop.query("PRAGMA freelist_count")).containsExactly("0");
    assertThat(rows()).isEqualTo(before);
    assertThat(workshop.log.toString(UTF_8))
        .contains("CREATE INDEX \\\"idx_payments_user\\\" ON \\\"payments\\\" (\\\"user_id\\\");");
    assertReport();
  }

  private void assertReport() {
    String name = REPORT + LocalDate.ofInstant(Instant.now(), Workshop.DOUALA);
    assertThat(workshop.objects(REPORT)).containsExactly(name + ".json", name + ".txt");
    JsonObject json = JsonParser.parseString(workshop.text(name + ".json")).getAsJsonObject();
    assertThat(json.get("dbVersion").getAsString()).isEqualTo("2");
    assertThat(json.getAsJsonArray("queries").size()).isGreaterThan(10);
    assertThat(json.getAsJsonObject("before").getAsJsonArray("tables").size()).isEqualTo(14);
    assertThat(json.getAsJsonArray("indexFindings").size()).isEqualTo(9);
    assertThat(workshop.text(name + ".txt"))
        .contains("Entretien mensuel de maa_yegue_app")
        .contains("Intégrité (integrity): ok")
        .contains("CREATE INDEX \"idx_payments_user\" ON \"payments\" (\"user_id\");")
        .contains("progress-of-user");
    assertThat(workshop.text(name + ".json") + workshop.text(name + ".txt"))
        .doesNotContain("example.com");
  }

  @Test
  void losesNothingTheSecondTime() throws Exception {
    workshop.stageFixture("healthy");
    workshop.run(MONTHLY);
    List<String> once = rows();
    RunOutcome again = workshop.run(MONTHLY);
    assertThat(again.counts()).containsEntry("bytesSaved", 0L);
    assertThat(rows()).isEqualTo(once);
    assertThat(workshop.objects(REPORT)).hasSize(2);
  }

  @Test
  void changesNothingInADryRun() throws Exception {
    workshop.stageFixture("orphan-rows");
    long generation = workshop.generation();
    RunOutcome outcome = workshop.run("{\"mode\":\"monthly\",\"dryRun\":true}");
    assertThat(outcome.counts()).containsEntry("foreignKeyViolations", 27L);
    assertThat(workshop.generation()).isEqualTo(generation);
    assertThat(workshop.objects("")).containsExactly("live/maa_yegue_app.db");
  }

  @Test
  void raisesAnAlertForOrphansAndEndsItWhenTheyAreGone() throws Exception {
    workshop.stageFixture("orphan-rows");
    workshop.run(MONTHLY);
    JsonObject alert = workshop.alerts().get(0);
    assertThat(alert.get("rule").getAsString()).isEqualTo("database-foreign-keys");
    assertThat(alert.get("severity").getAsString()).isEqualTo("high");
    assertThat(alert.get("dedupKey").getAsString())
        .isEqualTo("database-foreign-keys-maa_yegue_app");
    assertThat(alert.get("summary").getAsString())
        .contains("user_progress.user_id → users: 20 (rowid [81, 82, 83, 84, 85])");
    assertThat(alert.get("playbook").getAsString())
        .isEqualTo("docs/playbooks/database-foreign-keys.md");

    workshop.stageFixture("healthy");
    workshop.run(MONTHLY);
    assertThat(workshop.alerts()).as("nobody has an alert firing").isEmpty();
    workshop
        .firestore
        .collection("alerts")
        .document("database-foreign-keys-maa_yegue_app")
        .set(Map.of("state", "firing"))
        .get();
    workshop.run(MONTHLY);
    assertThat(workshop.alerts())
        .singleElement()
        .satisfies(end -> assertThat(end.get("status").getAsString()).isEqualTo("resolved"));
  }

  @Test
  void buildsDamagedIndexesAnewAndSaysSo() throws Exception {
    workshop.stageFixture("damaged-index-page");
    byte[] damaged = Workshop.fixture("damaged-index-page");
    RunOutcome outcome = workshop.run(MONTHLY);
    assertThat(outcome).as(outcome.reason()).isInstanceOf(RunOutcome.Done.class);
    assertThat(outcome.counts()).containsEntry("reindexed", 1L);
    assertThat(workshop.query("PRAGMA integrity_check")).containsExactly("ok");
    List<String> kept = workshop.objects("quarantine/maa_yegue_app/");
    assertThat(kept).hasSize(2);
    assertThat(workshop.bytes(kept.get(0))).isEqualTo(damaged);
    JsonObject alert = workshop.alerts().get(0);
    assertThat(alert.get("rule").getAsString()).isEqualTo("database-not-intact");
    assertThat(alert.get("severity").getAsString()).isEqualTo("high");
    assertThat(alert.get("summary").getAsString())
        .contains("row 55 missing from index idx_user_progress_user");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"damaged-table-page", "damaged-freelist", "truncated", "future-file-format"})
  void stopsAtADatabaseThatIsNotIntact(String fault) throws Exception {
    workshop.stageFixture(fault);
    long generation = workshop.generation();
    RunOutcome outcome = workshop.run(MONTHLY);
    assertThat(outcome).isInstanceOf(RunOutcome.Failed.class);
    assertThat(((RunOutcome.Failed) outcome).cause()).isEqualTo("not-intact");
    assertThat(workshop.generation()).isEqualTo(generation);
    List<String> kept = workshop.objects("quarantine/maa_yegue_app/");
    assertThat(kept).hasSize(2);
    assertThat(workshop.bytes(kept.get(0))).isEqualTo(Workshop.fixture(fault));
    JsonObject alert = workshop.alerts().get(0);
    assertThat(alert.get("rule").getAsString()).isEqualTo("database-not-intact");
    assertThat(alert.get("severity").getAsString()).isEqualTo("critical");
    workshop.run(MONTHLY);
    assertThat(workshop.objects("quarantine/maa_yegue_app/")).as("kept once").isEqualTo(kept);
  }

  @ParameterizedTest
  @ValueSource(strings = {"empty-file", "text-file", "encrypted-looking", "header-only-damaged"})
  void refusesWhatIsNoDatabase(String fault) throws Exception {
    workshop.stageFixture(fault);
    long generation = workshop.generation();
    RunOutcome outcome = workshop.run(MONTHLY);
    assertThat(((RunOutcome.Failed) outcome).cause()).isEqualTo("database");
    assertThat(workshop.generation()).isEqualTo(generation);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "awkward-names",
        "no-tables",
        "no-users-table",
        "schema-v1",
        "schema-v99",
        "wal-mode"
      })
  void checksWhatItDoesNotKnow(String fixture) throws Exception {
    workshop.stageFixture(fixture);
    RunOutcome outcome = workshop.run(MONTHLY);
    assertThat(outcome).as(outcome.reason()).isInstanceOf(RunOutcome.Done.class);
    assertThat(workshop.query("PRAGMA integrity_check")).containsExactly("ok");
  }

  @Test
  void worksBesideVirtualTablesGeneratedColumnsAndBrokenViews() throws Exception {
    workshop.stage(
        connection -> {
          Workshop.sql(connection, "CREATE VIRTUAL TABLE words USING fts5(french, ewondo)");
          Workshop.sql(connection, "INSERT INTO words VALUES ('bonjour', 'mbolo')");
          Workshop.sql(connection, "CREATE TABLE g (a, b AS (a * 2) STORED, c AS (a * 3), d BLOB)");
          Workshop.sql(connection, "INSERT INTO g (a, d) VALUES (7, x'00ff')");
          Workshop.sql(connection, "CREATE VIEW broken AS SELECT * FROM not_there");
          Workshop.sql(
              connection,
              "CREATE TRIGGER bad AFTER INSERT ON g BEGIN SELECT RAISE(ABORT, 'no'); END");
        });
    RunOutcome outcome = workshop.run(MONTHLY);
    assertThat(outcome).as(outcome.reason()).isInstanceOf(RunOutcome.Done.class);
    assertThat(workshop.query("SELECT ewondo FROM words WHERE words MATCH 'bonjour'"))
        .containsExactly("mbolo");
    assertThat(workshop.query("SELECT a || b || c || hex(d) FROM g")).containsExactly("7142100FF");
  }

  @Test
  void stopsCleanlyWhenItsTimeIsOver() throws Exception {
    workshop.stageFixture("healthy");
    long generation = workshop.generation();
    Instant now = Instant.now();
    InstantSource late = InstantSource.fixed(now.plusSeconds(481));
    RunOutcome outcome = workshop.run(MONTHLY, workshop.storage, now, late);
    assertThat(((RunOutcome.Failed) outcome).cause()).isEqualTo("deadline");
    assertThat(workshop.generation()).isEqualTo(generation);
  }

  @Test
  void refusesToBeginWithAWrongClock() throws Exception {
    workshop.stageFixture("healthy");
    for (int seconds : List.of(-86_400, 86_400)) {
      Instant wrong = Instant.now().plusSeconds(seconds);
      RunOutcome outcome = workshop.run("{}", workshop.storage, wrong, InstantSource.fixed(wrong));
      assertThat(((RunOutcome.Failed) outcome).cause()).isEqualTo("clock");
    }
    assertThat(workshop.objects("")).containsExactly("live/maa_yegue_app.db");
  }

  /** The rows of some tables. */
  private List<String> rows() throws Exception {
    return workshop.query(
        "SELECT user_id || ' ' || updated_at FROM users UNION ALL SELECT progress_id || ' ' || user_id FROM user_progress"
            + " UNION ALL SELECT name || sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_stat%' AND sql IS NOT NULL ORDER BY 1");
  }
}

package com.maayegue.maintenance.databasemaintenance;

import static org.assertj.core.api.Assertions.assertThat;

import com.maayegue.maintenance.core.RunOutcome;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchemaMigrationTest {
  private static final String VERSION = "SELECT value FROM app_metadata WHERE key = 'db_version'";

  private Workshop workshop;

  @BeforeEach
  void open() throws Exception {
    workshop = Workshop.empty();
  }

  @Test
  void migratesOneVersionOrTwoAndThenHasNothingToDo() throws Exception {
    workshop.stageFixture("healthy");
    RunOutcome outcome = workshop.run("{\"migrateTo\":3}");
    assertThat(outcome).as(outcome.reason()).isInstanceOf(RunOutcome.Done.class);
    assertThat(outcome.counts())
        .containsEntry("fromVersion", 2L)
        .containsEntry("toVersion", 3L)
        .containsEntry("rehearsed", 1L);
    assertThat(workshop.query(VERSION)).containsExactly("3");
    assertThat(workshop.objects("backups/")).hasSize(2);
    outcome = workshop.run("{\"migrateTo\":4}");
    assertThat(outcome.counts()).containsEntry("fromVersion", 3L);
    assertThat(workshop.query(VERSION)).containsExactly("4");
    long generation = workshop.generation();
    outcome = workshop.run("{\"migrateTo\":4}");
    assertThat(outcome).isInstanceOf(RunOutcome.Skipped.class);
    assertThat(outcome.reason()).isEqualTo("maa_yegue_app has version 4 already");
    assertThat(workshop.generation()).isEqualTo(generation);
  }

  @Test
  void changesNothingInADryRun() throws Exception {
    workshop.stageFixture("healthy");
    long generation = workshop.generation();
    RunOutcome outcome = workshop.run("{\"migrateTo\":4,\"dryRun\":true}");
    assertThat(outcome.counts()).containsEntry("toVersion", 4L).containsEntry("rehearsed", 0L);
    assertThat(workshop.generation()).isEqualTo(generation);
    assertThat(workshop.objects("")).containsExactly("live/maa_yegue_app.db");
  }

  @Test
  void leavesLiveAsItWasWhenTheRehearsalFails() throws Exception {
    workshop.stageFixture("healthy");
    workshop.editLive("ALTER TABLE user_statistics ADD COLUMN stars INTEGER");
    long generation = workshop.generation();
    RunOutcome outcome = workshop.run("{\"migrateTo\":4}");
    assertThat(((RunOutcome.Failed) outcome).cause()).isEqualTo("migration");
    assertThat(outcome.reason()).contains("has also [stars]").endsWith("; live is as it was");
    assertThat(workshop.generation()).isEqualTo(generation);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "schema-v99|4|migration|but it is '99'",
        "schema-v1|4|migration|but it is '1'",
        "no-tables|3|migration|but it is 'none'",
        "healthy|5|migration|migrateTo is 5, but this release knows versions up to 4",
        "healthy|1|migration|has version 2, and there is no way back to 1 but a restore",
        "damaged-table-page|4|database|not intact",
        "damaged-index-page|4|database|not intact",
        "text-file|4|database|SQLite database"
      })
  void refuses(String fixture, int target, String cause, String reason) throws Exception {
    workshop.stageFixture(fixture);
    long generation = workshop.generation();
    RunOutcome outcome = workshop.run("{\"migrateTo\":" + target + "}");
    assertThat(outcome).isInstanceOf(RunOutcome.Failed.class);
    assertThat(((RunOutcome.Failed) outcome).cause()).as(outcome.reason()).isEqualTo(cause);
    assertThat(outcome.reason()).contains(reason);
    assertThat(workshop.generation()).isEqualTo(generation);
  }

  @Test
  void asksForOneMessageForEachDatabase() throws Exception {
    workshop.env.put("DATABASES", "maa_yegue_app,cameroon_languages");
    RunOutcome outcome = workshop.run("{\"migrateTo\":4,\"dryRun\":true}");
    assertThat(outcome.counts()).containsEntry("messages", 2L);
    List<String> messages = workshop.messages().stream().map(Object::toString).sorted().toList();
    assertThat(messages)
        .containsExactly(
            "{\"migrateTo\":4,\"dryRun\":true,\"database\":\"cameroon_languages\"}",
            "{\"migrateTo\":4,\"dryRun\":true,\"database\":\"maa_yegue_app\"}");
    assertThat(workshop.objects("")).isEmpty();
  }
}

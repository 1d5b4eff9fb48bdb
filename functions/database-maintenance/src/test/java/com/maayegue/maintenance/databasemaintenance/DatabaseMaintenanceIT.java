package com.maayegue.maintenance.databasemaintenance;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.maayegue.maintenance.emulators.FunctionProcess;
import com.maayegue.maintenance.emulators.FunctionSpec;
import com.maayegue.maintenance.sampledata.AccountPlan;
import com.maayegue.maintenance.sampledata.AppDatabase;
import com.maayegue.maintenance.sampledata.DatabasePlan;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The deployable jar in the invoker, with nothing but the documented environment. */
class DatabaseMaintenanceIT {
  private static final String COUNT = "SELECT count(*) FROM ";

  private Workshop workshop;

  @BeforeEach
  void open() throws Exception {
    workshop = Workshop.empty();
  }

  @Test
  void maintainsAndMigratesASampleDatabase() throws Exception {
    Path file = Files.createTempDirectory(workshop.folder, "it-").resolve("sample.db");
    new AppDatabase(DatabasePlan.ofSize(AccountPlan.of(7, Instant.now(), 400), 1_000_000))
        .write(file);
    workshop.upload(Workshop.APP, Files.readAllBytes(file));
    List<String> users = workshop.query("SELECT user_id FROM users ORDER BY 1");
    List<String> logs = workshop.query(COUNT + "admin_logs");
    Path log = workshop.folder.resolve("it.log");
    try (FunctionProcess function = FunctionProcess.start(spec(workshop.env, log))) {
      long generation = workshop.generation();
      deliver(function, "1", "{\"mode\":\"weekly\",\"dryRun\":true}");
      assertThat(workshop.generation()).isEqualTo(generation);
      assertThat(workshop.objects("archive/")).isEmpty();

      JsonObject weekly = deliver(function, "2", "{\"mode\":\"weekly\"}");
      assertThat(weekly.get("outcome").getAsString()).isEqualTo("Done");
      long deleted = weekly.getAsJsonObject("counts").get("deleted.admin_logs").getAsLong();
      assertThat(deleted).isPositive();
      assertThat(workshop.archived("admin_logs")).hasSize((int) deleted);
      assertThat(Long.parseLong(logs.get(0)) - deleted)
          .isEqualTo(Long.parseLong(workshop.query(COUNT + "admin_logs").get(0)));

      JsonObject monthly = deliver(function, "3", "{\"mode\":\"monthly\"}");
      assertThat(monthly.get("outcome").getAsString()).isEqualTo("Done");
      assertThat(workshop.objects("archive/maa_yegue_app/maintenance/")).hasSize(2);

      JsonObject migration = deliver(function, "4", "{\"migrateTo\":4}");
      assertThat(migration.get("outcome").getAsString()).isEqualTo("Done");
      assertThat(function.log()).doesNotContain("example.com");
    }
    assertThat(workshop.query("SELECT value FROM app_metadata WHERE key = 'db_version'"))
        .containsExactly("4");
    assertThat(workshop.query(COUNT + "user_achievements").get(0)).isNotEqualTo("0");
    assertThat(workshop.query("SELECT user_id FROM users ORDER BY 1")).isEqualTo(users);
    assertThat(workshop.query("PRAGMA integrity_check")).containsExactly("ok");
    assertThat(workshop.query("SELECT count(*) FROM pragma_foreign_key_check"))
        .containsExactly("0");
    assertThat(workshop.alerts()).isEmpty();
  }

  @Test
  void raisesTheAlertOfADamagedDatabase() throws Exception {
    workshop.stageFixture("damaged-table-page");
    Path log = workshop.folder.resolve("damaged.log");
    try (FunctionProcess function = FunctionProcess.start(spec(workshop.env, log))) {
      JsonObject line = deliver(function, "1", "{\"mode\":\"monthly\"}");
      assertThat(line.get("outcome").getAsString()).isEqualTo("Failed");
    }
    assertThat(workshop.alerts())
        .extracting(
            alert -> alert.get("rule").getAsString() + " " + alert.get("severity").getAsString())
        .containsExactlyInAnyOrder(
            "database-not-intact critical", "database-maintenance-failed high");
  }

  @Test
  void exitsBeforeServingWithAllProblemsAtOnce() throws Exception {
    Map<String, String> wrong = new HashMap<>(workshop.env);
    wrong.remove("SQLITE_BUCKET");
    wrong.put("DATABASES", "../etc/passwd");
    wrong.put("ADMIN_LOGS_RETENTION", "P6M");
    wrong.put("MAX_DELETIONS_PERCENT", "101");
    FunctionSpec spec = spec(wrong, workshop.folder.resolve("wrong.log"));
    assertThat(FunctionProcess.exitCodeOf(spec)).isEqualTo(1);
    assertThat(Files.readString(spec.log()))
        .contains("4 problem(s)")
        .contains("SQLITE_BUCKET: expected a value")
        .contains("DATABASES: expected comma-separated names")
        .contains("ADMIN_LOGS_RETENTION: expected an ISO 8601 duration")
        .contains("MAX_DELETIONS_PERCENT: expected a whole number from 0 to 100, but it is '101'");
  }

  private static FunctionSpec spec(Map<String, String> env, Path log) {
    return new FunctionSpec(
        "database-maintenance",
        Path.of(System.getProperty("deployable")),
        DatabaseMaintenanceFunction.class.getName(),
        env,
        FunctionSpec.quick("-Xmx192m"),
        log);
  }

  /** Delivers a message, and returns the line that sums up its run. */
  private static JsonObject deliver(FunctionProcess function, String id, String data)
      throws Exception {
    int status = function.deliver(id, Instant.now(), "database-maintenance", data).status();
    assertThat(status).as(function.log()).isEqualTo(200);
    List<String> lines =
        function.log().lines().filter(line -> line.contains("\"outcome\"")).toList();
    return JsonParser.parseString(lines.get(lines.size() - 1)).getAsJsonObject();
  }
}

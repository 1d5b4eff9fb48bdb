package com.maayegue.maintenance.databasebackup;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.firestore.QueryDocumentSnapshot;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.maayegue.maintenance.databasebackups.Backup;
import com.maayegue.maintenance.emulators.FunctionProcess;
import com.maayegue.maintenance.emulators.FunctionProcess.Response;
import com.maayegue.maintenance.emulators.FunctionSpec;
import com.maayegue.maintenance.emulators.InvokerJar;
import com.maayegue.maintenance.localstorage.StorageServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The deployable jar in the invoker, with nothing but the documented environment. */
class DatabaseBackupIT {
  @TempDir private static Path folder;
  private Yard yard;

  @BeforeEach
  void start() throws Exception {
    yard = Yard.empty();
  }

  @ParameterizedTest
  @MethodSource("com.maayegue.maintenance.emulators.InvokerJar#tried")
  void backsUpProvesAndSkips(String invoker) throws Exception {
    yard.stage(Yard.APP, "a");
    try (FunctionProcess function =
        FunctionProcess.start(
            spec(yard.env, folder.resolve("it.log")), InvokerJar.find(invoker), 0)) {
      assertThat(deliver(function, "1", "{\"dryRun\":true}").status()).isEqualTo(200);
      assertThat(lastLine(function.log()).getAsJsonObject("counts").get("wouldStore").getAsInt())
          .isEqualTo(1);
      assertThat(yard.names("backups/")).isEmpty();
      assertThat(deliver(function, "2", "{}").status()).isEqualTo(200);
      assertThat(outcome(function)).as(function.log()).isEqualTo("Done");
      Backup backup = yard.catalog().newestProven(Yard.APP).orElseThrow();
      assertThat(backup.manifest().rows()).containsEntry("newsletter_subscriptions", 1L);
      assertThat(deliver(function, "2", "{}").status()).isEqualTo(200);
      assertThat(outcome(function)).isEqualTo("Skipped");
      assertThat(yard.names("backups/")).hasSize(2);
      assertThat(yard.alerts()).isEmpty();
    }
  }

  @Test
  void goesThroughOneMessageForEachDatabase() throws Exception {
    yard.env.put("DATABASES", "whole,damaged,absent");
    yard.stage("whole", "a");
    yard.stage("damaged", Yard.fixture("damaged-table-page"));
    try (FunctionProcess function =
        FunctionProcess.start(spec(yard.env, folder.resolve("fan-out.log")))) {
      assertThat(deliver(function, "1", "{}").status()).isEqualTo(200);
      int id = 2;
      for (String message : yard.asked()) {
        assertThat(deliver(function, Integer.toString(id++), message).status()).isEqualTo(200);
      }
    }
    assertThat(yard.catalog().newestProven("whole")).isPresent();
    assertThat(yard.names("backups/")).hasSize(2);
    assertThat(yard.names("quarantine/damaged/")).hasSize(2);
    assertThat(yard.alerts().stream().map(each -> each.get("dedupKey").getAsString()))
        .containsExactlyInAnyOrder(
            "database-not-intact-damaged",
            "database-backup-failed-damaged",
            "database-backup-failed-absent");
    List<String> outcomes =
        yard.firestore.collection("maintenance_runs").get().get().getDocuments().stream()
            .map((QueryDocumentSnapshot each) -> each.getString("outcome"))
            .sorted()
            .toList();
    assertThat(outcomes).containsExactly("Done", "Done", "Failed", "Failed");
  }

  @Test
  void worksAgainAfterStorageWasAway() throws Exception {
    Path buckets = folder.resolve("other-buckets");
    StorageServer dying = StorageServer.start(buckets, 0, false);
    dying.createBucket(Yard.BUCKET, true);
    int port = dying.port();
    dying.close();
    yard.env.put("STORAGE_EMULATOR_HOST", "127.0.0.1:" + port);
    try (FunctionProcess function =
        FunctionProcess.start(spec(yard.env, folder.resolve("away.log")))) {
      assertThat(deliver(function, "1", "{}").status())
          .as("asks for the event again")
          .isEqualTo(500);
      try (StorageServer back = StorageServer.start(buckets, port, false)) {
        assertThat(back.port()).isEqualTo(port);
        assertThat(deliver(function, "1", "{}").status()).isEqualTo(200);
      }
      assertThat(lastLine(function.log()).get("message").getAsString()).contains("is absent");
    }
  }

  @Test
  void exitsBeforeServingWithAllProblemsAtOnce() throws Exception {
    Map<String, String> wrong = new HashMap<>(yard.env);
    wrong.remove("SQLITE_BUCKET");
    wrong.put("DATABASES", "a/b,..");
    wrong.put("RETENTION_DAILY", "0");
    FunctionSpec spec = spec(wrong, folder.resolve("wrong.log"));
    assertThat(FunctionProcess.exitCodeOf(spec)).isEqualTo(1);
    assertThat(Files.readString(spec.log()))
        .contains("4 problem(s)")
        .contains("SQLITE_BUCKET: expected a value")
        .contains("but it is 'a/b'")
        .contains("but it is '..'")
        .contains("RETENTION_DAILY: expected a whole number from 1 to 1000");
  }

  static FunctionSpec spec(Map<String, String> env, Path log) {
    return new FunctionSpec(
        "database-backup",
        Path.of(System.getProperty("deployable")),
        DatabaseBackupFunction.class.getName(),
        env,
        List.of("-Xmx96m", "-XX:+UseSerialGC"),
        log);
  }

  private static Response deliver(FunctionProcess function, String id, String data)
      throws IOException {
    return function.deliver(id, Instant.now(), "database-backup", data);
  }

  private static String outcome(FunctionProcess function) throws IOException {
    return lastLine(function.log()).get("outcome").getAsString();
  }

  private static JsonObject lastLine(String log) {
    List<String> lines = log.lines().filter(line -> line.contains("\"outcome\"")).toList();
    return JsonParser.parseString(lines.get(lines.size() - 1)).getAsJsonObject();
  }
}

package com.maayegue.maintenance.inactiveusercleanup;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.storage.BlobId;
import com.google.cloud.storage.BlobInfo;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.maayegue.maintenance.emulators.FunctionProcess;
import com.maayegue.maintenance.emulators.FunctionProcess.Response;
import com.maayegue.maintenance.emulators.FunctionSpec;
import com.maayegue.maintenance.emulators.InvokerJar;
import com.maayegue.maintenance.emulators.PubSubEmulator;
import com.maayegue.maintenance.emulators.PubSubTopics.Received;
import com.maayegue.maintenance.localstorage.StorageServer;
import com.maayegue.maintenance.sampledata.AccountPlan;
import com.maayegue.maintenance.sampledata.AppDatabase;
import com.maayegue.maintenance.sampledata.AuthImport;
import com.maayegue.maintenance.sampledata.DatabasePlan;
import com.maayegue.maintenance.sampledata.SampleAccounts;
import com.maayegue.maintenance.sampledata.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The deployable jar in the invoker, with nothing but the documented environment. */
class InactiveUserCleanupIT {
  private static final Path FIXTURES = Path.of("..", "..", "test-fixtures", "sqlite");

  @TempDir private static Path folder;
  private static Town town;
  private static PubSubEmulator pubSub;

  @BeforeAll
  static void start() throws Exception {
    town = Town.empty();
    pubSub = PubSubEmulator.start(Town.PROJECT, folder);
    pubSub.topics().createTopic("maintenance-alerts");
    pubSub.topics().subscribe("maintenance-alerts", "test-alerts");
  }

  @AfterAll
  static void stop() throws Exception {
    pubSub.close();
  }

  @BeforeEach
  void clear() throws Exception {
    town.clear();
    town.env.put("PUBSUB_EMULATOR_HOST", pubSub.hostAndPort());
    town.env.put("NOTICE_PERIOD", "P0D");
    pubSub.topics().pull("test-alerts");
  }

  /**
   * Accounts inactive, protected and alive in every way, most of which other rules would get wrong.
   */
  @ParameterizedTest
  @MethodSource("com.maayegue.maintenance.emulators.InvokerJar#tried")
  void deletesExactlyTheAccountsThatNobodyUses(String invoker) throws Exception {
    Instant now = Instant.now();
    SampleAccounts accounts = new SampleAccounts(AccountPlan.of(7, now, 600));
    new AuthImport(town.authEmulator.hostAndPort(), Town.PROJECT)
        .write(accounts.stream().iterator());
    Path file = folder.resolve("sample-" + invoker + ".db");
    new AppDatabase(DatabasePlan.ofSize(accounts.plan(), 1_000_000)).write(file);
    town.upload("maa_yegue_app", Files.readAllBytes(file));
    Set<String> staying = new TreeSet<>();
    Set<String> going = new TreeSet<>();
    accounts.stream()
        .forEach(
            each -> (each.verdict() == Verdict.INACTIVE ? going : staying).add(each.auth().uid()));

    try (FunctionProcess function =
        FunctionProcess.start(
            spec(town.env, folder.resolve("it.log")), InvokerJar.find(invoker), 0)) {
      assertThat(deliver(function, "1", "{\"dryRun\":true}").status()).isEqualTo(200);
      assertThat(town.accounts()).hasSize(600);
      assertThat(deliver(function, "2", "{}").status()).isEqualTo(200);
      assertThat(town.accounts()).isEqualTo(staying);
      assertThat(town.archivedUids()).containsExactlyElementsOf(going);
      assertThat(town.deletions().keySet()).isEqualTo(going);
      JsonObject line = lastLine(function.log());
      assertThat(line.get("outcome").getAsString()).isEqualTo("Done");
      assertThat(line.getAsJsonObject("counts").get("deleted").getAsInt()).isEqualTo(going.size());
      assertThat(function.log()).doesNotContain("example.com");
    }
    Set<String> disabled =
        new TreeSet<>(town.query("SELECT firebase_uid FROM users WHERE is_active = 0"));
    disabled.removeAll(going);
    assertThat(disabled).as("only accounts that went were disabled by this run").isEmpty();
    assertThat(town.query("PRAGMA integrity_check")).containsExactly("ok");
  }

  static Stream<String> unusableDatabases() {
    return Stream.of(
        "empty-file",
        "text-file",
        "encrypted-looking",
        "truncated",
        "damaged-table-page",
        "damaged-index-page",
        "future-file-format",
        "no-tables",
        "no-users-table",
        "schema-v1",
        "schema-v99");
  }

  @Test
  void touchesNothingWhenTheDatabaseCannotBeTrusted() throws Exception {
    Instant old = Instant.now().minus(Duration.ofDays(500));
    town.env.put("MAX_DELETIONS_PERCENT", "100");
    try (FunctionProcess function =
        FunctionProcess.start(spec(town.env, folder.resolve("bad.log")))) {
      for (String fault : unusableDatabases().toList()) {
        town.clear();
        town.account("left", old, old, Map.of());
        town.upload("maa_yegue_app", fixture(fault));
        assertThat(deliver(function, fault, "{}").status()).as(fault).isEqualTo(200);
        assertThat(town.accounts()).as(fault).containsExactly("left");
        assertThat(town.deletions()).as(fault).isEmpty();
        assertThat(cause()).as(fault).isEqualTo("database");
      }
      town.clear();
      town.account("left", old, old, Map.of());
      int status = deliver(function, "absent", "{}").status();
      assertThat(status).as(function.log()).isEqualTo(200);
      assertThat(cause()).isEqualTo("database");
      assertThat(lastLine(function.log()).get("message").getAsString())
          .contains("gs://town/live/maa_yegue_app.db is absent");
    }
  }

  @Test
  void namesABucketThatIsAbsent() throws Exception {
    town.env.put("SQLITE_BUCKET", "nowhere");
    try (FunctionProcess function =
        FunctionProcess.start(spec(town.env, folder.resolve("bucket.log")))) {
      assertThat(deliver(function, "1", "{}").status()).isEqualTo(200);
      assertThat(lastLine(function.log()).get("message").getAsString())
          .contains("the bucket 'nowhere' (SQLITE_BUCKET) is absent");
    }
  }

  @Test
  void raisesAnAlertWhenTheBreakerStopsIt() throws Exception {
    Instant old = Instant.now().minus(Duration.ofDays(500));
    town.account("left", old, old, Map.of());
    town.stage(connection -> Town.user(connection, "left", old));
    town.env.put("MAX_DELETIONS_PERCENT", "25");
    try (FunctionProcess function =
        FunctionProcess.start(spec(town.env, folder.resolve("breaker.log")))) {
      assertThat(deliver(function, "1", "{}").status()).isEqualTo(200);
    }
    assertThat(cause()).isEqualTo("breaker");
    assertThat(town.accounts()).containsExactly("left");
  }

  @Test
  void worksAgainAfterStorageWasAway() throws Exception {
    Instant old = Instant.now().minus(Duration.ofDays(500));
    town.account("left", old, old, Map.of());
    town.stage(connection -> Town.user(connection, "left", old));
    Path buckets = folder.resolve("other-buckets");
    byte[] database = town.storage.readAllBytes(BlobId.of(Town.BUCKET, "live/maa_yegue_app.db"));
    StorageServer dying = StorageServer.start(buckets, 0, false);
    dying.createBucket(Town.BUCKET, true);
    int port = dying.port();
    town.env.put("STORAGE_EMULATOR_HOST", dying.hostAndPort());
    BlobInfo live = BlobInfo.newBuilder(BlobId.of(Town.BUCKET, "live/maa_yegue_app.db")).build();
    town.settings().staging().connect(Town.PROJECT).create(live, database);
    dying.close();
    try (FunctionProcess function =
        FunctionProcess.start(spec(town.env, folder.resolve("away.log")))) {
      assertThat(deliver(function, "1", "{}").status())
          .as("asks for the event again")
          .isEqualTo(500);
      assertThat(town.accounts()).containsExactly("left");
      try (StorageServer back = StorageServer.start(buckets, port, false)) {
        assertThat(back.port()).isEqualTo(port);
        assertThat(deliver(function, "1", "{}").status()).isEqualTo(200);
      }
    }
    assertThat(town.accounts()).isEmpty();
  }

  @Test
  void exitsBeforeServingWithAllProblemsAtOnce() throws Exception {
    Map<String, String> wrong = new HashMap<>(town.env);
    wrong.remove("SQLITE_BUCKET");
    wrong.put("DATABASES", "../etc/passwd");
    wrong.put("MAX_DELETIONS_PERCENT", "101");
    wrong.put("NOTICE_PERIOD", "P1M");
    FunctionSpec spec = spec(wrong, folder.resolve("wrong.log"));
    assertThat(FunctionProcess.exitCodeOf(spec)).isEqualTo(1);
    assertThat(Files.readString(spec.log()))
        .contains("4 problem(s)")
        .contains("SQLITE_BUCKET: expected a value")
        .contains("DATABASES: expected comma-separated names")
        .contains("MAX_DELETIONS_PERCENT: expected a whole number from 0 to 100, but it is '101'")
        .contains("NOTICE_PERIOD: expected an ISO 8601 duration");
  }

  static FunctionSpec spec(Map<String, String> env, Path log) {
    return new FunctionSpec(
        "inactive-user-cleanup",
        Path.of(System.getProperty("deployable")),
        InactiveUserCleanupFunction.class.getName(),
        env,
        FunctionSpec.quick("-Xmx192m"),
        log);
  }

  private static Response deliver(FunctionProcess function, String id, String data)
      throws IOException {
    return function.deliver(id, Instant.now(), "inactive-user-cleanup", data);
  }

  /** The cause that the only alert since the last look names. */
  private static String cause() throws IOException {
    List<Received> alerts = pubSub.topics().pull("test-alerts");
    assertThat(alerts).hasSize(1);
    JsonObject alert = JsonParser.parseString(alerts.get(0).data()).getAsJsonObject();
    assertThat(alert.get("rule").getAsString()).isEqualTo("inactive-user-cleanup-failed");
    assertThat(alert.get("severity").getAsString()).isEqualTo("high");
    return alert.getAsJsonObject("labels").get("cause").getAsString();
  }

  private static JsonObject lastLine(String log) {
    List<String> lines = log.lines().filter(line -> line.startsWith("{\"severity\"")).toList();
    return JsonParser.parseString(lines.get(lines.size() - 1)).getAsJsonObject();
  }

  private static byte[] fixture(String fault) throws IOException {
    try (Stream<Path> files = Files.list(FIXTURES.resolve(fault))) {
      return Files.readAllBytes(files.findFirst().orElseThrow());
    }
  }
}

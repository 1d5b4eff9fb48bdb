package com.maayegue.maintenance.databaserestore;

import static com.maayegue.maintenance.databaserestore.Site.body;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.storage.BlobId;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.maayegue.maintenance.emulators.FunctionProcess;
import com.maayegue.maintenance.emulators.FunctionProcess.Response;
import com.maayegue.maintenance.emulators.FunctionSpec;
import com.maayegue.maintenance.emulators.InvokerJar;
import com.maayegue.maintenance.emulators.PubSubEmulator;
import com.maayegue.maintenance.emulators.StepProxy;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The deployable jar in the invoker. */
class DatabaseRestoreIT {
  private static final Map<String, String> JSON = Map.of("Content-Type", "application/json");

  @TempDir private static Path folder;
  private static Site site;
  private static PubSubEmulator pubSub;

  @BeforeAll
  static void start() throws Exception {
    site = Site.empty();
    pubSub = PubSubEmulator.start(Site.PROJECT, folder);
    pubSub.topics().createTopic("maintenance-alerts");
    pubSub.topics().subscribe("maintenance-alerts", "test-alerts");
  }

  @AfterAll
  static void stop() throws Exception {
    pubSub.close();
  }

  @BeforeEach
  void clear() throws Exception {
    site.clear();
  }

  private static FunctionSpec spec(Map<String, String> more, String log) {
    Map<String, String> env = new HashMap<>(site.env);
    env.put("PUBSUB_EMULATOR_HOST", pubSub.hostAndPort());
    env.putAll(more);
    return new FunctionSpec(
        "database-restore",
        Path.of(System.getProperty("deployable")),
        DatabaseRestoreFunction.class.getName(),
        env,
        FunctionSpec.quick("-Xmx192m"),
        folder.resolve(log));
  }

  private static JsonObject json(Response response) {
    return JsonParser.parseString(response.body()).getAsJsonObject();
  }

  private static HttpResponse<String> send(FunctionProcess function, String method, String path)
      throws IOException, InterruptedException {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create(function.uri() + path))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build(),
            HttpResponse.BodyHandlers.ofString());
  }

  @ParameterizedTest
  @MethodSource("com.maayegue.maintenance.emulators.InvokerJar#tried")
  void listsSalvagesAndRestores(String invoker) throws Exception {
    site.backUp();
    byte[] healthy = site.live();
    site.stage(Site.fixture("damaged-table-page", ""));
    try (FunctionProcess function =
        FunctionProcess.start(spec(Map.of(), "it.log"), InvokerJar.find(invoker), 0)) {
      HttpResponse<String> list = send(function, "GET", "");
      assertThat(list.statusCode()).as(list.body()).isEqualTo(200);
      assertThat(list.body()).contains("\"proven\": true").contains("\"dbVersion\": \"2\"");

      Response dry = function.post("", JSON, body("salvage", ",\"dryRun\":true"));
      assertThat(dry.status()).as(dry.body() + function.log()).isEqualTo(200);
      assertThat(site.names("quarantine/")).isEmpty();
      Response salvaged = function.post("", JSON, body("salvage", ""));
      assertThat(json(salvaged).get("changed").getAsBoolean()).isTrue();
      assertThat(site.dump(site.live())).isEqualTo(site.dump(healthy));
      Response full = function.post("", JSON, body("full", ""));
      assertThat(full.status()).as(full.body()).isEqualTo(200);
      assertThat(site.live()).isEqualTo(healthy);
      assertThat(json(function.post("", JSON, body("full", ""))).get("changed").getAsBoolean())
          .isFalse();
      assertThat(site.firestore.collection("maintenance_runs").get().get().size()).isEqualTo(4);
      assertThat(function.log().lines().filter(line -> line.contains("\"outcome\""))).hasSize(4);
    }
  }

  @Test
  void refusesWhatIsNoRequestWithoutARunOrAStackTrace() throws Exception {
    site.stage(Site.fixture("healthy", ""));
    try (FunctionProcess function = FunctionProcess.start(spec(Map.of(), "bad.log"))) {
      assertThat(send(function, "GET", "?database=nope").statusCode()).isEqualTo(404);
      assertThat(send(function, "GET", "?x=1").statusCode()).isEqualTo(400);
      assertThat(send(function, "GET", "other").statusCode()).isEqualTo(404);
      assertThat(send(function, "DELETE", "").statusCode()).isEqualTo(405);
      assertThat(function.post("", Map.of("Content-Type", "text/plain"), "{}").status())
          .isEqualTo(415);
      assertThat(function.post("", JSON, " ".repeat(70_000)).status()).isEqualTo(413);
      assertThat(function.post("", JSON, "{\"mode\":").status()).isEqualTo(400);
      assertThat(function.post("", JSON, "[".repeat(60_000)).status()).isEqualTo(400);
      Response none = function.post("", JSON, body("full", ""));
      assertThat(none.status()).isEqualTo(404);
      assertThat(none.body()).contains("no backup of this database is proven");
      assertThat(function.log()).doesNotContain("Exception");
    }
    assertThat(site.firestore.collection("maintenance_runs").get().get().size()).isZero();
    assertThat(pubSub.topics().pull("test-alerts")).isEmpty();
  }

  @Test
  void obeysADryRunOfTheEnvironment() throws Exception {
    site.backUp();
    site.editLive("DELETE FROM payments");
    long generation = site.generation();
    try (FunctionProcess function =
        FunctionProcess.start(spec(Map.of("DRY_RUN", "true"), "dry.log"))) {
      Response answer = function.post("", JSON, body("full", ",\"dryRun\":false"));
      assertThat(json(answer).get("dryRun").getAsBoolean()).isTrue();
    }
    assertThat(site.generation()).isEqualTo(generation);
  }

  @Test
  void endsTheSameWhereverItIsKilled() throws Exception {
    StepProxy.Gate gate = new StepProxy.Gate();
    try (StepProxy storage = new StepProxy(site.server.hostAndPort(), false, gate)) {
      Map<String, String> env = Map.of("STORAGE_EMULATOR_HOST", storage.hostAndPort());
      List<String> expected = run(env, gate, Integer.MAX_VALUE);
      int steps = gate.steps();
      assertThat(gate.requests()).isGreaterThan(8);
      assertThat(steps).isGreaterThan(3);
      // Each needs a process; InterruptedRestoreTest has them all without one.
      for (int step : gate.sample(2).toArray()) {
        assertThat(run(env, gate, step))
            .as("killed before %s of %s", step, steps)
            .isEqualTo(expected);
      }
    }
  }

  /** A full restore over a database with a log beside it: killed, and asked for again. */
  private static List<String> run(Map<String, String> env, StepProxy.Gate gate, int fatal)
      throws Exception {
    site.clear();
    site.backUp();
    byte[] healthy = site.live();
    String fixture = "wal-mode-with-uncheckpointed-wal";
    site.stage(Site.fixture(fixture, ""));
    site.put("live/maa_yegue_app.db-wal", Site.fixture(fixture, "-wal"));
    String request = body("full", "");
    if (fatal < Integer.MAX_VALUE) {
      gate.killBefore(Integer.MAX_VALUE, () -> {});
      try (FunctionProcess function = FunctionProcess.start(spec(env, "killed.log"))) {
        gate.killBefore(fatal, function::kill);
        function.post("", JSON, request);
      } catch (IOException died) {
        assertThat(gate.isFatal()).isTrue();
      }
      gate.killBefore(Integer.MAX_VALUE, () -> {});
      site.restore(request);
    } else {
      try (FunctionProcess function = FunctionProcess.start(spec(env, "whole.log"))) {
        gate.killBefore(fatal, () -> {});
        Response answer = function.post("", JSON, request);
        assertThat(answer.status()).as(answer.body() + function.log()).isEqualTo(200);
      }
    }
    assertThat(site.live()).isEqualTo(healthy);
    String kept =
        site.names("quarantine/").stream().filter(n -> n.endsWith(".db")).findFirst().orElseThrow();
    assertThat(site.storage.readAllBytes(BlobId.of(Site.BUCKET, kept)))
        .isEqualTo(Site.fixture(fixture, ""));
    assertThat(site.storage.readAllBytes(BlobId.of(Site.BUCKET, kept + "-wal")))
        .isEqualTo(Site.fixture(fixture, "-wal"));
    return site.names("").stream().map(n -> n.replaceAll("[0-9]{4}-.*?(?=\\.)", "T")).toList();
  }
}

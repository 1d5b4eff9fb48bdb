package com.maayegue.maintenance.costmonitor;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.firestore.QueryDocumentSnapshot;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.maayegue.maintenance.emulators.FunctionProcess;
import com.maayegue.maintenance.emulators.FunctionSpec;
import com.maayegue.maintenance.emulators.InvokerJar;
import com.maayegue.maintenance.emulators.StepProxy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The deployable jar in the invoker, with nothing but the documented environment. */
class CostMonitorIT {
  private static final String NOTICE =
      "{\"budgetDisplayName\":\"b\",\"costAmount\":85,\"budgetAmount\":100,\"currencyCode\":\"EUR\"}";

  @TempDir private static Path logs;
  private CostTown town;

  @BeforeEach
  void start() throws Exception {
    town = CostTown.fresh();
    town.normal();
  }

  @ParameterizedTest
  @MethodSource("com.maayegue.maintenance.emulators.InvokerJar#tried")
  void measuresAndTakesBudgets(String invoker) throws Exception {
    try (FunctionProcess function =
        FunctionProcess.start(spec(town.env, "it"), InvokerJar.find(invoker), 0)) {
      Instant now = Instant.now();
      assertThat(function.deliver("1", now, "billing-budget", "{\"dryRun\":true}").status())
          .as(function.log())
          .isEqualTo(200);
      assertThat(town.snapshots()).isEmpty();
      for (int i = 0; i < 10; i++) {
        assertThat(function.deliver("2", now, "billing-budget", NOTICE).status()).isEqualTo(200);
      }
      assertThat(town.alertKeys()).hasSize(1).first().asString().contains("-80-");
      assertThat(function.deliver("3", now, "billing-budget", "{}").status()).isEqualTo(200);
      JsonObject line = lastLine(function.log());
      assertThat(line.get("outcome").getAsString()).as(function.log()).isEqualTo("Done");
      assertThat(line.getAsJsonObject("counts").get("metrics").getAsInt()).isEqualTo(13);
      Map<?, ?> snapshot = (Map<?, ?>) town.snapshots().values().iterator().next();
      Map<?, ?> metrics = (Map<?, ?>) snapshot.get("metrics");
      assertThat(((Map<?, ?>) metrics.get("user_progress_rows")).get("value")).isEqualTo(3.0);
      assertThat(((Map<?, ?>) metrics.get("cost_month")).get("value")).isEqualTo(85.0);
      assertThat(function.deliver("4", now, "billing-budget", "{\"costAmount\":").status())
          .isEqualTo(200);
      assertThat(lastLine(function.log()).get("outcome").getAsString()).isEqualTo("Failed");
    }
  }

  @Test
  void exitsBeforeServingWithAllProblemsAtOnce() throws Exception {
    Map<String, String> wrong = new HashMap<>(town.env);
    wrong.remove("SQLITE_BUCKET");
    wrong.put("LIMITS", "{\"x\": 1}");
    FunctionSpec spec = spec(wrong, "wrong");
    assertThat(FunctionProcess.exitCodeOf(spec)).isEqualTo(1);
    assertThat(Files.readString(spec.log()))
        .contains("SQLITE_BUCKET: expected a value")
        .contains("LIMITS: expected one of");
  }

  /** Killed (SIGKILL) before requests that follow one that may write; then it comes again. */
  @ParameterizedTest
  @ValueSource(strings = {"{}", NOTICE})
  void endsAsAnUndisturbedRunWhereverItWasKilled(String message) throws Exception {
    Instant at = Instant.now();
    StepProxy.Gate gate = new StepProxy.Gate();
    try (StepProxy firestore = new StepProxy(town.firestoreEmulator.hostAndPort(), true, gate);
        StepProxy pubSub = new StepProxy(town.pubSub.hostAndPort(), false, gate)) {
      town.env.put("FIRESTORE_EMULATOR_HOST", firestore.hostAndPort());
      town.env.put("PUBSUB_EMULATOR_HOST", pubSub.hostAndPort());
      // Of whatever day it is: something is always due.
      town.env.put("LIMITS", "{\"user_progress_rows\": 3}");
      assertThat(killedBefore(Integer.MAX_VALUE, gate, message, at)).isFalse();
      int steps = gate.steps();
      assertThat(steps).isGreaterThan(2);
      Map<String, Object> expected = state();
      List<String> told = town.alertKeys();
      assertThat(told).hasSize(1);
      for (int step : gate.sample(message.equals(NOTICE) ? 2 : 1).toArray()) {
        town.firestoreEmulator.clear();
        assertThat(killedBefore(step, gate, message, at)).isTrue();
        gate.killBefore(Integer.MAX_VALUE, () -> {});
        town.now = Instant.now();
        town.deliver(message, Map.of(), at);
        assertThat(state()).as("killed before step %s of %s", step, steps).isEqualTo(expected);
        assertThat(town.alertKeys().stream().distinct().toList())
            .as("told, killed before step %s of %s", step, steps)
            .isEqualTo(told);
      }
    }
  }

  private boolean killedBefore(int step, StepProxy.Gate gate, String message, Instant at)
      throws Exception {
    try (FunctionProcess function = FunctionProcess.start(spec(town.env, "killed"))) {
      gate.killBefore(step, function::kill);
      assertThat(function.deliver("1", at, "billing-budget", message).status())
          .as(function.log())
          .isEqualTo(200);
    } catch (IOException died) {
      assertThat(gate.isFatal()).as("died by itself: %s", died).isTrue();
    }
    return gate.isFatal();
  }

  private Map<String, Object> state() throws Exception {
    Map<String, Object> state = new TreeMap<>(town.snapshots());
    long ended =
        town.firestore.collection("maintenance_runs").get().get().getDocuments().stream()
            .map((QueryDocumentSnapshot each) -> each.getString("outcome"))
            .filter(outcome -> "Done".equals(outcome) || "Skipped".equals(outcome))
            .count();
    state.put("a run has ended well", ended > 0);
    return state;
  }

  private static FunctionSpec spec(Map<String, String> env, String log) {
    return new FunctionSpec(
        "cost-monitor",
        Path.of(System.getProperty("deployable")),
        CostMonitorFunction.class.getName(),
        env,
        FunctionSpec.quick("-Xmx192m"),
        logs.resolve(log + ".log"));
  }

  private static JsonObject lastLine(String log) {
    List<String> lines = log.lines().filter(line -> line.contains("\"outcome\"")).toList();
    return JsonParser.parseString(lines.get(lines.size() - 1)).getAsJsonObject();
  }
}

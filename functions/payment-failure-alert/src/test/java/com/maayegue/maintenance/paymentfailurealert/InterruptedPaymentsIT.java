package com.maayegue.maintenance.paymentfailurealert;

import static com.maayegue.maintenance.paymentfailurealert.Till.campayEvent;
import static com.maayegue.maintenance.paymentfailurealert.Till.stripeEvent;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.maayegue.maintenance.emulators.FunctionProcess;
import com.maayegue.maintenance.emulators.StepProxy;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The deployable jar, killed (SIGKILL) between requests; then the event comes again, as it was not
 * answered. Whatever the moment, the end is that of one undisturbed delivery.
 */
class InterruptedPaymentsIT {
  @TempDir private static Path logs;
  private static Till till;
  private static StepProxy.Gate gate;
  private static List<StepProxy> proxies;
  private static Map<String, String> behindProxies;

  @BeforeAll
  static void start() throws Exception {
    till = new Till(logs);
    gate = new StepProxy.Gate();
    StepProxy firestore = new StepProxy(till.firestoreEmulator.hostAndPort(), true, gate);
    StepProxy pubSub = new StepProxy(till.pubSub.hostAndPort(), false, gate);
    StepProxy providers =
        new StepProxy(URI.create(till.providers.url()).getAuthority(), false, gate);
    proxies = List.of(firestore, pubSub, providers);
    behindProxies = new HashMap<>();
    behindProxies.put("FIRESTORE_EMULATOR_HOST", firestore.hostAndPort());
    behindProxies.put("PUBSUB_EMULATOR_HOST", pubSub.hostAndPort());
    behindProxies.put("CAMPAY_BASE_URL", "http://" + providers.hostAndPort() + "/campay/api");
    behindProxies.put("FAILURE_THRESHOLD", "1");
    till.env.put("FAILURE_THRESHOLD", "1");
  }

  @AfterAll
  static void stop() throws Exception {
    for (StepProxy proxy : proxies) {
      proxy.close();
    }
    till.close();
  }

  /** Money came: the payment, the subscription and the notification, or none of them. */
  @Test
  void activatesOnceWhereverItWasKilled() throws Exception {
    killAtSteps(stripeEvent("e1", "payment_intent.succeeded", "p1", 2500, "XAF"), 3, 1);
  }

  /** A mismatch, and then one failure too many: what is told is never lost. */
  @Test
  void tellsWhereverItWasKilled() throws Exception {
    killAtSteps(stripeEvent("e2", "payment_intent.succeeded", "p1", 25, "XAF"), 4, 1);
    killAtSteps(campayEvent("p2", "FAILED"), 8, 2);
  }

  private static void killAtSteps(JsonObject event, int leastRequests, int first) throws Exception {
    Instant at = Instant.now();
    event.addProperty("receivedAt", at.toString());
    event.addProperty("occurredAt", at.toString());
    seed(at);
    assertThat(killedBefore(Integer.MAX_VALUE, event)).isFalse();
    int steps = gate.steps();
    int requests = gate.requests();
    Map<String, Object> expected = state();
    List<String> alerts = keys();
    assertThat(requests).isGreaterThanOrEqualTo(leastRequests);
    assertThat(steps).isGreaterThan(1);
    for (int step : gate.sample(first).toArray()) {
      seed(at);
      killedBefore(step, event);
      till.restart();
      till.now = Instant.now();
      till.function.accept(till.cloudEvent(event.toString()));
      assertThat(state()).as("killed before step %s of %s", step, steps).isEqualTo(expected);
      assertThat(keys()).as("told, killed before step %s of %s", step, steps).isEqualTo(alerts);
    }
  }

  /** One that failed a while ago, and two that are pending. */
  private static void seed(Instant at) throws Exception {
    gate.killBefore(Integer.MAX_VALUE, () -> {});
    till.clear();
    till.now = at;
    Map<String, Object> failed = till.payment("p0", "bob", 2500L, "XAF", "campay");
    failed.put("status", "failed");
    failed.put("failedAt", Till.timestamp(at.minusSeconds(60)));
    till.pay("p0", failed);
    till.pay("p1", "ada", 2500L, "XAF", "stripe");
    till.pay("p2", "ada", 2500L, "XAF", "campay");
    till.campay("p2", "FAILED", "2500.00", "Cancelled");
  }

  private static boolean killedBefore(int step, JsonObject event) throws Exception {
    try (FunctionProcess function =
        FunctionProcess.start(new Counter(till, logs).spec(behindProxies))) {
      gate.killBefore(step, function::kill);
      Counter.deliver(function, event);
    } catch (IOException killed) {
      assertThat(gate.isFatal()).isTrue();
    }
    return gate.isFatal();
  }

  private static Map<String, Object> state() throws Exception {
    Map<String, Object> state =
        till.state("payments", "payment_events", "subscriptions", "payment_watch");
    till.state("notifications").keySet().forEach(id -> state.put(id, "there"));
    return state;
  }

  /** What was told, repeats aside. */
  private static List<String> keys() throws Exception {
    return till.alerts().stream()
        .map(alert -> alert.get("status").getAsString() + " " + alert.get("dedupKey").getAsString())
        .distinct()
        .toList();
  }
}

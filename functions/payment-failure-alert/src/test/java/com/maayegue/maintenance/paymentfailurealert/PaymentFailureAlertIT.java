package com.maayegue.maintenance.paymentfailurealert;

import static com.maayegue.maintenance.paymentfailurealert.Till.campayEvent;
import static com.maayegue.maintenance.paymentfailurealert.Till.stripeEvent;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.maayegue.maintenance.emulators.FunctionProcess;
import com.maayegue.maintenance.emulators.FunctionSpec;
import com.maayegue.maintenance.emulators.InvokerJar;
import com.maayegue.maintenance.paymentstandins.Mode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The deployable jar in the invoker, with nothing but the documented environment. */
class PaymentFailureAlertIT {
  @TempDir private static Path logs;
  private static Till till;

  @BeforeAll
  static void start() throws Exception {
    till = new Till(logs);
  }

  @AfterAll
  static void stop() throws Exception {
    till.close();
  }

  @BeforeEach
  void clear() throws Exception {
    till.clear();
    till.now = Instant.now();
  }

  @ParameterizedTest
  @MethodSource("com.maayegue.maintenance.emulators.InvokerJar#tried")
  void movesPaymentsOnByEventsAndBySweeps(String invoker) throws Exception {
    till.pay("card", "ada", 25.0, "EUR", "stripe");
    till.pay("momo", "bob", 2500L, "XAF", "campay");
    Map<String, Object> lost = till.payment("lost", "cy", 2500L, "XAF", "campay");
    lost.put("createdAt", Till.timestamp(till.now.minus(Duration.ofMinutes(20))));
    till.pay("lost", lost);
    till.campay("momo", "SUCCESSFUL", "2500.00", null);
    till.campay("lost", "FAILED", "2500.00", "Cancelled");
    FunctionSpec spec = new Counter(till, logs).spec(Map.of());
    try (FunctionProcess function = FunctionProcess.start(spec, InvokerJar.find(invoker), 0)) {
      assertThat(
              Counter.deliver(
                  function, stripeEvent("e1", "payment_intent.succeeded", "card", 2500, "EUR")))
          .isEqualTo(200);
      assertThat(Counter.deliver(function, campayEvent("momo", "SUCCESSFUL"))).isEqualTo(200);
      assertThat(function.deliver("1", till.now, "payment-events", "{}").status()).isEqualTo(200);
      assertThat(till.status("card")).isEqualTo("completed");
      assertThat(till.status("momo")).isEqualTo("completed");
      assertThat(till.status("lost")).isEqualTo("failed");
      assertThat(till.get("maintenance_runs/payment-failure-alert-" + till.now).getData())
          .containsEntry("outcome", "Done")
          .containsEntry("version", "0.1.0");
      assertThat(function.log()).doesNotContain("237600000000").doesNotContain("stand-in-password");
      JsonObject line =
          JsonParser.parseString(
                  function.log().lines().filter(text -> text.contains("applied")).findFirst().get())
              .getAsJsonObject();
      assertThat(line.get("outcome").getAsString()).isEqualTo("Done");
    }
  }

  @Test
  void asksForAnEventAgainOnlyWhileThatCanHelp() throws Exception {
    till.pay("momo", "bob", 2500L, "XAF", "campay");
    till.campay("momo", "SUCCESSFUL", "2500.00", null);
    till.providers.campay().mode(Mode.HTML);
    try (FunctionProcess function = FunctionProcess.start(new Counter(till, logs).spec(Map.of()))) {
      assertThat(Counter.deliver(function, campayEvent("momo", "SUCCESSFUL"))).isEqualTo(500);
      JsonObject wrong = campayEvent("momo", "SUCCESSFUL");
      wrong.addProperty("provider", "paypal");
      assertThat(Counter.deliver(function, wrong)).isEqualTo(200);
      assertThat(till.alerts("payment-failure-alert-failed")).hasSize(1);
      till.providers.campay().mode(Mode.WELL);
      assertThat(Counter.deliver(function, campayEvent("momo", "SUCCESSFUL"))).isEqualTo(200);
      assertThat(till.status("momo")).isEqualTo("completed");
    }
  }

  @Test
  void exitsBeforeServingWithAllProblemsAtOnce() throws Exception {
    Map<String, String> wrong = new HashMap<>();
    wrong.put("GOOGLE_CLOUD_PROJECT", "");
    wrong.put("FAILURE_WINDOW", "an hour");
    FunctionSpec spec = new Counter(till, logs).spec(wrong);
    assertThat(FunctionProcess.exitCodeOf(spec)).isEqualTo(1);
    assertThat(Files.readString(spec.log()))
        .contains("GOOGLE_CLOUD_PROJECT: expected a value")
        .contains("FAILURE_WINDOW: expected an ISO 8601 duration");
  }
}

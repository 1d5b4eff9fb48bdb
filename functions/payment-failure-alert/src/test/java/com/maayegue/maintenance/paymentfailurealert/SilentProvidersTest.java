package com.maayegue.maintenance.paymentfailurealert;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.maayegue.maintenance.paymentstandins.Mode;
import com.maayegue.maintenance.paymentstandins.PaymentStandIns;
import com.maayegue.maintenance.paymentstandins.StandInTransaction;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Sweeps without webhooks, and without answers. */
class SilentProvidersTest {
  private Till till;

  @BeforeEach
  void open() throws Exception {
    till = Till.shared();
  }

  @Test
  void tellsOfFailuresWithinOneSweepWithAllWebhooksLost() throws Exception {
    for (int i = 0; i < 11; i++) {
      till.pay("p" + i, "ada", 2500L, "XAF", "campay");
      till.campay(
          "p" + i, "FAILED", "2500.00", i < 7 ? "Insufficient funds" : "Call +237 600 000 000");
    }
    till.wait(Duration.ofMinutes(16));
    till.sweep();
    List<JsonObject> alerts = till.alerts();
    assertThat(alerts).hasSize(1);
    assertThat(alerts.get(0).get("rule").getAsString()).isEqualTo("payment-failures");
    assertThat(alerts.get(0).getAsJsonObject("labels").get("operators").getAsString())
        .isEqualTo("MTN 11");
    assertThat(alerts.get(0).getAsJsonObject("labels").get("reasons").getAsString())
        .isEqualTo("Insufficient funds 7, Call … 4");
  }

  @Test
  void tellsOfFailuresThatAreKnownAlreadyButNotTold() throws Exception {
    // As if killed between booking and telling.
    for (int i = 0; i < 11; i++) {
      Map<String, Object> failed = till.payment("p" + i, "ada", 2500L, "XAF", "stripe");
      failed.put("status", "failed");
      failed.put("failedAt", Till.timestamp(till.now.minus(Duration.ofMinutes(70 + i))));
      till.pay("p" + i, failed);
    }
    till.sweep();
    assertThat(till.alerts("payment-failures"))
        .as("over for 20 minutes, and never told")
        .containsExactly("firing payment-failures");
    till.sweep();
    assertThat(till.alerts("payment-failures")).containsExactly("resolved payment-failures");
    till.sweep();
    assertThat(till.alerts()).isEmpty();
  }

  @Test
  void doesNotLetAProviderThatIsDownHoldUpTheOthers() throws Exception {
    for (int i = 0; i < 50; i++) {
      till.pay("c" + i, "user" + i, 2500L, "XAF", "campay");
    }
    till.pay("s", "bob", 2500L, "XAF", "stripe");
    till.providers
        .stripe()
        .put(new StandInTransaction("tx-s", "s", "succeeded", "2500", "XAF", null, null, 0));
    till.providers.campay().mode(Mode.SLOW);
    till.wait(Duration.ofMinutes(16));
    till.restart(Till.IMPATIENT);
    till.sweep();
    assertThat(till.status("s")).isEqualTo("completed");
    long asked = till.providers.campay().questions();
    assertThat(asked).isBetween(3L, 8L);
    assertThat(till.lastRun()).containsEntry("outcome", "Done");
    assertThat(till.lastRun().get("failures").toString()).contains("CamPay did not answer within");

    // Another instance, and not yet time to try again.
    till.restart(Till.IMPATIENT);
    till.wait(Duration.ofMinutes(4));
    till.sweep();
    assertThat(till.providers.campay().questions()).isEqualTo(asked);
    // Time to try again: one question shows that it is still down.
    till.wait(Duration.ofMinutes(2));
    till.sweep();
    assertThat(till.providers.campay().questions()).isEqualTo(asked + 1);
    assertThat(till.alerts()).isEmpty();
    till.wait(Duration.ofMinutes(11));
    till.sweep();
    assertThat(till.alerts("payment-failure-alert-failed"))
        .as("the third time in a row is a person's matter")
        .containsExactly("firing payment-failure-alert-failed");

    till.providers.campay().mode(Mode.WELL);
    till.restart();
    IntStream.range(0, 50).forEach(i -> till.campay("c" + i, "SUCCESSFUL", "2500", null));
    till.wait(Duration.ofMinutes(21));
    till.sweep();
    assertThat(till.status("c49")).isEqualTo("completed");
    assertThat(till.get("payment_watch/provider-campay").get("failures")).isEqualTo(0L);
  }

  @Test
  void saysThatCredentialsAreRefusedAtOnce() throws Exception {
    till.pay("c", "ada", 2500L, "XAF", "campay");
    till.providers.campay().mode(Mode.REFUSED);
    till.wait(Duration.ofMinutes(16));
    till.sweep();
    List<JsonObject> alerts = till.alerts();
    assertThat(alerts).hasSize(1);
    assertThat(alerts.get(0).getAsJsonObject("labels").get("cause").getAsString())
        .isEqualTo("credentials");
    assertThat(alerts.toString()).doesNotContain(PaymentStandIns.PASSWORD);
  }
}

package com.maayegue.maintenance.paymentfailurealert;

import static com.maayegue.maintenance.paymentfailurealert.Till.campayEvent;
import static com.maayegue.maintenance.paymentfailurealert.Till.stripeEvent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.maayegue.maintenance.paymentproviders.ProviderFailure;
import com.maayegue.maintenance.paymentstandins.Mode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Events that are wrong, and providers that do not answer. */
class BadPaymentEventsTest {
  private static final String SUCCEEDED = "payment_intent.succeeded";
  private static final String FAILED = "payment_intent.payment_failed";

  private Till till;

  @BeforeEach
  void open() throws Exception {
    till = Till.shared();
  }

  @ParameterizedTest
  @CsvSource({
    "2500, XAF, 250000, XAF",
    "2500, XAF, 2500, EUR",
    "2500, XAF, 2499, XAF",
    "2500, XAF, 0, XAF",
    "2500, XAF, -2500, XAF",
    "25, EUR, 25, EUR",
    "25, EUR, 2500, USD",
    "0, XAF, 0, XAF",
    "-2500, XAF, -2500, XAF",
    "2500.5, XAF, 2500, XAF"
  })
  void neverCompletesByAnotherAmountOfStripe(double price, String currency, long minor, String paid)
      throws Exception {
    till.pay("p1", "ada", price, currency, "stripe");
    till.deliver(stripeEvent("e1", SUCCEEDED, "p1", minor, paid));
    assertThat(till.status("p1")).isEqualTo("pending");
    assertThat(till.get("payments/p1").get("mismatch.found"))
        .isEqualTo(minor + " minor units of " + paid);
    assertThat(till.get("subscriptions/ada").exists()).isFalse();
    assertThat(till.count("notifications")).isZero();
    assertThat(till.get("payment_events/stripe-e1").getString("result")).isEqualTo("mismatch");
    assertThat(till.alerts("payment-mismatch")).containsExactly("firing payment-mismatch-p1");
    till.deliver(stripeEvent("e1", SUCCEEDED, "p1", minor, paid));
    assertThat(till.alerts()).as("the same event again").isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"2500,00", "-2500", "0", "2500.50", "2 500", "NaN", "", "1e400", "25"})
  void neverCompletesByAnotherAmountOfCamPay(String amount) throws Exception {
    till.pay("p1", "ada", 2500L, "XAF", "campay");
    till.campay("p1", "SUCCESSFUL", amount, null);
    till.deliver(campayEvent("p1", "SUCCESSFUL"));
    assertThat(till.status("p1")).isEqualTo("pending");
    assertThat(till.alerts("payment-mismatch")).containsExactly("firing payment-mismatch-p1");
  }

  @Test
  void makesNoPaymentOutOfNothingAndTellsOnceOfMoneyThatNobodyKnows() throws Exception {
    till.deliver(stripeEvent("e1", SUCCEEDED, "nobody", 2500, "XAF"));
    till.deliver(stripeEvent("e1", SUCCEEDED, "nobody", 2500, "XAF"));
    till.deliver(stripeEvent("e2", FAILED, "nobody2", 2500, "XAF"));
    JsonObject anonymous = stripeEvent("e3", SUCCEEDED, "x", 2500, "XAF");
    anonymous.remove("paymentId");
    till.deliver(anonymous);
    for (String id : List.of("a/b", "..", "__x__")) {
      till.deliver(stripeEvent("odd" + id.hashCode(), SUCCEEDED, id, 2500, "XAF"));
    }
    assertThat(till.count("payments")).isZero();
    assertThat(till.count("subscriptions")).isZero();
    assertThat(till.count("payment_events")).isEqualTo(6);
    assertThat(till.get("payment_events/stripe-e1").getString("result"))
        .isEqualTo("unknown-payment");
    assertThat(till.alerts("payment-mismatch"))
        .hasSize(5)
        .contains("firing payment-mismatch-nobody", "firing payment-mismatch-tx-x")
        .allMatch(key -> key.matches("firing [A-Za-z0-9._-]+"));
  }

  @Test
  void completesWithoutAUserOrAPlanButTellsAPerson() throws Exception {
    Map<String, Object> noUser = till.payment("p1", "ada", 2500L, "XAF", "stripe");
    noUser.remove("userId");
    till.pay("p1", noUser);
    Map<String, Object> noPlan = till.payment("p2", "bob", 2500L, "XAF", "stripe");
    noPlan.put("plan", "gold");
    till.pay("p2", noPlan);
    till.deliver(stripeEvent("e1", SUCCEEDED, "p1", 2500, "XAF"));
    till.deliver(stripeEvent("e2", SUCCEEDED, "p2", 2500, "XAF"));
    assertThat(till.status("p1")).isEqualTo("completed");
    assertThat(till.status("p2")).isEqualTo("completed");
    assertThat(till.count("subscriptions")).isZero();
    assertThat(till.get("notifications/payment-completed-p2").getString("body"))
        .contains("Merci")
        .contains("Thank you")
        .doesNotContain("abonnement");
    assertThat(till.get("payments/p1").get("attention.kind")).isEqualTo("no-user");
    assertThat(till.get("payments/p2").get("attention.kind")).isEqualTo("unknown-plan");
    assertThat(till.alerts("payment-mismatch"))
        .containsExactly("firing payment-mismatch-p1", "firing payment-mismatch-p2");
  }

  @ParameterizedTest
  @EnumSource(
      value = Mode.class,
      names = {"SLOW", "ERROR", "HTML", "REDIRECT", "REFUSED", "HUGE"})
  void asksForTheEventAgainWhenCamPayGivesNoAnswer(Mode mode) throws Exception {
    till.pay("p1", "ada", 2500L, "XAF", "campay");
    till.campay("p1", "SUCCESSFUL", "2500", null);
    till.providers.campay().mode(mode);
    till.restart(Till.IMPATIENT);
    assertThatThrownBy(() -> till.deliver(campayEvent("p1", "SUCCESSFUL")))
        .isInstanceOf(ProviderFailure.class);
    assertThat(till.status("p1")).isEqualTo("pending");
    assertThat(till.count("payment_events")).isZero();
    till.providers.campay().mode(Mode.WELL);
    till.restart();
    till.deliver(campayEvent("p1", "SUCCESSFUL"));
    assertThat(till.status("p1")).isEqualTo("completed");
    assertThat(till.providers.redirectsFollowed()).isZero();
  }

  @Test
  void stopsAskingACamPayThatIsDownSoThatOthersAreNotHeldUp() throws Exception {
    till.providers.campay().mode(Mode.ERROR);
    for (int i = 0; i < 10; i++) {
      JsonObject event = campayEvent("p" + i, "SUCCESSFUL");
      assertThatThrownBy(() -> till.deliver(event)).isInstanceOf(ProviderFailure.class);
    }
    assertThat(till.providers.campay().questions()).isEqualTo(3);
    till.pay("s1", "ada", 2500L, "XAF", "stripe");
    till.deliver(stripeEvent("e1", SUCCEEDED, "s1", 2500, "XAF"));
    assertThat(till.status("s1")).isEqualTo("completed");
    till.wait(Duration.ofMinutes(3));
    till.providers.campay().mode(Mode.WELL);
    till.pay("p1", "ada", 2500L, "XAF", "campay");
    till.campay("p1", "SUCCESSFUL", "2500", null);
    till.deliver(campayEvent("p1", "SUCCESSFUL"));
    assertThat(till.status("p1")).isEqualTo("completed");
  }

  @Test
  void waitsForCamPaysOwnBooksButNotForEver() throws Exception {
    till.pay("p1", "ada", 2500L, "XAF", "campay");
    till.campay("p1", "SOMETHING_NEW", "2500", null);
    JsonObject event = campayEvent("p1", "SUCCESSFUL");
    event.addProperty("receivedAt", till.now.toString());
    assertThatThrownBy(() -> till.deliver(event)).isInstanceOf(ProviderFailure.class);
    till.wait(Duration.ofMinutes(11));
    till.deliver(event);
    assertThat(till.status("p1")).isEqualTo("pending");
    assertThat(till.get("payment_events/campay-p1-SUCCESSFUL").getString("result"))
        .isEqualTo("ignored");
  }

  @Test
  void ignoresWithdrawalsAndTypesThatMoveNoPayment() throws Exception {
    till.pay("p1", "ada", 2500L, "XAF", "campay");
    till.campay("p1", "SUCCESSFUL", "2500", null);
    JsonObject withdrawal = campayEvent("p1", "SUCCESSFUL");
    withdrawal.addProperty("type", "withdraw");
    till.deliver(withdrawal);
    till.deliver(stripeEvent("e1", "customer.created", "p1", 2500, "XAF"));
    assertThat(till.status("p1")).isEqualTo("pending");
    assertThat(till.count("payment_events")).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"eventId\":\"e\"}",
        "{\"eventId\":\"e\",\"provider\":\"paypal\"}",
        "{\"eventId\":\"e\",\"provider\":\"campay\"}",
        "{\"eventId\":\"a/b\",\"provider\":\"stripe\"}",
        "{\"eventId\":\"e\",\"provider\":\"stripe\",\"amountMinor\":\"1,5\"}",
        "{\"payment\":\"p1\"}",
        "[]",
        "{",
        "{\"eventId\":\"e\",\"provider\":\"stripe\",\"dryRun\":\"no\"}"
      })
  void givesUpAMessageThatNobodyCanReadAndSaysSo(String message) throws Exception {
    till.publish(message);
    assertThat(till.alerts())
        .hasSize(1)
        .allSatisfy(
            alert -> {
              assertThat(alert.get("rule").getAsString()).isEqualTo("payment-failure-alert-failed");
              assertThat(alert.getAsJsonObject("labels").get("cause").getAsString())
                  .isEqualTo("message");
            });
    assertThat(till.count("payment_events")).isZero();
  }
}

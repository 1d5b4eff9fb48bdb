package com.maayegue.maintenance.paymentfailurealert;

import static com.maayegue.maintenance.paymentfailurealert.Till.campayEvent;
import static com.maayegue.maintenance.paymentfailurealert.Till.stripeEvent;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.maayegue.maintenance.paymentstandins.StandInTransaction;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a sweep does with payments that hang. */
class ReconciliationTest {
  private Till till;

  @BeforeEach
  void open() throws Exception {
    till = Till.shared();
  }

  @Test
  void movesPaymentsOnThatNoWebhookToldOf() throws Exception {
    till.pay("good", "ada", 2500L, "XAF", "campay");
    till.pay("bad", "bob", 2500L, "XAF", "campay");
    till.pay("open", "cy", 2500L, "XAF", "campay");
    till.pay("wrong", "dan", 2500L, "XAF", "campay");
    till.pay("card", "eve", 25.0, "EUR", "stripe");
    till.campay("good", "SUCCESSFUL", "2500.00", null);
    till.campay("bad", "FAILED", "2500.00", "Cancelled");
    till.campay("open", "PENDING", "2500.00", null);
    till.campay("wrong", "SUCCESSFUL", "25.00", null);
    till.stripe("card", "succeeded", "2500", "EUR");
    till.wait(Duration.ofMinutes(15));
    till.sweep();
    assertThat(till.status("good")).as("not pending for long").isEqualTo("pending");
    assertThat(till.providers.campay().questions()).isZero();

    till.wait(Duration.ofMinutes(1));
    till.sweep();
    assertThat(till.status("good")).isEqualTo("completed");
    assertThat(till.status("bad")).isEqualTo("failed");
    assertThat(till.status("open")).isEqualTo("pending");
    assertThat(till.status("wrong")).isEqualTo("pending");
    assertThat(till.status("card")).isEqualTo("completed");
    assertThat(till.get("payments/card").getTimestamp("completedAt"))
        .isEqualTo(Till.timestamp(Till.START));
    assertThat(till.get("subscriptions/ada").getString("status")).isEqualTo("active");
    assertThat(till.get("notifications/payment-completed-card").exists()).isTrue();
    assertThat(till.alerts("payment-mismatch")).containsExactly("firing payment-mismatch-wrong");
    assertThat(till.lastRun())
        .containsEntry("outcome", "Done")
        .extractingByKey("counts")
        .asString()
        .contains("applied=3", "mismatch=1", "asked.campay=4", "asked.stripe=1");

    Map<String, Object> before = till.everything();
    till.wait(Duration.ofMinutes(10));
    till.sweep();
    assertThat(till.alerts()).as("nothing is new").isEmpty();
    assertThat(till.everything()).isEqualTo(before);
  }

  @Test
  void tellsOfPaymentsThatHangAndWhenNoneDoesAnyMore() throws Exception {
    till.pay("hangs", "ada", 2500L, "XAF", "campay");
    till.campay("hangs", "PENDING", "2500", null);
    Map<String, Object> never = till.payment("never", "bob", 2500L, "XAF", "noupai");
    never.remove("transactionId");
    never.put("createdAt", "2025-10-07T12:00:00");
    till.pay("never", never);
    till.wait(Duration.ofHours(24));
    till.sweep();
    assertThat(till.alerts()).isEmpty();
    till.wait(Duration.ofMinutes(10));
    till.sweep();
    List<JsonObject> alerts = till.alerts();
    assertThat(alerts).hasSize(1);
    assertThat(alerts.get(0).get("rule").getAsString()).isEqualTo("payments-stuck");
    assertThat(alerts.get(0).get("summary").getAsString()).contains("hangs (campay, 24 h)");
    assertThat(till.lastRun().get("failures").toString()).contains("stuck: hangs (campay, 24 h)");
    till.campay("hangs", "SUCCESSFUL", "2500", null);
    till.sweep();
    assertThat(till.status("hangs")).isEqualTo("completed");
    assertThat(till.alerts("payments-stuck")).containsExactly("resolved payments-stuck");
  }

  @Test
  void findsTheTransactionInAnEventThatCameBeforeThePayment() throws Exception {
    till.campay("early", "SUCCESSFUL", "2500", null);
    till.deliver(campayEvent("early", "SUCCESSFUL"));
    assertThat(till.alerts("payment-mismatch")).hasSize(1);
    Map<String, Object> payment = till.payment("early", "ada", 2500L, "XAF", "campay");
    payment.remove("transactionId");
    till.pay("early", payment);
    till.wait(Duration.ofMinutes(16));
    till.sweep();
    assertThat(till.status("early")).isEqualTo("completed");
    // A person has seen to the alert.
    till.firestore
        .document("payment_events/campay-early-SUCCESSFUL")
        .update("attention.state", "done")
        .get();
    till.sweep();
    assertThat(till.alerts("payment-mismatch")).containsExactly("resolved payment-mismatch-early");
    till.sweep();
    assertThat(till.alerts()).isEmpty();
  }

  @Test
  void believesNoTransactionThatIsOfAnotherPayment() throws Exception {
    Map<String, Object> thief = till.payment("thief", "eve", 2500L, "XAF", "campay");
    thief.put("transactionId", "tx-other");
    till.pay("thief", thief);
    till.campay("other", "SUCCESSFUL", "2500", null);
    till.wait(Duration.ofMinutes(16));
    till.sweep();
    assertThat(till.status("thief")).isEqualTo("pending");
  }

  @Test
  void asksForAPaymentOfOverAWeekOnlyOnceAnHour() throws Exception {
    Map<String, Object> old = till.payment("old", "ada", 2500L, "XAF", "campay");
    old.put("createdAt", Till.timestamp(till.now.minus(Duration.ofDays(8))));
    till.pay("old", old);
    till.campay("old", "PENDING", "2500", null);
    for (int sweep = 0; sweep < 6; sweep++) {
      till.sweep();
      till.wait(Duration.ofMinutes(10));
    }
    assertThat(till.providers.campay().questions()).isEqualTo(1);
  }

  @Test
  void asksOnceAnHourForADayWhetherWhatFailedWasPaidAfterAll() throws Exception {
    till.pay("again", "ada", 2500L, "XAF", "campay");
    till.campay("again", "FAILED", "2500.00", "Cancelled");
    till.deliver(campayEvent("again", "FAILED"));
    till.pay("card", "eve", 25.0, "EUR", "stripe");
    till.deliver(stripeEvent("e1", "payment_intent.payment_failed", "card", 2500, "EUR"));
    assertThat(till.status("card")).isEqualTo("failed");
    Map<String, Object> before = till.everything();
    till.providers.clear();
    till.campay("again", "FAILED", "2500.00", "Cancelled");
    for (int sweep = 0; sweep < 6; sweep++) {
      till.wait(Duration.ofMinutes(10));
      till.sweep();
    }
    assertThat(till.providers.campay().questions()).isEqualTo(1);
    assertThat(till.everything()).as("it did not fail once more").isEqualTo(before);

    // The user tried again, and no webhook came: CamPay has a new transaction, Stripe the same.
    till.firestore.document("payments/again").update("transactionId", "tx-second").get();
    till.providers
        .campay()
        .put(
            new StandInTransaction(
                "tx-second", "again", "SUCCESSFUL", "2500.00", "XAF", "MTN", null, 0));
    till.stripe("card", "succeeded", "2500", "EUR");
    till.wait(Duration.ofHours(1));
    till.sweep();
    assertThat(till.status("again")).isEqualTo("completed");
    assertThat(till.status("card")).isEqualTo("completed");
    assertThat(till.get("subscriptions/ada").getString("status")).isEqualTo("active");
    assertThat(till.lastRun()).extractingByKey("counts").asString().contains("failedOfLate=2");
    till.wait(Duration.ofHours(1));
    till.sweep();
    assertThat(till.lastRun()).extractingByKey("counts").asString().contains("failedOfLate=0");
  }

  @Test
  void leavesWhatFailedOverADayAgo() throws Exception {
    till.pay("gone", "ada", 2500L, "XAF", "campay");
    till.campay("gone", "FAILED", "2500.00", "Cancelled");
    till.deliver(campayEvent("gone", "FAILED"));
    till.providers.clear();
    till.wait(Duration.ofHours(25));
    till.sweep();
    assertThat(till.providers.campay().questions()).isZero();
  }

  @Test
  void changesNothingInADryRunAndRefusesWhatItDoesNotKnow() throws Exception {
    till.pay("good", "ada", 2500L, "XAF", "campay");
    till.campay("good", "SUCCESSFUL", "2500.00", null);
    till.wait(Duration.ofMinutes(16));
    Map<String, Object> before = till.everything();
    till.publish("{\"sweep\":true,\"dryRun\":true}");
    assertThat(till.everything()).isEqualTo(before);
    assertThat(till.providers.campay().questions()).isEqualTo(1);
    till.wait(Duration.ofSeconds(1));
    till.publish("{\"swep\":true}");
    assertThat(till.lastRun()).containsEntry("outcome", "Failed");
    till.alerts();
    till.publish("{}");
    assertThat(till.status("good")).isEqualTo("completed");
  }

  @Test
  void endsAsByEventsWhenBothTellOfTheSame() throws Exception {
    for (boolean sweepFirst : new boolean[] {true, false}) {
      String id = sweepFirst ? "a" : "b";
      till.pay(id, "user-" + id, 2500L, "XAF", "stripe");
      long at = till.now.getEpochSecond();
      till.stripe(id, "succeeded", "2500", "XAF");
      JsonObject event = stripeEvent("e-" + id, "payment_intent.succeeded", id, 2500, "XAF");
      event.addProperty("occurredAt", Instant.ofEpochSecond(at).toString());
      till.wait(Duration.ofMinutes(16));
      if (sweepFirst) {
        till.sweep();
      }
      till.deliver(event);
      till.sweep();
      assertThat(till.get("payments/" + id).getTimestamp("completedAt"))
          .isEqualTo(Till.timestamp(Instant.ofEpochSecond(at)));
      assertThat(till.get("subscriptions/user-" + id).getTimestamp("start"))
          .isEqualTo(Till.timestamp(Instant.ofEpochSecond(at)));
    }
    assertThat(till.count("notifications")).isEqualTo(2);
  }
}

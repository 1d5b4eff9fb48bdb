package com.maayegue.maintenance.paymentfailurealert;

import static com.maayegue.maintenance.paymentfailurealert.Till.campayEvent;
import static com.maayegue.maintenance.paymentfailurealert.Till.stripeEvent;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.firestore.DocumentSnapshot;
import com.google.gson.JsonObject;
import com.maayegue.maintenance.paymentstandins.StandInTransaction;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Events that do what they are meant to. */
class PaymentEventsTest {
  private static final String SUCCEEDED = "payment_intent.succeeded";
  private static final String REFUNDED = "charge.refunded";

  private Till till;

  @BeforeEach
  void open() throws Exception {
    till = Till.shared();
  }

  @Test
  void completesAPaymentOfStripeWithItsSubscriptionAndOneNotification() throws Exception {
    till.firestore.document("users/ada").set(Map.of("language", "fr_CM")).get();
    till.pay("p1", "ada", 2500L, "XAF", "stripe");
    JsonObject event = stripeEvent("e1", SUCCEEDED, "p1", 2500, "XAF");
    event.addProperty("occurredAt", "2025-10-07T11:59:00Z");
    till.deliver(event);

    DocumentSnapshot payment = till.get("payments/p1");
    assertThat(payment.getString("status")).isEqualTo("completed");
    assertThat(payment.getTimestamp("completedAt"))
        .isEqualTo(Till.timestamp(Instant.parse("2025-10-07T11:59:00Z")));
    assertThat(payment.getTimestamp("updatedAt")).isEqualTo(Till.timestamp(till.now));
    assertThat(payment.getBoolean("sqlitePending")).isTrue();
    assertThat(payment.getString("userId")).isEqualTo("ada");
    DocumentSnapshot subscription = till.get("subscriptions/ada");
    assertThat(subscription.getData())
        .containsEntry("plan", "premium")
        .containsEntry("status", "active")
        .containsEntry("paymentId", "p1")
        .containsEntry("start", Till.timestamp(Instant.parse("2025-10-07T11:59:00Z")))
        .containsEntry("end", Till.timestamp(Instant.parse("2026-10-07T11:59:00Z")));
    DocumentSnapshot notice = till.get("notifications/payment-completed-p1");
    assertThat(notice.getData())
        .containsEntry("userId", "ada")
        .containsEntry("title", "Paiement reçu")
        .containsEntry("type", "payment")
        .containsEntry("read", false)
        .containsEntry("created_at", Till.timestamp(till.now));
    assertThat(notice.getString("body")).contains("2\u202f500 XAF").contains("7 octobre 2026");
    assertThat(till.get("payment_events/stripe-e1").getData())
        .containsEntry("expiresAt", Till.timestamp(till.now.plus(Duration.ofDays(400))))
        .containsEntry("result", "applied")
        .containsEntry("paymentStatus", "completed")
        .containsEntry("paymentId", "p1");
    assertThat(till.count("maintenance_runs")).isZero();
    assertThat(till.alerts()).isEmpty();
  }

  @Test
  void believesCamPayAndNotItsEvents() throws Exception {
    till.pay("p1", "ada", 2500L, "XAF", "campay");
    till.campay("p1", "FAILED", "2500.00", "Insufficient funds");
    till.deliver(campayEvent("p1", "SUCCESSFUL"));
    assertThat(till.status("p1")).isEqualTo("failed");
    assertThat(till.get("payments/p1").getData())
        .containsEntry("operator", "MTN")
        .containsEntry("reason", "Insufficient funds")
        .containsEntry("failedAt", Till.timestamp(till.now));

    // A captured token with another payment's id: CamPay says whose transaction it is.
    till.pay("p2", "eve", 2500L, "XAF", "campay");
    till.pay("p3", "bob", 2500L, "XAF", "campay");
    till.campay("p3", "SUCCESSFUL", "2500.00", null);
    JsonObject forged = campayEvent("p2", "SUCCESSFUL");
    forged.addProperty("transactionId", "tx-p3");
    till.deliver(forged);
    assertThat(till.status("p2")).isEqualTo("pending");
    assertThat(till.status("p3")).isEqualTo("completed");
    assertThat(till.get("subscriptions/eve").exists()).isFalse();
  }

  @Test
  void findsThePaymentByItsTransactionWhereCamPayHasNoReferenceOfOurs() throws Exception {
    till.pay("p1", "ada", 2500L, "XAF", "campay");
    till.providers
        .campay()
        .put(new StandInTransaction("tx-p1", null, "SUCCESSFUL", "2500", "XAF", "Orange", null, 0));
    JsonObject event = campayEvent("p1", "SUCCESSFUL");
    event.addProperty("paymentId", "somebody-else");
    till.deliver(event);
    assertThat(till.status("p1")).isEqualTo("completed");
  }

  @ParameterizedTest
  @CsvSource({"25.0, EUR, 2500", "2500, XAF, 2500", "12.34, USD, 1234", "1.5, KWD, 1500"})
  void comparesInTheCurrencysMinorUnit(double price, String currency, long minor) throws Exception {
    till.pay("p1", "ada", price, currency, "stripe");
    till.deliver(stripeEvent("e1", SUCCEEDED, "p1", minor, currency));
    assertThat(till.status("p1")).isEqualTo("completed");
  }

  @Test
  void extendsWhatRunsAndTakesBackWhatWasRefunded() throws Exception {
    till.pay("p1", "ada", 2500L, "XAF", "stripe");
    till.pay("p2", "ada", 2500L, "XAF", "stripe");
    till.deliver(stripeEvent("e1", SUCCEEDED, "p1", 2500, "XAF"));
    till.wait(Duration.ofDays(10));
    till.deliver(stripeEvent("e2", SUCCEEDED, "p2", 2500, "XAF"));
    assertThat(till.get("subscriptions/ada").getTimestamp("end"))
        .isEqualTo(Till.timestamp(Instant.parse("2027-10-07T12:00:00Z")));
    JsonObject refund = stripeEvent("e3", REFUNDED, "p2", 2500, "XAF");
    refund.addProperty("amountRefundedMinor", 1000);
    till.deliver(refund);
    assertThat(till.status("p2")).as("a part of it").isEqualTo("completed");
    refund.addProperty("eventId", "stripe-e4");
    refund.addProperty("amountRefundedMinor", 2500);
    till.deliver(refund);
    assertThat(till.status("p2")).isEqualTo("refunded");
    assertThat(till.get("subscriptions/ada").getData())
        .containsEntry("status", "active")
        .containsEntry("paymentId", "p1")
        .containsEntry("end", Till.timestamp(Instant.parse("2026-10-07T12:00:00Z")));
    refund = stripeEvent("e5", REFUNDED, "p1", 2500, "XAF");
    till.deliver(refund);
    assertThat(till.get("subscriptions/ada").getData())
        .containsEntry("status", "cancelled")
        .containsEntry("end", Till.timestamp(till.now));
    assertThat(till.count("notifications")).isEqualTo(2);
  }

  @Test
  void beginsWithWhatTheAppHadGrantedAndKeepsItsFields() throws Exception {
    Map<String, Object> granted = new HashMap<>();
    granted.put("plan", "vip");
    granted.put("status", "active");
    granted.put("start", Till.timestamp(Instant.parse("2025-01-01T00:00:00Z")));
    granted.put("end", Till.timestamp(Instant.parse("2025-12-01T00:00:00Z")));
    granted.put("colour", "green");
    till.firestore.document("subscriptions/ada").set(granted).get();
    till.pay("p1", "ada", 2500L, "XAF", "stripe");
    till.deliver(stripeEvent("e1", SUCCEEDED, "p1", 2500, "XAF"));
    assertThat(till.get("subscriptions/ada").getData())
        .containsEntry("colour", "green")
        .containsEntry("end", Till.timestamp(Instant.parse("2026-12-01T00:00:00Z")));
    till.deliver(stripeEvent("e2", REFUNDED, "p1", 2500, "XAF"));
    assertThat(till.get("subscriptions/ada").getData())
        .containsEntry("plan", "vip")
        .containsEntry("status", "active")
        .containsEntry("end", granted.get("end"));
  }

  @Test
  void changesNothingInADryRun() throws Exception {
    till.pay("p1", "ada", 2500L, "XAF", "stripe");
    Map<String, Object> before = till.everything();
    JsonObject event = stripeEvent("e1", SUCCEEDED, "p1", 2500, "XAF");
    event.addProperty("dryRun", true);
    till.deliver(event);
    assertThat(till.everything()).isEqualTo(before);
    assertThat(till.alerts()).isEmpty();
  }
}

package com.maayegue.maintenance.paymentledger;

import com.google.cloud.Timestamp;
import com.google.cloud.firestore.DocumentSnapshot;
import com.maayegue.maintenance.paymentstates.PaymentStatus;
import java.time.Instant;
import java.util.Optional;

/**
 * A payment that changed in Firestore since SQLite last took it over, with the subscription of its
 * user.
 *
 * @param amount in major units
 * @param provider SQLite's {@code payment_method}
 * @param version of the document: it tells whether the document was written since
 * @param plan what the user has paid for
 */
public record PaymentChange(
    String paymentId,
    String userId,
    double amount,
    String currency,
    PaymentStatus status,
    Optional<String> provider,
    Optional<String> transactionId,
    Instant createdAt,
    Instant updatedAt,
    Optional<Instant> completedAt,
    Optional<Instant> refundedAt,
    Timestamp version,
    Optional<PaidPlan> plan) {

  /**
   * The document {@code subscriptions/{userId}}.
   *
   * @param status active, expired or cancelled
   * @param paymentId of the last purchase
   */
  public record PaidPlan(
      String plan, String status, Instant start, Instant end, Optional<String> paymentId) {}

  /** Reads a payment; empty if it lacks what SQLite requires. */
  static Optional<PaymentChange> from(DocumentSnapshot payment, Optional<PaidPlan> plan) {
    Optional<String> userId = text(payment, "userId");
    Optional<PaymentStatus> status = text(payment, "status").flatMap(PaymentStatus::of);
    if (userId.isEmpty()
        || status.isEmpty()
        || !(payment.get("amount") instanceof Number amount)
        || payment.getCreateTime() == null
        || payment.getUpdateTime() == null) {
      return Optional.empty();
    }
    return Optional.of(
        new PaymentChange(
            payment.getId(),
            userId.get(),
            amount.doubleValue(),
            text(payment, "currency").orElse("XAF"),
            status.get(),
            text(payment, "provider"),
            text(payment, "transactionId"),
            time(payment, "createdAt").orElse(instant(payment.getCreateTime())),
            time(payment, "updatedAt").orElse(instant(payment.getUpdateTime())),
            time(payment, "completedAt"),
            time(payment, "refundedAt"),
            payment.getUpdateTime(),
            plan));
  }

  /** Reads a subscription; empty if it is not there or not whole. */
  static Optional<PaidPlan> plan(DocumentSnapshot subscription) {
    Optional<String> plan = text(subscription, "plan");
    Optional<Instant> start = time(subscription, "start");
    Optional<Instant> end = time(subscription, "end");
    if (plan.isEmpty() || start.isEmpty() || end.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new PaidPlan(
            plan.get(),
            text(subscription, "status").orElse("active"),
            start.get(),
            end.get(),
            text(subscription, "paymentId")));
  }

  static Optional<String> text(DocumentSnapshot document, String field) {
    return document.get(field) instanceof String text && !text.isBlank()
        ? Optional.of(text)
        : Optional.empty();
  }

  private static Optional<Instant> time(DocumentSnapshot document, String field) {
    return document.get(field) instanceof Timestamp time
        ? Optional.of(instant(time))
        : Optional.empty();
  }

  private static Instant instant(Timestamp time) {
    return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
  }
}

package com.maayegue.maintenance.paymentstates;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;

/**
 * All that is known of a payment. Each part is the strongest, the first or the last of what was
 * read of it, so that readings may come in any order and any number of times: the end is the same.
 *
 * @param completedAt the first time that it was complete
 * @param failedAt the last time that it failed; stays when it completes later
 * @param refundedAt the first time that all of it was given back
 * @param refunded how much was given back so far, in major units
 * @param transactionId of the transaction that made the status
 * @param operator of that transaction
 * @param reason of the last failure
 * @param mismatch the first that was seen
 */
public record PaymentState(
    PaymentStatus status,
    Optional<Instant> completedAt,
    Optional<Instant> failedAt,
    Optional<Instant> refundedAt,
    BigDecimal refunded,
    Optional<String> transactionId,
    Optional<String> operator,
    Optional<String> reason,
    Optional<Mismatch> mismatch) {

  /** A payment that nothing is known of but the transaction that the app began for it. */
  public static PaymentState pending(Optional<String> transactionId) {
    return new PaymentState(
        PaymentStatus.PENDING,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        BigDecimal.ZERO,
        transactionId,
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /**
   * The state after one more reading. A reading that says nothing new gives an equal state.
   *
   * @param expected the amount on record; without one nothing completes
   */
  public PaymentState after(Reading reading, Optional<Amount> expected) {
    return switch (reading.status()) {
      case PENDING -> this;
      case FAILED -> moved(reading);
      case COMPLETED -> fits(reading, expected) ? moved(reading) : mismatched(reading, expected);
      case REFUNDED ->
          fits(reading, expected)
              ? refunded(reading, expected.get())
              : mismatched(reading, expected);
    };
  }

  /** Whether a reading of money moved is of the amount on record. */
  public static boolean fits(Reading reading, Optional<Amount> expected) {
    return expected.isPresent() && reading.amount().equals(expected);
  }

  private PaymentState refunded(Reading reading, Amount expected) {
    Amount back = reading.refunded().orElse(expected);
    if (!back.currency().equals(expected.currency())) {
      return mismatched(reading, Optional.of(expected));
    }
    PaymentState more = withRefunded(refunded.max(back.value().min(expected.value())));
    return back.covers(expected) ? more.moved(reading) : more;
  }

  private PaymentState moved(Reading reading) {
    PaymentStatus to = reading.status();
    Optional<Instant> at = Optional.of(reading.at());
    boolean decides = to.outranks(status) || (to == status && isNewsOf(reading));
    boolean explains = to == PaymentStatus.FAILED && explains(reading);
    return new PaymentState(
        to.outranks(status) ? to : status,
        to == PaymentStatus.COMPLETED ? first(completedAt, at) : completedAt,
        to == PaymentStatus.FAILED ? last(failedAt, at) : failedAt,
        to == PaymentStatus.REFUNDED ? first(refundedAt, at) : refundedAt,
        refunded,
        decides ? Optional.of(reading.transactionId()) : transactionId,
        decides ? reading.operator() : operator,
        explains ? reading.reason() : reason,
        mismatch);
  }

  /** Of several readings of one status the first one counts; of failures, the last. */
  private boolean isNewsOf(Reading reading) {
    Optional<Instant> known =
        switch (status) {
          case PENDING -> Optional.empty();
          case FAILED -> failedAt;
          case COMPLETED -> completedAt;
          case REFUNDED -> refundedAt;
        };
    int order = known.map(reading.at()::compareTo).orElse(0);
    if (order == 0) {
      return details(reading.transactionId(), reading.operator())
              .compareTo(details(transactionId.orElse(""), operator))
          > 0;
    }
    return status == PaymentStatus.FAILED ? order > 0 : order < 0;
  }

  private boolean explains(Reading failure) {
    int order = failedAt.map(failure.at()::compareTo).orElse(1);
    return order > 0
        || (order == 0 && failure.reason().orElse("").compareTo(reason.orElse("")) > 0);
  }

  private static String details(String transactionId, Optional<String> operator) {
    return transactionId + '\n' + operator.orElse("");
  }

  private PaymentState mismatched(Reading reading, Optional<Amount> expected) {
    Mismatch seen =
        new Mismatch(
            reading.provider(),
            reading.transactionId(),
            expected.map(Amount::toString).orElse("no amount on record"),
            reading.amountText(),
            reading.at());
    Mismatch kept = mismatch.filter(known -> known.compareTo(seen) <= 0).orElse(seen);
    return new PaymentState(
        status,
        completedAt,
        failedAt,
        refundedAt,
        refunded,
        transactionId,
        operator,
        reason,
        Optional.of(kept));
  }

  private PaymentState withRefunded(BigDecimal back) {
    return new PaymentState(
        status, completedAt, failedAt, refundedAt, back, transactionId, operator, reason, mismatch);
  }

  private static Optional<Instant> first(Optional<Instant> one, Optional<Instant> other) {
    return one.filter(known -> other.isEmpty() || !known.isAfter(other.get())).or(() -> other);
  }

  private static Optional<Instant> last(Optional<Instant> one, Optional<Instant> other) {
    return one.filter(known -> other.isEmpty() || !known.isBefore(other.get())).or(() -> other);
  }
}

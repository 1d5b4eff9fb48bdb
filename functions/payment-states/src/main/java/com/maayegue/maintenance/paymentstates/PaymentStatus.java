package com.maayegue.maintenance.paymentstates;

import java.util.Locale;
import java.util.Optional;

/**
 * What a payment can be, the weakest first. A payment only ever moves to a stronger status, so the
 * order in which news of it arrives makes no difference: the strongest wins.
 */
public enum PaymentStatus {
  /** Nobody knows yet. */
  PENDING,
  /** It failed; a retried collection may still complete it. */
  FAILED,
  /** The money is there. */
  COMPLETED,
  /** The money was there and was given back. */
  REFUNDED;

  /** The word in Firestore and SQLite. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The status of a word, if it is one of the four. */
  public static Optional<PaymentStatus> of(String word) {
    for (PaymentStatus status : values()) {
      if (status.word().equals(word)) {
        return Optional.of(status);
      }
    }
    return Optional.empty();
  }

  /** Whether a payment of the other status moves on to this one. */
  public boolean outranks(PaymentStatus other) {
    return compareTo(other) > 0;
  }
}

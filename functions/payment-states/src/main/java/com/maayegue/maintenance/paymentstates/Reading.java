package com.maayegue.maintenance.paymentstates;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * What a provider says of one transaction: in a signed event, or when asked.
 *
 * @param provider such as {@code campay}
 * @param transactionId the provider's name for the transaction
 * @param paymentId the app's name for the payment, where the provider knows it
 * @param status {@code PENDING} as long as it is not decided
 * @param at when that happened, as well as it is known; in microseconds, which is what Firestore
 *     keeps
 * @param amount empty when nobody can have paid what was said
 * @param amountText the amount as it was said, for a person to read
 * @param refunded how much of it was given back so far
 * @param operator such as MTN
 * @param reason why it failed
 */
public record Reading(
    String provider,
    String transactionId,
    Optional<String> paymentId,
    PaymentStatus status,
    Instant at,
    Optional<Amount> amount,
    String amountText,
    Optional<Amount> refunded,
    Optional<String> operator,
    Optional<String> reason) {
  /** Cuts the time, so that it is the same after it was stored. */
  public Reading {
    at = at.truncatedTo(ChronoUnit.MICROS);
  }
}

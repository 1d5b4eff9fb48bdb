package com.maayegue.maintenance.paymentproviders;

import com.maayegue.maintenance.paymentstates.Reading;
import java.time.Instant;
import java.util.Optional;

/** Somebody who takes payments, and can be asked about them. Asking changes nothing. */
public interface PaymentProvider {
  /** The name in payments: {@code campay}, {@code stripe} or {@code noupai}. */
  String name();

  /**
   * What became of a transaction.
   *
   * @param now stands in for the time where the provider gives none
   * @return empty if the provider has no such transaction
   * @throws ProviderFailure if it gave no answer that can be read; another time it may
   */
  Optional<Reading> read(String transactionId, Instant now)
      throws ProviderFailure, InterruptedException;
}

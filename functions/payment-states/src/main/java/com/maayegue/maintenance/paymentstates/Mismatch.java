package com.maayegue.maintenance.paymentstates;

import java.time.Instant;
import java.util.Comparator;

/**
 * A provider said something of a payment that does not fit what the app had asked for.
 *
 * @param expected the amount on record
 * @param found what the provider said
 * @param at when, by the provider
 */
public record Mismatch(
    String provider, String transactionId, String expected, String found, Instant at)
    implements Comparable<Mismatch> {
  private static final Comparator<Mismatch> ORDER =
      Comparator.comparing(Mismatch::at)
          .thenComparing(Mismatch::transactionId)
          .thenComparing(Mismatch::found)
          .thenComparing(Mismatch::provider)
          .thenComparing(Mismatch::expected);

  @Override
  public int compareTo(Mismatch other) {
    return ORDER.compare(this, other);
  }
}

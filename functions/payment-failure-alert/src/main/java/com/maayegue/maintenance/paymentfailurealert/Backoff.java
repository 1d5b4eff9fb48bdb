package com.maayegue.maintenance.paymentfailurealert;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * When a provider that did not answer may be asked again: after {@code first}, then after twice as
 * long each time, {@code most} at last.
 *
 * @param failures in a row
 * @param retryAt before which it is left alone
 */
record Backoff(int failures, Instant retryAt) {
  /** A provider that answers. */
  static final Backoff NONE = new Backoff(0, Instant.EPOCH);

  private static final int MOST_DOUBLINGS = 10;

  /** Whether the provider is to be left alone. */
  boolean holdsAt(Instant now) {
    return now.isBefore(retryAt);
  }

  /** After one more failure; a provider may wish for more time. */
  Backoff after(Instant now, Duration first, Duration most, Optional<Duration> wish) {
    Duration pause = first.multipliedBy(1L << Math.min(failures, MOST_DOUBLINGS));
    Duration longest = pause.compareTo(most) < 0 ? pause : most;
    Duration wished = wish.filter(duration -> duration.compareTo(longest) > 0).orElse(longest);
    return new Backoff(failures + 1, now.plus(wished));
  }
}

package com.maayegue.maintenance.localstorage;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Gives generation numbers: microseconds since 1970, and always more than any given before. */
final class GenerationClock {
  private final InstantSource time;
  private final AtomicLong last = new AtomicLong();

  GenerationClock(InstantSource time) {
    this.time = time;
  }

  long next() {
    long micros = ChronoUnit.MICROS.between(Instant.EPOCH, time.instant());
    return last.updateAndGet(previous -> Math.max(previous + 1, micros));
  }

  /** Makes sure that {@code generation}, found on disk, is never given again. */
  void hasGiven(long generation) {
    last.accumulateAndGet(generation, Math::max);
  }

  /** Now, to the millisecond, as resources show it. */
  Instant now() {
    return time.instant().truncatedTo(ChronoUnit.MILLIS);
  }
}

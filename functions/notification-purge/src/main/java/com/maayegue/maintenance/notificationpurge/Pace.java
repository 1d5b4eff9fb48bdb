package com.maayegue.maintenance.notificationpurge;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/** Holds the threads of one run back to its ramp and its deadline. */
final class Pace {
  private final Ramp ramp;
  private final Instant start;
  private final Instant deadline;
  private final InstantSource clock;
  private final Lock reading = new ReentrantLock();
  private long begun;

  Pace(Ramp ramp, Instant start, Instant deadline, InstantSource clock) {
    this.ramp = ramp;
    this.start = start;
    this.deadline = deadline;
    this.clock = clock;
  }

  Instant deadline() {
    return deadline;
  }

  InstantSource clock() {
    return clock;
  }

  /** Whether nothing new may begin. */
  boolean isOver() {
    return !clock.instant().isBefore(deadline);
  }

  /**
   * Waits until {@code count} more deletions may begin.
   *
   * @return false if that is after the deadline; then they are not counted
   */
  boolean await(int count) throws InterruptedException {
    Instant at;
    synchronized (this) {
      at = start.plus(ramp.startOf(begun));
      if (!at.isBefore(deadline)) {
        return false;
      }
      begun += count;
    }
    Duration wait = Duration.between(clock.instant(), at);
    if (!wait.isNegative() && !wait.isZero()) {
      Thread.sleep(wait.toMillis());
    }
    return !isOver();
  }

  /**
   * Does one query of the run at a time: reading keys is much faster than deleting what they name,
   * and queries side by side only make each other late.
   */
  <T> T query(Callable<T> query) throws Exception {
    reading.lockInterruptibly();
    try {
      return query.call();
    } finally {
      reading.unlock();
    }
  }
}

package com.maayegue.maintenance.core;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import java.util.function.Predicate;

/**
 * Tries an idempotent action again after a transient failure: up to {@code attempts} times, waiting
 * twice as long each time, and never beyond the deadline.
 *
 * @param attempts the most tries, the first included
 * @param firstWait between the first try and the second
 */
public record Retry(int attempts, Duration firstWait) {
  /**
   * Calls {@code action} until it succeeds.
   *
   * @param transientFailure whether trying again can help
   * @throws Exception the last failure
   */
  public <T> T call(
      Callable<T> action,
      Predicate<Throwable> transientFailure,
      InstantSource clock,
      Instant deadline)
      throws Exception {
    Duration wait = firstWait;
    for (int attempt = 1; ; attempt++) {
      try {
        return action.call();
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        throw interrupted;
      } catch (Exception failure) {
        boolean inTime = clock.instant().plus(wait).isBefore(deadline);
        if (attempt >= attempts || !inTime || !transientFailure.test(failure)) {
          throw failure;
        }
      }
      Thread.sleep(wait.toMillis());
      wait = wait.multipliedBy(2);
    }
  }
}

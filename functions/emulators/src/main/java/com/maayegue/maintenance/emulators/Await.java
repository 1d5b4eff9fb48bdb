package com.maayegue.maintenance.emulators;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/** Polls for something that another process brings about, instead of sleeping and hoping. */
public final class Await {
  private static final long PAUSE_MILLIS = 20;

  private Await() {}

  /**
   * Returns once {@code condition} holds. A condition that throws does not hold yet.
   *
   * @param what completes "waited for …" in the error
   * @throws IllegalStateException when it does not hold within {@code atMost}, with the condition's
   *     last exception as its cause, or when the thread is interrupted
   */
  public static void until(Duration atMost, String what, Callable<Boolean> condition) {
    value(atMost, what, () -> condition.call() ? Optional.of(true) : Optional.empty());
  }

  /**
   * The first value that {@code source} gives; under the same terms as {@link #until}.
   *
   * @throws IllegalStateException when it gives none within {@code atMost}
   */
  public static <T> T value(Duration atMost, String what, Callable<Optional<T>> source) {
    long deadline = System.nanoTime() + atMost.toNanos();
    Exception last = null;
    while (true) {
      try {
        Optional<T> value = source.call();
        if (value.isPresent()) {
          return value.get();
        }
        last = null;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while waiting for " + what, e);
      } catch (Exception e) {
        last = e;
      }
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("waited " + atMost + " in vain for " + what, last);
      }
      pause(what);
    }
  }

  private static void pause(String what) {
    try {
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for " + what, e);
    }
  }
}

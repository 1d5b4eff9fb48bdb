package com.maayegue.maintenance.notificationpurge;

import java.time.Duration;

/**
 * How many deletions may have begun after a time: {@code perSecond} in the first five minutes, half
 * as many again in each five minutes that follow.
 *
 * <p>Source: <a
 * href="https://firebase.google.com/docs/firestore/best-practices#ramping_up_traffic">Firestore's
 * best practices</a>, "500/50/5".
 *
 * @param perSecond the rate at the start; 0 means no limit
 */
record Ramp(int perSecond) {
  private static final double STEP_SECONDS = 300;
  private static final double GROWTH = 1.5;

  /** When the {@code count}-th deletion of a run may begin, as time since the run's start. */
  Duration startOf(long count) {
    if (perSecond == 0) {
      return Duration.ZERO;
    }
    double left = count;
    double rate = perSecond;
    double seconds = 0;
    while (left > rate * STEP_SECONDS) {
      left -= rate * STEP_SECONDS;
      seconds += STEP_SECONDS;
      rate *= GROWTH;
    }
    return Duration.ofMillis((long) (1000 * (seconds + left / rate)));
  }
}

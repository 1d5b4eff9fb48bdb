package com.maayegue.maintenance.paymentfailurealert;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Finds when too many failures were in one window of time, however late and in whatever order they
 * become known. At a time t the window holds the failures after t − length, up to and with t.
 *
 * @param threshold as many failures in a window are still borne
 * @param length of the window
 */
record FailureWindow(int threshold, Duration length) {
  /**
   * A time without a gap in which the window held too many.
   *
   * @param start when one too many was reached
   * @param end from when on there were few enough again
   */
  record Breach(Instant start, Instant end) {
    boolean contains(Instant time) {
      return !time.isBefore(start) && time.isBefore(end);
    }
  }

  /** All breaches, the first one first; those that touch are one. */
  List<Breach> breaches(Collection<Instant> failures) {
    List<Instant> times = failures.stream().sorted().toList();
    List<Breach> breaches = new ArrayList<>();
    for (int last = threshold; last < times.size(); last++) {
      Instant end = times.get(last - threshold).plus(length);
      if (times.get(last).isBefore(end)) {
        add(breaches, new Breach(times.get(last), end));
      }
    }
    return breaches;
  }

  private static void add(List<Breach> breaches, Breach next) {
    int newest = breaches.size() - 1;
    if (newest >= 0 && !next.start().isAfter(breaches.get(newest).end())) {
      breaches.set(newest, new Breach(breaches.get(newest).start(), next.end()));
    } else {
      breaches.add(next);
    }
  }
}

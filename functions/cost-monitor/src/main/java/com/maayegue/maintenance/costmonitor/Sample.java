package com.maayegue.maintenance.costmonitor;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

/**
 * A point of a series of Cloud Monitoring.
 *
 * @param series which of the metric's series it is of
 * @param start of what it sums up; {@code end} for a level
 * @param value a count, a level or a mean
 * @param weight how many requests a mean is of; 1 else
 */
record Sample(int series, Instant start, Instant end, double value, double weight) {
  /** The day that most of it is of. */
  LocalDate day(ZoneId zone) {
    Instant middle = start.plusMillis((end.toEpochMilli() - start.toEpochMilli()) / 2);
    return middle.atZone(zone).toLocalDate();
  }
}

package com.maayegue.maintenance.alertdispatch;

import com.maayegue.maintenance.pubsub.Alert.Severity;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Set;

/**
 * When nothing rings.
 *
 * @param from included
 * @param to excluded; before {@code from} when the night is in between; the same as {@code from}
 *     for no quiet hours
 * @param unless what rings all the same
 */
record QuietHours(LocalTime from, LocalTime to, Set<Severity> unless) {
  /** Never quiet. */
  static final QuietHours NONE = new QuietHours(LocalTime.MIN, LocalTime.MIN, Set.of());

  /** Whether an alert has to wait. */
  boolean hold(Severity severity, Instant now, ZoneId zone) {
    if (unless.contains(severity)) {
      return false;
    }
    LocalTime time = LocalTime.ofInstant(now, zone);
    boolean afterFrom = !time.isBefore(from);
    boolean beforeTo = time.isBefore(to);
    return from.isAfter(to) ? afterFrom || beforeTo : afterFrom && beforeTo;
  }
}

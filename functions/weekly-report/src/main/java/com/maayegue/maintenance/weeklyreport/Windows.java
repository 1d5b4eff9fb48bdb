package com.maayegue.maintenance.weeklyreport;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/**
 * The week that is reported and the eight before it, oldest first: everything is counted in all of
 * them at once.
 *
 * @param week that is reported
 * @param bounds the ten moments at which a week begins or the last one ends; weeks are not equally
 *     long where clocks are changed
 * @param now what is later cannot be right
 */
record Windows(ReportWeek week, List<Instant> bounds, Instant now) {
  static final int COUNT = 9;
  static final int REPORTED = COUNT - 1;

  /** Before all windows, or no time at all. */
  static final int EARLIER = -1;

  /** After the reported week, and not after now. */
  static final int LATER = COUNT;

  /** After now. */
  static final int FUTURE = COUNT + 1;

  /** Not a number. */
  static final int UNREADABLE = COUNT + 2;

  static Windows of(ReportWeek week, ZoneId zone, Instant now) {
    List<Instant> bounds = new ArrayList<>();
    for (int back = COUNT - 1; back >= 0; back--) {
      bounds.add(week.minus(back).start(zone));
    }
    bounds.add(week.end(zone));
    return new Windows(week, List.copyOf(bounds), now);
  }

  Instant first() {
    return bounds.get(0);
  }

  Instant start() {
    return bounds.get(REPORTED);
  }

  Instant end() {
    return bounds.get(COUNT);
  }

  /** Which window a moment is in, 0 to 8, or one of the constants. */
  int index(Instant moment) {
    if (moment.isAfter(now)) {
      return FUTURE;
    }
    int index = EARLIER;
    while (index < COUNT && !moment.isBefore(bounds.get(index + 1))) {
      index++;
    }
    return index;
  }

  /** SQL for the same of a column with milliseconds since the epoch. */
  String index(String column) {
    StringBuilder sql = new StringBuilder("CASE");
    // Text is greater than every number:
    // https://www.sqlite.org/datatype3.html#comparison_expressions
    sql.append(" WHEN ").append(column).append(" >= ").append(end().toEpochMilli());
    sql.append(" THEN CASE WHEN typeof(").append(column).append(") IN ('text','blob') THEN ");
    sql.append(UNREADABLE).append(" WHEN ").append(column).append(" > ");
    sql.append(now.toEpochMilli()).append(" THEN ").append(FUTURE);
    sql.append(" ELSE ").append(LATER).append(" END");
    for (int i = REPORTED; i >= 0; i--) {
      sql.append(" WHEN ").append(column).append(" >= ").append(bounds.get(i).toEpochMilli());
      sql.append(" THEN ").append(i);
    }
    return sql.append(" ELSE ").append(EARLIER).append(" END").toString();
  }

  /** Whether an index is one of a week. */
  static boolean inside(int index) {
    return index >= 0 && index < COUNT;
  }
}

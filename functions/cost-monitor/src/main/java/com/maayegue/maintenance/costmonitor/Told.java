package com.maayegue.maintenance.costmonitor;

import java.time.DateTimeException;
import java.time.YearMonth;
import java.util.Locale;
import java.util.Optional;

/**
 * That people were told of one level of one metric in one month, so that they are not told again.
 *
 * @param metric its id; for a budget with the budget's key behind a colon
 * @param level what was reached
 */
record Told(String metric, Level level, YearMonth month) {
  /** What people are told of. */
  enum Level {
    FORECAST(0),
    P50(50),
    P80(80),
    P100(100);

    private final int percent;

    Level(int percent) {
      this.percent = percent;
    }

    /** Of the limit; 0 for a forecast. */
    int percent() {
      return percent;
    }

    /** In keys: the percentage, or {@code forecast}. */
    String text() {
      return this == FORECAST ? "forecast" : Integer.toString(percent);
    }

    private static Optional<Level> of(String text) {
      for (Level level : values()) {
        if (level.text().equals(text)) {
          return Optional.of(level);
        }
      }
      return Optional.empty();
    }
  }

  /** The alert's key: one incident for each metric, level and month. */
  String dedupKey() {
    return "cost-limit-" + metric.replace(':', '-') + "-" + level.text() + "-" + month;
  }

  /** As snapshots keep it. */
  String stored() {
    return metric + "/" + level.text().toLowerCase(Locale.ROOT) + "/" + month;
  }

  /** What {@link #stored} wrote; nothing of anything else. */
  static Optional<Told> parse(String stored) {
    String[] parts = stored.split("/", -1);
    if (parts.length != 3) {
      return Optional.empty();
    }
    try {
      YearMonth month = YearMonth.parse(parts[2]);
      return Level.of(parts[1]).map(level -> new Told(parts[0], level, month));
    } catch (DateTimeException notAMonth) {
      return Optional.empty();
    }
  }
}

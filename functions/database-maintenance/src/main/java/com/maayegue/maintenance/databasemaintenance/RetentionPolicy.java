package com.maayegue.maintenance.databasemaintenance;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/**
 * Which rows are old enough to go.
 *
 * @param now until which a code is good
 * @param firstDay of {@code daily_limits} that stays
 * @param firstLog the time from which on {@code admin_logs} stay
 * @param mostPercent more rows than this share of a table stop the run
 */
record RetentionPolicy(Instant now, LocalDate firstDay, Instant firstLog, int mostPercent) {
  /** No row of {@code daily_limits} younger than this goes: the app still counts by it. */
  static final Duration DAILY_LIMITS_FLOOR = Duration.ofDays(7);

  /** No row of {@code admin_logs} younger than this goes. */
  static final Duration ADMIN_LOGS_FLOOR = Duration.ofDays(30);

  /** Dates before say nothing of when something happened: no phone that runs the app is so old. */
  static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");

  /** What the clocks of two machines may differ by. */
  static final Duration CLOCK_TOLERANCE = Duration.ofMinutes(15);

  // A share says nothing of few rows.
  private static final int FEW = 1_000;

  /** The policy of a run that goes by {@code now}. */
  static RetentionPolicy at(Instant now, MaintenanceSettings settings) {
    ZoneId zone = settings.common().timeZone();
    Duration limits = longer(settings.dailyLimitsRetention(), DAILY_LIMITS_FLOOR);
    Duration logs = longer(settings.adminLogsRetention(), ADMIN_LOGS_FLOOR);
    return new RetentionPolicy(
        now,
        now.atZone(zone).toLocalDate().minusDays(limits.toDays()),
        now.minus(logs),
        settings.mostPercent());
  }

  /** What the settings ask for that is not allowed, a line each. */
  static List<String> belowFloor(MaintenanceSettings settings) {
    List<String> lines = new ArrayList<>();
    warn("DAILY_LIMITS_RETENTION", settings.dailyLimitsRetention(), DAILY_LIMITS_FLOOR, lines);
    warn("ADMIN_LOGS_RETENTION", settings.adminLogsRetention(), ADMIN_LOGS_FLOOR, lines);
    return lines;
  }

  private static void warn(String name, Duration asked, Duration floor, List<String> lines) {
    if (asked.compareTo(floor) < 0) {
      lines.add(name + " is " + asked + ": used as the shortest allowed, " + floor);
    }
  }

  /** Whether so many of a table's rows are due that something else must be wrong. */
  boolean tooMany(long due, long rows) {
    return due >= FEW && due * 100 > rows * mostPercent;
  }

  /**
   * Whether the clock of this machine cannot be right.
   *
   * @param elsewhere what Firestore's clock said at the same time
   */
  static boolean clockIsWrong(Instant now, Instant elsewhere) {
    return Duration.between(now, elsewhere).abs().compareTo(CLOCK_TOLERANCE) > 0;
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? other : one;
  }
}

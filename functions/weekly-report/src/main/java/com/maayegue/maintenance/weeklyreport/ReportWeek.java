package com.maayegue.maintenance.weeklyreport;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.IsoFields;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A week of ISO 8601: from Monday to Sunday, the first of a year being the one with its first
 * Thursday.
 *
 * @param year of the week, which is not always that of its days
 * @param number 1 to 52, or 53 in the years that have it
 */
record ReportWeek(int year, int number) {
  private static final Pattern FORM = Pattern.compile("([0-9]{4})-W([0-9]{2})");

  /**
   * Reads such as {@code 2025-W41}.
   *
   * @throws IllegalArgumentException if it is none, or the year has no such week
   */
  static ReportWeek parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "week: expected such as 2025-W41, but it is '"
              + text.substring(0, Math.min(text.length(), 40))
              + "'");
    }
    ReportWeek week =
        new ReportWeek(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
    long last =
        IsoFields.WEEK_OF_WEEK_BASED_YEAR
            .rangeRefinedBy(LocalDate.of(week.year, 7, 1))
            .getMaximum();
    if (week.number < 1 || week.number > last) {
      throw new IllegalArgumentException(
          "week: " + week.year + " has the weeks 1 to " + last + ", but it is '" + text + "'");
    }
    return week;
  }

  /** The last week that is over. */
  static ReportWeek before(Instant now, ZoneId zone) {
    return of(now.atZone(zone).toLocalDate().minusWeeks(1));
  }

  private static ReportWeek of(LocalDate day) {
    return new ReportWeek(
        day.get(IsoFields.WEEK_BASED_YEAR), day.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
  }

  LocalDate monday() {
    // The 4th of January is always in week 1.
    return LocalDate.of(year, 1, 4).with(DayOfWeek.MONDAY).plusWeeks(number - 1L);
  }

  LocalDate sunday() {
    return monday().plusDays(6);
  }

  ReportWeek minus(int weeks) {
    return of(monday().minusWeeks(weeks));
  }

  /** The first moment. */
  Instant start(ZoneId zone) {
    return monday().atStartOfDay(zone).toInstant();
  }

  /** The first moment of the week after. */
  Instant end(ZoneId zone) {
    return monday().plusWeeks(1).atStartOfDay(zone).toInstant();
  }

  /** Such as {@code 2025-W41}. */
  String label() {
    return "%04d-W%02d".formatted(year, number);
  }

  /** Where the report is, without the ending. */
  String path() {
    return "reports/%04d/week-%02d".formatted(year, number);
  }
}

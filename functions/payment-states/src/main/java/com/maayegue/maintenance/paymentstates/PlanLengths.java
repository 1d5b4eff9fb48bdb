package com.maayegue.maintenance.paymentstates;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How long each plan lasts. Months and years are those of the calendar.
 *
 * @param lengths by the plan's name in lower case
 * @param zone whose calendar counts
 */
public record PlanLengths(Map<String, Period> lengths, ZoneId zone) {
  /** The end of what has none: the last second that Firestore can hold. */
  public static final Instant FOREVER = Instant.parse("9999-12-31T23:59:59Z");

  private static final Period ENDLESS = Period.ofYears(10_000);
  private static final Period LONGEST = Period.ofYears(100);

  /** Keeps a copy. */
  public PlanLengths {
    lengths = Map.copyOf(lengths);
  }

  /**
   * Reads {@code premium=P1Y,monthly=P1M,lifetime=forever}.
   *
   * @throws IllegalArgumentException naming the entry that is wrong
   */
  public static PlanLengths parse(String text, ZoneId zone) {
    Map<String, Period> lengths = new TreeMap<>();
    for (String entry : text.split(",", -1)) {
      String[] parts = entry.strip().split("=", -1);
      if (parts.length != 2 || parts[0].isBlank()) {
        throw new IllegalArgumentException(entry.strip());
      }
      lengths.put(parts[0].strip().toLowerCase(Locale.ROOT), length(parts[1].strip(), entry));
    }
    return new PlanLengths(lengths, zone);
  }

  private static Period length(String text, String entry) {
    if (text.equalsIgnoreCase("forever")) {
      return ENDLESS;
    }
    try {
      Period period = Period.parse(text);
      if (!period.isNegative() && !period.isZero() && !after(period).isAfter(after(LONGEST))) {
        return period;
      }
    } catch (DateTimeException | ArithmeticException notAPeriod) {
      throw new IllegalArgumentException(entry.strip(), notAPeriod);
    }
    throw new IllegalArgumentException(entry.strip());
  }

  private static LocalDate after(Period period) {
    return LocalDate.EPOCH.plus(period);
  }

  /**
   * When a plan ends that begins at {@code start}: by its whole name, or by what follows its last
   * {@code _} or {@code -}, so that {@code premium_monthly} lasts a month.
   *
   * @return empty if the plan is not known
   */
  public Optional<Instant> end(String plan, Instant start) {
    String name = plan.strip().toLowerCase(Locale.ROOT);
    String tail = name.substring(Math.max(name.lastIndexOf('_'), name.lastIndexOf('-')) + 1);
    Period length = lengths.getOrDefault(name, lengths.get(tail));
    if (length == null) {
      return Optional.empty();
    }
    if (length.equals(ENDLESS) || !start.isBefore(FOREVER)) {
      return Optional.of(FOREVER);
    }
    Instant end = start.atZone(zone).plus(length).toInstant();
    return Optional.of(end.isBefore(FOREVER) ? end : FOREVER);
  }

  /** Whether it is known how long a plan lasts. */
  public boolean knows(String plan) {
    return end(plan, Instant.EPOCH).isPresent();
  }
}

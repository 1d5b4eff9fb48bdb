package com.maayegue.maintenance.costmonitor;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Makes samples values of days. Pure. */
final class DailyValues {
  // Cloud Storage is measured once a day, at any time of it.
  private static final Duration LEVEL_HOLDS = Duration.ofHours(36);

  private DailyValues() {}

  /** Counts of each day that has any. */
  static NavigableMap<LocalDate, Double> counts(Collection<Sample> samples, ZoneId zone) {
    NavigableMap<LocalDate, Double> days = new TreeMap<>();
    samples.forEach(each -> days.merge(each.day(zone), each.value(), Double::sum));
    return days;
  }

  /**
   * The counts with days that have none, up to {@code last}, as 0, if such days are usual: what
   * counts nothing writes nothing. If most days have some, one without is a hole.
   */
  static NavigableMap<LocalDate, Double> withIdleDays(
      NavigableMap<LocalDate, Double> counts, LocalDate last) {
    NavigableMap<LocalDate, Double> days = new TreeMap<>(counts);
    if (counts.isEmpty()) {
      return days;
    }
    long span = last.toEpochDay() - counts.firstKey().toEpochDay() + 1;
    if (counts.size() * 2L < span) {
      counts.firstKey().datesUntil(last.plusDays(1)).forEach(day -> days.putIfAbsent(day, 0.0));
    }
    return days;
  }

  /** The means of each day that has requests. */
  static NavigableMap<LocalDate, Double> means(Collection<Sample> samples, ZoneId zone) {
    Map<LocalDate, Double> weights = new HashMap<>();
    NavigableMap<LocalDate, Double> sums = new TreeMap<>();
    for (Sample sample : samples) {
      if (sample.weight() > 0) {
        weights.merge(sample.day(zone), sample.weight(), Double::sum);
        sums.merge(sample.day(zone), sample.value() * sample.weight(), Double::sum);
      }
    }
    sums.replaceAll((day, sum) -> sum / weights.get(day));
    return sums;
  }

  /**
   * The level at the end of each day on which it was measured, {@code until} at the latest: the sum
   * over all series of the newest value, unless that is older than 36 hours.
   */
  static NavigableMap<LocalDate, Double> levels(List<Sample> samples, ZoneId zone, Instant until) {
    NavigableMap<LocalDate, Double> days = new TreeMap<>();
    Map<Integer, NavigableMap<Instant, Double>> series = new HashMap<>();
    for (Sample sample : samples) {
      series
          .computeIfAbsent(sample.series(), any -> new TreeMap<>())
          .put(sample.end(), sample.value());
    }
    for (Sample sample : samples) {
      days.computeIfAbsent(
          sample.end().atZone(zone).toLocalDate(), day -> level(series, end(day, zone, until)));
    }
    return days;
  }

  private static Instant end(LocalDate day, ZoneId zone, Instant until) {
    Instant end = day.plusDays(1).atStartOfDay(zone).toInstant().minusNanos(1);
    return end.isBefore(until) ? end : until;
  }

  private static double level(Map<Integer, NavigableMap<Instant, Double>> series, Instant at) {
    double sum = 0;
    for (NavigableMap<Instant, Double> each : series.values()) {
      Map.Entry<Instant, Double> newest = each.floorEntry(at);
      if (newest != null && newest.getKey().plus(LEVEL_HOLDS).isAfter(at)) {
        sum += newest.getValue();
      }
    }
    return sum;
  }
}

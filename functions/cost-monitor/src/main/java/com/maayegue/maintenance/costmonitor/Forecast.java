package com.maayegue.maintenance.costmonitor;

import java.time.LocalDate;
import java.util.Optional;
import java.util.SortedMap;

/**
 * What is to be expected of the days to come, from the last 28: a robust trend with a weekly
 * season, and an interval that holds the truth in 90 of 100 cases if things go on as they did.
 *
 * <p>Pure: the same history gives the same forecast.
 */
final class Forecast {
  /** Share of the cases in which the truth is within the interval. */
  static final double CONFIDENCE = 0.9;

  /** A week. With less, nobody knows a weekend from the beginning of the end. */
  static final int LEAST_DAYS = 7;

  /** From here on a season is told apart from growth. */
  static final int RELIABLE_DAYS = WeeklySeason.LEAST_DAYS;

  // Medians need more values than means for the same certainty; found by the back-test.
  private static final double MEDIANS_ARE_WIDER = 1.55;

  private final Trend trend;
  private final int days;

  private Forecast(Trend trend, int days) {
    this.trend = trend;
    this.days = days;
  }

  /**
   * What is to be expected.
   *
   * @param expected the most likely value
   * @param low below it in 5 of 100 cases, never negative
   * @param high above it in 5 of 100 cases
   */
  record Range(double expected, double low, double high) {}

  /** A forecast from {@code history}, whose days may be missing; none from less than 7 days. */
  static Optional<Forecast> from(SortedMap<LocalDate, Double> history) {
    if (history.size() < LEAST_DAYS) {
      return Optional.empty();
    }
    Days days = Days.of(history);
    Trend trend = Trend.of(days);
    Trend latest = LevelShift.in(days, trend).map(shift -> shift.trend(days)).orElse(trend);
    return Optional.of(new Forecast(latest, days.size()));
  }

  /** How many days it was made of. */
  int days() {
    return days;
  }

  /** Growth in 7 days. */
  double perWeek() {
    return 7 * trend.slope();
  }

  /** The value of one day. */
  Range on(LocalDate date) {
    long day = date.toEpochDay();
    double variance = 1 + MEDIANS_ARE_WIDER * (ofTheLine((double) day) + ofTheSeason(6));
    double noise = trend.noise() * trend.noisiness(day);
    return range(trend.at(day), noise * Math.sqrt(variance));
  }

  /** The sum of the values of {@code first} to {@code last}, both included. */
  Range sum(LocalDate first, LocalDate last) {
    long from = first.toEpochDay();
    long count = last.toEpochDay() - from + 1;
    double expected = 0;
    double squares = 0;
    double[] ofWeekday = new double[7];
    for (long day = from; day < from + count; day++) {
      expected += trend.at(day);
      squares += trend.noisiness(day) * trend.noisiness(day);
      ofWeekday[Days.weekday(day)]++;
    }
    double uneven = 0;
    for (double times : ofWeekday) {
      uneven += Math.pow(times - count / 7.0, 2);
    }
    double line = count * count * ofTheLine(from + (count - 1) / 2.0);
    double variance = count + MEDIANS_ARE_WIDER * (line + ofTheSeason(7 * uneven));
    double noise = count == 0 ? 0 : trend.noise() * Math.sqrt(squares / count);
    return range(expected, noise * Math.sqrt(variance));
  }

  /** How uncertain the line is on a day, in noises squared. */
  private double ofTheLine(double day) {
    double away = day - trend.origin() - trend.meanDay();
    double ofSlope =
        trend.sloped() && trend.spreadOfDays() > 0 ? away * away / trend.spreadOfDays() : 0;
    return 1.0 / trend.days() + ofSlope;
  }

  private double ofTheSeason(double weight) {
    return trend.season().days() == 0 ? 0 : weight / trend.season().days();
  }

  private Range range(double expected, double deviation) {
    double half = RobustNumbers.t90(trend.degreesOfFreedom()) * deviation;
    return new Range(expected, Math.max(0, expected - half), Math.max(0, expected + half));
  }
}

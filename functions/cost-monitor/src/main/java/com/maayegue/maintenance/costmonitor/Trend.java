package com.maayegue.maintenance.costmonitor;

import static com.maayegue.maintenance.costmonitor.RobustNumbers.meanWithin;
import static com.maayegue.maintenance.costmonitor.RobustNumbers.median;
import static com.maayegue.maintenance.costmonitor.RobustNumbers.spread;

import java.util.Arrays;

/**
 * A straight line with a weekly season, through values by day: the slope by Theil–Sen (the median
 * of the slopes between all pairs), which a third of wild values does not move.
 *
 * @param origin the day that {@code level} is of, in days of the epoch
 * @param level at the origin, without the season
 * @param slope a day, without the season
 * @param sloped whether a slope was looked for
 * @param noise standard deviation of one value at the mean level
 * @param degreesOfFreedom that the noise was estimated with
 * @param days that level and slope were learned from
 * @param meanDay mean of those days, from the origin on
 * @param spreadOfDays sum of squares of those days around their mean
 */
record Trend(
    long origin,
    double level,
    double slope,
    boolean sloped,
    WeeklySeason season,
    double noise,
    int degreesOfFreedom,
    int days,
    double meanDay,
    double spreadOfDays) {
  private static final double WILD = 2.5;
  private static final double WILDEST = 3;
  private static final double LEAST_LEVEL = 0.02;
  private static final double LEAST_NOISY_LEVEL = 0.05;

  /** With everything that is learned from the same days. */
  static Trend of(Days days) {
    // Of nothing, mostly, there is no share.
    return days.size() < WeeklySeason.LEAST_DAYS || median(days.value()) <= 0
        ? with(days, WeeklySeason.NONE, true)
        : seasonal(days);
  }

  private static Trend seasonal(Days days) {
    double[] x = days.since(days.day()[0]);
    // Between the same days of the week: no season has a part in it.
    double slope = slope(x, days.value(), 7);
    double level = median(minus(days.value(), x, slope));
    WeeklySeason season = WeeklySeason.NONE;
    for (int round = 0; round < 2; round++) {
      season = WeeklySeason.of(days, line(x, level, slope));
      double[] rest = season.removedFrom(days).value();
      slope = slope(x, rest, 1);
      level = robustLevel(minus(rest, x, slope));
    }
    return with(days, season, true);
  }

  /** With a season that is known. */
  static Trend with(Days days, WeeklySeason season, boolean sloped) {
    double[] x = days.since(days.day()[0]);
    double[] rest = season.removedFrom(days).value();
    double slope = sloped ? slope(x, rest, 1) : 0;
    double level = robustLevel(minus(rest, x, slope));
    double mean = Arrays.stream(x).average().orElse(0);
    int learned = 1 + (sloped ? 1 : 0) + (season.days() > 0 ? 6 : 0);
    Trend silent =
        new Trend(
            days.day()[0],
            level,
            slope,
            sloped,
            season,
            0,
            Math.max(1, days.size() - learned),
            days.size(),
            mean,
            Arrays.stream(x).map(each -> (each - mean) * (each - mean)).sum());
    return silent.withNoiseOf(silent.residuals(days), silent.degreesOfFreedom);
  }

  /** The same with the noise that scaled residuals show. */
  Trend withNoiseOf(double[] scaled, int freedom) {
    double wild = WILDEST * spread(scaled, 0);
    double squares =
        Arrays.stream(scaled)
            .map(each -> wild > 0 ? Math.max(-wild, Math.min(wild, each)) : each)
            .map(each -> each * each)
            .sum();
    return new Trend(
        origin,
        level,
        slope,
        sloped,
        season,
        Math.sqrt(squares / freedom),
        freedom,
        days,
        meanDay,
        spreadOfDays);
  }

  /** What the line leaves of the values, each scaled to the noise of the mean level. */
  double[] residuals(Days values) {
    double[] rest = new double[values.size()];
    for (int i = 0; i < rest.length; i++) {
      rest[i] = (values.value()[i] - at(values.day()[i])) / noisiness(values.day()[i]);
    }
    return rest;
  }

  /** The sum of what the line leaves, unscaled. */
  double misfit(Days values) {
    double sum = 0;
    for (int i = 0; i < values.size(); i++) {
      sum += Math.abs(values.value()[i] - at(values.day()[i]));
    }
    return sum;
  }

  /** The expected value of a day. */
  double at(long day) {
    return base((double) (day - origin)) * season.factor(day);
  }

  /** More is noisier: beside the noise at the mean level. As counts are, by the square root. */
  double noisiness(long day) {
    double mean = base(meanDay);
    return Math.sqrt(Math.max(at(day), LEAST_NOISY_LEVEL * mean) / mean);
  }

  private double base(double sinceOrigin) {
    return floored(level + slope * sinceOrigin, level);
  }

  private static double floored(double value, double level) {
    return Math.max(value, Double.MIN_NORMAL + LEAST_LEVEL * Math.abs(level));
  }

  private static double[] line(double[] x, double level, double slope) {
    return Arrays.stream(x).map(each -> floored(level + slope * each, level)).toArray();
  }

  private static double[] minus(double[] values, double[] x, double slope) {
    double[] rest = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      rest[i] = values[i] - slope * x[i];
    }
    return rest;
  }

  private static double robustLevel(double[] values) {
    double middle = median(values);
    return meanWithin(values, middle, WILD * spread(values, middle));
  }

  /** Theil–Sen over the pairs whose distance is a multiple of {@code step} days. */
  private static double slope(double[] x, double[] y, int step) {
    double[] slopes = new double[x.length * (x.length - 1) / 2];
    int count = 0;
    for (int i = 0; i < x.length; i++) {
      for (int j = i + 1; j < x.length; j++) {
        if (Math.round(x[j] - x[i]) % step == 0) {
          slopes[count++] = (y[j] - y[i]) / (x[j] - x[i]);
        }
      }
    }
    return median(Arrays.copyOf(slopes, count));
  }
}

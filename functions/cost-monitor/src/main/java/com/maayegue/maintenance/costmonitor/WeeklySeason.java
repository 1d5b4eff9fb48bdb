package com.maayegue.maintenance.costmonitor;

import static com.maayegue.maintenance.costmonitor.RobustNumbers.meanWithin;
import static com.maayegue.maintenance.costmonitor.RobustNumbers.median;
import static com.maayegue.maintenance.costmonitor.RobustNumbers.spread;

import java.util.Arrays;

/**
 * What each day of the week is used more or less than the mean of the week, as a share: use that
 * doubles doubles its weekends too.
 */
final class WeeklySeason {
  static final WeeklySeason NONE = new WeeklySeason(new double[7], 0);
  private static final double LEAST = -0.95;
  private static final double WILD = 2.5;

  /** From two weeks on each day of the week has been seen twice. */
  static final int LEAST_DAYS = 14;

  private final double[] share;
  private final int days;

  private WeeklySeason(double[] share, int days) {
    this.share = share;
    this.days = days;
  }

  /** How many days it was learned from; 0 for no season at all. */
  int days() {
    return days;
  }

  /** Learns from what values are beside {@code level}, the same days without a season. */
  static WeeklySeason of(Days days, double[] level) {
    double[] beside = new double[days.size()];
    for (int i = 0; i < beside.length; i++) {
      beside[i] = days.value()[i] / level[i] - 1;
    }
    double[] rough = new double[7];
    double[] rest = beside.clone();
    for (int weekday = 0; weekday < 7; weekday++) {
      rough[weekday] = median(days.ofWeekday(weekday, beside));
    }
    for (int i = 0; i < rest.length; i++) {
      rest[i] -= rough[Days.weekday(days.day()[i])];
    }
    double reach = WILD * spread(rest, median(rest));
    double[] share = new double[7];
    for (int weekday = 0; weekday < 7; weekday++) {
      share[weekday] = meanWithin(days.ofWeekday(weekday, beside), rough[weekday], reach);
    }
    return new WeeklySeason(centred(share), days.size());
  }

  private static double[] centred(double[] share) {
    double mean = Arrays.stream(share).average().orElse(0);
    return Arrays.stream(share).map(each -> Math.max(LEAST, each - mean)).toArray();
  }

  /** What a value of {@code day} is multiplied by. */
  double factor(long day) {
    return 1 + share[Days.weekday(day)];
  }

  /** The values without the season. */
  Days removedFrom(Days days) {
    double[] values = new double[days.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = days.value()[i] / factor(days.day()[i]);
    }
    return new Days(days.day(), values);
  }
}

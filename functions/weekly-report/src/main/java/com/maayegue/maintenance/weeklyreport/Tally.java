package com.maayegue.maintenance.weeklyreport;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/** Sums by name and week. */
final class Tally {
  private final Map<String, double[]> sums = new TreeMap<>();

  /** Adds to a week; what is in none is left out. */
  void add(String name, int week, double amount) {
    if (Windows.inside(week)) {
      of(name)[week] += amount;
    }
  }

  /** Adds a count to a week. */
  void add(String name, int week, long count) {
    add(name, week, (double) count);
  }

  /** The nine sums; zeros when nothing was added. */
  double[] of(String name) {
    return sums.computeIfAbsent(name, any -> new double[Windows.COUNT]);
  }

  /** Names, in their order. */
  Iterable<String> names() {
    return sums.keySet();
  }

  Figure count(String name) {
    return Figure.of(name, Figure.COUNT_UNIT, of(name));
  }

  Figure figure(String name, String unit) {
    return Figure.of(name, unit, of(name));
  }

  /** One divided by another, in percent of it; none where the other is 0. */
  static double[] percent(double[] part, double[] whole) {
    double[] percent = new double[part.length];
    Arrays.setAll(percent, i -> whole[i] == 0 ? Double.NaN : 100 * part[i] / whole[i]);
    return percent;
  }

  /** The means of sums; none where nothing was counted. */
  static double[] mean(double[] sum, double[] count) {
    double[] mean = new double[sum.length];
    Arrays.setAll(mean, i -> count[i] == 0 ? Double.NaN : sum[i] / count[i]);
    return mean;
  }
}

package com.maayegue.maintenance.costmonitor;

import java.util.Arrays;

/** Statistics that a few wild values do not move. */
final class RobustNumbers {
  /** Makes the median absolute deviation of normal noise its standard deviation. */
  private static final double NORMAL = 1.4826;

  private RobustNumbers() {}

  /** The median; 0 of nothing. */
  static double median(double... values) {
    if (values.length == 0) {
      return 0;
    }
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int half = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  }

  /** The spread of {@code values} around {@code centre}, as a standard deviation. */
  static double spread(double[] values, double centre) {
    return NORMAL * median(Arrays.stream(values).map(value -> Math.abs(value - centre)).toArray());
  }

  /** The mean of {@code values}, none of them counted as farther than {@code reach} from centre. */
  static double meanWithin(double[] values, double centre, double reach) {
    return Arrays.stream(values)
        .map(value -> Math.max(centre - reach, Math.min(centre + reach, value)))
        .average()
        .orElse(centre);
  }

  /**
   * Student's t for an interval that holds 90 %. Within 1 % of the tables from 3 degrees of freedom
   * on.
   */
  static double t90(int degreesOfFreedom) {
    return switch (Math.max(1, degreesOfFreedom)) {
      case 1 -> 6.314;
      case 2 -> 2.920;
      default -> 1.645 + 1.52 / degreesOfFreedom + 1.6 / Math.pow(degreesOfFreedom, 2.2);
    };
  }
}

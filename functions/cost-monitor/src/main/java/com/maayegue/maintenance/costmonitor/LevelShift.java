package com.maayegue.maintenance.costmonitor;

import static com.maayegue.maintenance.costmonitor.RobustNumbers.median;

import java.util.Arrays;
import java.util.Optional;

/**
 * A day on which the level jumped: a new release that reads twice as much, a bucket that was
 * emptied. What came before says nothing of what comes, but for its season and its noise.
 *
 * @param first the index of the first day at the new level
 * @param season of all days
 */
record LevelShift(int first, WeeklySeason season) {
  private static final int LEAST_BEFORE = 4;
  private static final int LEAST_AFTER = 3;
  private static final int LEAST_DAYS = 10;
  private static final double CLEARLY_BETTER = 0.62;

  /** The shift that explains the values clearly better than {@code trend} does, if there is one. */
  static Optional<LevelShift> in(Days days, Trend trend) {
    if (days.size() < LEAST_DAYS) {
      return Optional.empty();
    }
    double least = CLEARLY_BETTER * trend.misfit(days);
    Optional<LevelShift> best = Optional.empty();
    for (int first = LEAST_BEFORE; first <= days.size() - LEAST_AFTER; first++) {
      LevelShift shift = at(first, days);
      double misfit = shift.misfit(days);
      if (misfit < least) {
        least = misfit;
        best = Optional.of(shift);
      }
    }
    return best;
  }

  private static LevelShift at(int first, Days days) {
    LevelShift plain = new LevelShift(first, WeeklySeason.NONE);
    double least = Arrays.stream(plain.levels(days)).min().orElse(0);
    if (days.size() < WeeklySeason.LEAST_DAYS || least <= Double.MIN_NORMAL) {
      return plain;
    }
    LevelShift rough = new LevelShift(first, WeeklySeason.of(days, plain.levels(days)));
    return new LevelShift(first, WeeklySeason.of(days, rough.levels(days)));
  }

  /** The level of each day, without the season. */
  private double[] levels(Days days) {
    double[] values = season.removedFrom(days).value();
    double[] levels = new double[values.length];
    Arrays.fill(levels, 0, first, level(Arrays.copyOfRange(values, 0, first)));
    Arrays.fill(
        levels, first, values.length, level(Arrays.copyOfRange(values, first, values.length)));
    return levels;
  }

  private static double level(double[] values) {
    return Math.max(Double.MIN_NORMAL, median(values));
  }

  private double misfit(Days days) {
    double[] levels = levels(days);
    double sum = 0;
    for (int i = 0; i < levels.length; i++) {
      sum += Math.abs(days.value()[i] - levels[i] * season.factor(days.day()[i]));
    }
    return sum;
  }

  /** The trend since the shift. */
  Trend trend(Days days) {
    Days after = days.from(first);
    if (after.size() >= 20) {
      return Trend.of(after);
    }
    Trend since = Trend.with(after, season, false);
    Days before = new Days(Arrays.copyOf(days.day(), first), Arrays.copyOf(days.value(), first));
    double[] noise = new double[days.size()];
    Trend once = Trend.with(before, season, false);
    // The noise of before, as it would be at the new level.
    double scale = Math.sqrt(since.level() / once.level());
    double[] old = once.residuals(before);
    for (int i = 0; i < old.length; i++) {
      noise[i] = old[i] * scale;
    }
    System.arraycopy(since.residuals(after), 0, noise, first, after.size());
    int learned = 2 + (season.days() > 0 ? 6 : 0);
    return since.withNoiseOf(noise, Math.max(1, days.size() - learned));
  }
}

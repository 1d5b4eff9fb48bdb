package com.maayegue.maintenance.costmonitor;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collection;
import java.util.SortedMap;

/** Values by day, ascending, in the form that sums are done in. Days may be missing. */
final class Days {
  private final long[] day;
  private final double[] value;

  /**
   * Takes the arrays over.
   *
   * @param day days of the epoch, ascending
   * @param value of each
   */
  Days(long[] day, double[] value) {
    this.day = day;
    this.value = value;
  }

  static Days of(SortedMap<LocalDate, Double> values) {
    return new Days(
        values.keySet().stream().mapToLong(LocalDate::toEpochDay).toArray(),
        numbers(values.values()));
  }

  private static double[] numbers(Collection<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }

  long[] day() {
    return day;
  }

  double[] value() {
    return value;
  }

  int size() {
    return day.length;
  }

  Days from(int first) {
    return new Days(
        Arrays.copyOfRange(day, first, size()), Arrays.copyOfRange(value, first, size()));
  }

  /** 0 to 6; which day of the week is 0 does not matter. */
  static int weekday(long day) {
    return (int) Math.floorMod(day, 7L);
  }

  /** The days as numbers from {@code origin} on. */
  double[] since(long origin) {
    return Arrays.stream(day).mapToDouble(each -> each - origin).toArray();
  }

  /** Those of one day of the week, of numbers that go with the days. */
  double[] ofWeekday(int weekday, double[] numbers) {
    double[] found = new double[size()];
    int count = 0;
    for (int i = 0; i < size(); i++) {
      if (weekday(day[i]) == weekday) {
        found[count++] = numbers[i];
      }
    }
    return Arrays.copyOf(found, count);
  }
}

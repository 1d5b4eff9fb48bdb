package com.maayegue.maintenance.monitoringstandin;

import com.google.api.Distribution;
import com.google.api.Metric;
import com.google.monitoring.v3.Point;
import com.google.monitoring.v3.TimeInterval;
import com.google.monitoring.v3.TimeSeries;
import com.google.monitoring.v3.TypedValue;
import com.google.protobuf.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;

/** Series as Cloud Monitoring answers them: the newest point first. */
public final class Series {
  private static final Duration HOUR = Duration.ofHours(1);

  private Series() {}

  /**
   * Counts of an hour each.
   *
   * @param counts by the end of their hour
   */
  public static TimeSeries counts(String type, Map<Instant, Long> counts) {
    TimeSeries.Builder series = named(type, "");
    newestFirst(counts)
        .forEach(
            (end, count) ->
                series.addPoints(
                    point(end.minus(HOUR), end, TypedValue.newBuilder().setInt64Value(count))));
    return series.build();
  }

  /**
   * A level, at single moments.
   *
   * @param label what tells this series from others of the metric, such as a bucket
   */
  public static TimeSeries levels(String type, String label, Map<Instant, Double> levels) {
    TimeSeries.Builder series = named(type, label);
    newestFirst(levels)
        .forEach(
            (at, level) ->
                series.addPoints(point(at, at, TypedValue.newBuilder().setDoubleValue(level))));
    return series.build();
  }

  /**
   * How long a number of requests took, of an hour each.
   *
   * @param meanMillis by the end of their hour
   */
  public static TimeSeries latencies(String type, long requests, Map<Instant, Double> meanMillis) {
    TimeSeries.Builder series = named(type, "");
    newestFirst(meanMillis)
        .forEach(
            (end, mean) ->
                series.addPoints(
                    point(
                        end.minus(HOUR),
                        end,
                        TypedValue.newBuilder()
                            .setDistributionValue(
                                Distribution.newBuilder().setCount(requests).setMean(mean)))));
    return series.build();
  }

  private static TimeSeries.Builder named(String type, String label) {
    Metric.Builder metric = Metric.newBuilder().setType(type);
    if (!label.isEmpty()) {
      metric.putLabels("name", label);
    }
    return TimeSeries.newBuilder().setMetric(metric);
  }

  private static Point point(Instant start, Instant end, TypedValue.Builder value) {
    return Point.newBuilder()
        .setInterval(TimeInterval.newBuilder().setStartTime(stamp(start)).setEndTime(stamp(end)))
        .setValue(value)
        .build();
  }

  private static <T> Map<Instant, T> newestFirst(Map<Instant, T> values) {
    Map<Instant, T> sorted = new TreeMap<>(Comparator.reverseOrder());
    sorted.putAll(values);
    return sorted;
  }

  private static Timestamp stamp(Instant at) {
    return Timestamp.newBuilder().setSeconds(at.getEpochSecond()).setNanos(at.getNano()).build();
  }
}

package com.maayegue.maintenance.costmonitor;

import com.google.monitoring.v3.TimeSeries;
import com.maayegue.maintenance.monitoringstandin.MonitoringStandIn;
import com.maayegue.maintenance.monitoringstandin.Series;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongUnaryOperator;

/** Made-up series of Cloud Monitoring, up to {@link CostTown#START}. */
final class CostSeries {
  static final String READS = "firestore.googleapis.com/document/read_count";

  private final MonitoringStandIn monitoring;

  CostSeries(MonitoringStandIn monitoring) {
    this.monitoring = monitoring;
  }

  /** A tenth of the limits. */
  void normal() {
    counts(READS, day -> 5_000);
    counts("firestore.googleapis.com/document/write_count", day -> 2_000);
    counts("firestore.googleapis.com/document/delete_count", day -> 500);
    counts("identitytoolkit.googleapis.com/usage/monthly_new_signin_count", day -> 40);
    counts("run.googleapis.com/request_count", day -> 900);
    counts("cloudfunctions.googleapis.com/function/execution_count", day -> 100);
    levels("firestore.googleapis.com/storage/data_and_index_storage_bytes", 5e7);
    levels("storage.googleapis.com/storage/total_bytes", 2e8, 2e8, 1e8);
    Map<Instant, Double> latencies = new TreeMap<>();
    hours().forEach(hour -> latencies.put(hour, 120.0));
    monitoring.put(
        "run.googleapis.com/request_latencies",
        List.of(Series.latencies("run.googleapis.com/request_latencies", 10, latencies)));
  }

  /** Counts by day of the quota, day 0 being the one under way; below 0 for no points. */
  void counts(String type, LongUnaryOperator perDay) {
    Map<Instant, Long> counts = new TreeMap<>();
    for (Instant hour : hours()) {
      long count = perDay.applyAsLong(daysBefore(hour));
      if (count >= 0) {
        counts.put(hour, count / 20);
      }
    }
    monitoring.put(type, List.of(Series.counts(type, counts)));
  }

  private long daysBefore(Instant hour) {
    return Duration.between(hour, Instant.parse("2025-11-20T08:00:00Z")).toHours() / 24;
  }

  /** The first 20 hours of each day of the quota, 60 days up to now. */
  private List<Instant> hours() {
    List<Instant> hours = new ArrayList<>();
    Instant day = Instant.parse("2025-11-19T08:00:00Z");
    for (int back = 0; back < 60; back++) {
      for (int hour = 1; hour <= 20; hour++) {
        hours.add(day.minus(Duration.ofDays(back)).plus(Duration.ofHours(hour)));
      }
    }
    return hours;
  }

  /** One level a day in each of several series, at different times of the day. */
  void levels(String type, double... levels) {
    List<TimeSeries> series = new ArrayList<>();
    for (int i = 0; i < levels.length; i++) {
      Map<Instant, Double> values = new TreeMap<>();
      for (int back = 0; back < 40; back++) {
        values.put(CostTown.START.minus(Duration.ofHours(24L * back + 5 + 6L * i)), levels[i]);
      }
      series.add(Series.levels(type, "bucket-" + i, values));
    }
    monitoring.put(type, series);
  }
}

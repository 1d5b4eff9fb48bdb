package com.maayegue.maintenance.local;

import com.google.monitoring.v3.TimeSeries;
import com.maayegue.maintenance.monitoringstandin.MonitoringStandIn;
import com.maayegue.maintenance.monitoringstandin.Series;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What Ma'a yegue used of Google's cloud until now, by the hour: quiet, but for what Firestore
 * stores, which grows so that the free gigabyte will be full.
 */
final class UseOfTheCloud {
  /** Firestore's free storage in bytes: <a href="https://firebase.google.com/pricing">1 GiB</a>. */
  static final double FREE_BYTES = 1L << 30;

  /** What Firestore stores more each day, in bytes. */
  static final double GROWTH_A_DAY = 0.006 * FREE_BYTES;

  private static final double STORED_NOW = 0.87 * FREE_BYTES;
  private static final int DAYS = 63;
  private static final Map<String, Long> COUNTS_AN_HOUR =
      Map.of(
          "firestore.googleapis.com/document/read_count", 640L,
          "firestore.googleapis.com/document/write_count", 120L,
          "firestore.googleapis.com/document/delete_count", 30L,
          "identitytoolkit.googleapis.com/usage/monthly_new_signin_count", 4L,
          "run.googleapis.com/request_count", 90L,
          "cloudfunctions.googleapis.com/function/execution_count", 5L);

  private final Instant now;

  UseOfTheCloud(Instant now) {
    this.now = now.truncatedTo(ChronoUnit.HOURS);
  }

  /** What Firestore stored then, in bytes. */
  double firestoreBytes(Instant then) {
    return STORED_NOW - GROWTH_A_DAY * Duration.between(then, now).toMinutes() / (24 * 60.0);
  }

  /** After how many days from now the free storage is full. */
  long daysLeft() {
    return (long) Math.ceil((FREE_BYTES - STORED_NOW) / GROWTH_A_DAY);
  }

  /** Lets Cloud Monitoring answer with it. */
  void tell(MonitoringStandIn monitoring) {
    COUNTS_AN_HOUR.forEach((type, count) -> monitoring.put(type, List.of(counts(type, count))));
    Map<Instant, Double> firestore = new TreeMap<>();
    Map<Instant, Double> objects = new TreeMap<>();
    Map<Instant, Double> response = new TreeMap<>();
    for (int hour = 0; hour < DAYS * 24; hour++) {
      Instant then = now.minus(Duration.ofHours(hour));
      response.put(then, 84.0 + 30 * evening(then));
      if (hour % 24 == 0) {
        firestore.put(then, firestoreBytes(then));
        objects.put(then, 4.1e8);
      }
    }
    String stored = "firestore.googleapis.com/storage/data_and_index_storage_bytes";
    monitoring.put(stored, List.of(Series.levels(stored, "", firestore)));
    String bucket = "storage.googleapis.com/storage/total_bytes";
    monitoring.put(bucket, List.of(Series.levels(bucket, LocalStack.BUCKET, objects)));
    String latencies = "run.googleapis.com/request_latencies";
    monitoring.put(latencies, List.of(Series.latencies(latencies, 40, response)));
  }

  private TimeSeries counts(String type, long anHour) {
    Map<Instant, Long> counts = new TreeMap<>();
    for (int hour = 0; hour < DAYS * 24; hour++) {
      Instant then = now.minus(Duration.ofHours(hour));
      counts.put(then, Math.round(anHour * (0.4 + 1.2 * evening(then))));
    }
    return Series.counts(type, counts);
  }

  /** How much of the evening there is in an hour, 0 to 1: people learn after work. */
  private static double evening(Instant then) {
    double hours = Duration.between(Instant.EPOCH, then).toHours() % 24;
    return 0.5 + 0.5 * Math.cos((hours - 19) * Math.PI / 12);
  }
}

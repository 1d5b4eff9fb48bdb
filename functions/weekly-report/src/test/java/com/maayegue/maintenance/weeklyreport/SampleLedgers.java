package com.maayegue.maintenance.weeklyreport;

import com.google.cloud.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** What the other functions would have written in the weeks of {@link SampleWeeks}. */
final class SampleLedgers {
  private SampleLedgers() {}

  /** Documents of {@code maintenance_runs}, by id. */
  static Map<String, Map<String, Object>> runs() {
    Map<String, Map<String, Object>> runs = new TreeMap<>();
    for (int week = 0; week < Windows.COUNT; week++) {
      LocalDate monday = SampleWeeks.WEEK.minus(Windows.REPORTED - week).monday();
      for (int day = 0; day < 7; day++) {
        Instant midnight = monday.plusDays(day).atStartOfDay(SampleWeeks.DOUALA).toInstant();
        run(
            runs,
            "database-backup",
            midnight.plus(Duration.ofHours(1)),
            week == 3 && day == 2 ? "Failed" : "Done",
            Map.of("bytes", 45_000_000L, "storedBytes", 12_000_000L + 10_000L * week));
        run(
            runs,
            "notification-purge",
            midnight.plus(Duration.ofHours(3)),
            "Done",
            Map.of("deleted", 180L + 7L * week + day));
      }
      run(
          runs,
          "database-maintenance",
          monday.plusDays(6).atTime(4, 0).atZone(SampleWeeks.DOUALA).toInstant(),
          "Done",
          Map.of(
              "deleted.daily_limits",
              1_200L + week,
              "deleted.otp_codes",
              90L,
              "bytesSaved",
              400_000L));
    }
    Instant first = Instant.parse("2025-10-07T09:00:00Z");
    run(runs, "inactive-user-cleanup", first, "Done", Map.of("deleted", 12L));
    runs.put("died", started("database-restore", first.plusSeconds(60), null, Map.of()));
    Map<String, Object> dry =
        started("inactive-user-cleanup", first, "Done", Map.of("deleted", 99L));
    dry.put("dryRun", true);
    runs.put("dry", dry);
    return runs;
  }

  private static void run(
      Map<String, Map<String, Object>> runs,
      String function,
      Instant at,
      String outcome,
      Map<String, Object> counts) {
    runs.put(function + "-" + at, started(function, at, outcome, counts));
  }

  private static Map<String, Object> started(
      String function, Instant at, String outcome, Map<String, Object> counts) {
    Map<String, Object> run = new HashMap<>();
    run.put("function", function);
    run.put("startedAt", time(at));
    run.put("finishedAt", outcome == null ? null : time(at.plusSeconds(9)));
    run.put("outcome", outcome);
    run.put("dryRun", false);
    run.put("counts", counts);
    return run;
  }

  /** Documents of {@code alerts}, by id. */
  static Map<String, Map<String, Object>> alerts() {
    Map<String, Map<String, Object>> alerts = new TreeMap<>();
    alerts.put(
        "payment-failures",
        alert(
            "payment-failures",
            "critical",
            "Douze paiements CamPay ont échoué",
            "2025-10-08T14:00:00Z",
            "2025-10-08T15:40:00Z"));
    alerts.put(
        "job-missed-database-backup",
        alert(
            "job-missed",
            "high",
            "database-backup n’a pas tourné",
            "2025-10-09T00:30:00Z",
            "2025-10-09T06:10:00Z"));
    alerts.put(
        "cost-limit",
        alert(
            "cost-limit", "warning", "Lectures Firestore <à 80 %>", "2025-10-11T07:00:00Z", null));
    alerts.put(
        "old",
        alert(
            "old",
            "high",
            "De la semaine d’avant",
            "2025-09-30T07:00:00Z",
            "2025-10-01T07:00:00Z"));
    return alerts;
  }

  private static Map<String, Object> alert(
      String rule, String severity, String title, String start, String end) {
    Map<String, Object> alert = new HashMap<>();
    alert.put("rule", rule);
    alert.put("severity", severity);
    alert.put("title", title);
    alert.put("state", end == null ? "firing" : "resolved");
    alert.put("startedAt", time(Instant.parse(start)));
    alert.put("clearSince", end == null ? null : time(Instant.parse(end)));
    alert.put("lastSeen", time(Instant.parse(end == null ? "2025-10-12T07:00:00Z" : end)));
    return alert;
  }

  /** Documents of {@code cost_snapshots}, by day: one metric will run out. */
  static NavigableMap<String, Map<String, Object>> costs() {
    NavigableMap<String, Map<String, Object>> costs = new TreeMap<>();
    LocalDate first = SampleWeeks.WEEK.minus(Windows.REPORTED).monday();
    for (int day = 0; day < 7 * Windows.COUNT; day++) {
      LocalDate date = first.plusDays(day);
      costs.put(date.toString(), snapshot(date, day));
    }
    // A budget message of a day on which the daily run did not happen.
    costs.get("2025-10-12").keySet().removeAll(List.of("takenAt", "metrics", "signals"));
    return costs;
  }

  private static Map<String, Object> snapshot(LocalDate date, int day) {
    Map<String, Object> metrics = new HashMap<>();
    double progress = 880_000 + 1_500.0 * day;
    metrics.put(
        "user_progress_rows",
        metric(progress, "count", 1_000_000.0, "2025-10-27", 1_000_500, 998_000, 1_003_000));
    metrics.put(
        "firestore_reads",
        metric(18_000 + 300 * (day % 7), "count", 50_000.0, null, 19_000, 17_000, 21_000));
    metrics.put("database_bytes", metric(45e6 + 9e4 * day, "bytes", 5e8, null, 52e6, 51e6, 53e6));
    metrics.put("mean_response", metric(86, "ms", 500.0, null, 88, 80, 97));
    metrics.put(
        "cost_month", metric(1.4 * date.getDayOfMonth(), "EUR", 100.0, null, 43.4, 40.1, 47));
    Map<String, Object> unknown = new HashMap<>();
    unknown.put("status", "unknown");
    unknown.put("reason", "Cloud Monitoring n’a pas répondu");
    unknown.put("reasonEn", "Cloud Monitoring did not answer");
    metrics.put("storage_bytes", unknown);
    Map<String, Object> signal = new HashMap<>();
    signal.put("state", "near");
    signal.put("value", progress);
    signal.put("threshold", 1e6);
    signal.put("unit", "count");
    signal.put("trendPerWeek", 10_500.0);
    signal.put("titleFr", "Lignes de progression");
    signal.put("titleEn", "Progress rows");
    signal.put("adviceFr", "Option 2 : archiver les anciennes lignes");
    signal.put("adviceEn", "Option 2: archive old rows");
    Map<String, Object> document = new HashMap<>();
    document.put("schema", 1);
    document.put("day", date.toString());
    document.put("takenAt", time(date.atTime(7, 0).atZone(SampleWeeks.DOUALA).toInstant()));
    document.put("metrics", metrics);
    document.put("signals", Map.of("progress_rows", signal));
    document.put(
        "budget",
        Map.of(
            "b1",
            Map.of("name", "Budget mensuel", "cost", 16.8, "amount", 100.0, "currency", "EUR")));
    return document;
  }

  private static Map<String, Object> metric(
      double value,
      String unit,
      Double limit,
      String day,
      double expected,
      double low,
      double high) {
    Map<String, Object> forecast = new HashMap<>();
    forecast.put("status", "ready");
    forecast.put("expected", expected);
    forecast.put("low", low);
    forecast.put("high", high);
    if (day != null) {
      forecast.put("limitDay", day);
    }
    Map<String, Object> metric = new HashMap<>();
    metric.put("status", "known");
    metric.put("value", value);
    metric.put("unit", unit);
    metric.put("limit", limit);
    metric.put("usedPercent", 100 * value / limit);
    metric.put("forecast", forecast);
    return metric;
  }

  private static Timestamp time(Instant instant) {
    return Timestamp.ofTimeSecondsAndNanos(instant.getEpochSecond(), instant.getNano());
  }
}

package com.maayegue.maintenance.local;

import com.google.api.core.ApiFuture;
import com.google.api.core.ApiFutures;
import com.google.cloud.Timestamp;
import com.google.cloud.firestore.BulkWriter;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.WriteResult;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;

/**
 * What the functions would have left in Firestore in the nine weeks until now, had they been there:
 * their runs, the incidents, what was used.
 */
final class PastWeeks {
  private static final int DAYS = 63;
  private static final Duration OFTEN = Duration.ofHours(1);
  private static final ZoneId ZONE = ZoneId.of("Africa/Douala");

  private final Instant now;
  private final List<Schedule> schedules;
  private final UseOfTheCloud use;

  /** Those until {@code now}. */
  PastWeeks(Instant now, List<Schedule> schedules, UseOfTheCloud use) {
    this.now = now;
    this.schedules = schedules;
    this.use = use;
  }

  /** Writes them; returns how many documents. */
  long write(Firestore firestore) throws ExecutionException, InterruptedException {
    Map<String, Map<String, Object>> documents = new HashMap<>();
    schedules.forEach(schedule -> runs(schedule, documents));
    incidents(documents);
    for (int back = 1; back <= DAYS; back++) {
      use(now.atZone(ZONE).toLocalDate().minusDays(back), documents);
    }
    BulkWriter writer = firestore.bulkWriter();
    List<ApiFuture<WriteResult>> written = new ArrayList<>();
    documents.forEach((path, fields) -> written.add(writer.set(firestore.document(path), fields)));
    writer.close();
    return ApiFutures.allAsList(written).get().size();
  }

  /** A run at each of its times; of what runs all the time, none. */
  private void runs(Schedule schedule, Map<String, Map<String, Object>> documents) {
    Instant at = schedule.next(now.minus(Duration.ofDays(DAYS))).toInstant();
    if (Duration.between(at, schedule.next(at)).compareTo(OFTEN) < 0) {
      return;
    }
    for (int i = 0; at.isBefore(now); i++, at = schedule.next(at).toInstant()) {
      boolean failed = schedule.name().equals("database-backup") && i == 40;
      Map<String, Object> run = new HashMap<>();
      run.put("function", schedule.function());
      run.put("startedAt", timestamp(at));
      run.put("finishedAt", timestamp(at.plusSeconds(7 + i % 5)));
      run.put("outcome", failed ? "Failed" : "Done");
      run.put("dryRun", false);
      run.put("event", "past-" + i);
      run.put("counts", counts(schedule.name(), i));
      documents.put("maintenance_runs/past-" + schedule.name() + "-" + i, run);
    }
  }

  private static Map<String, Long> counts(String job, int i) {
    return switch (job) {
      case "database-backup" ->
          Map.of("bytes", 24_000_000L + 30_000L * i, "storedBytes", 6_000_000L);
      case "notification-purge" -> Map.of("deleted", 170L + 13L * (i % 7));
      case "inactive-user-cleanup" -> Map.of("deleted", 21L + 4L * i, "noticed", 30L);
      case "database-maintenance-weekly" ->
          Map.of("deleted.daily_limits", 1_100L + 9L * i, "bytesSaved", 350_000L);
      default -> Map.of();
    };
  }

  /** Two of the week before this one, of which one lasted a night. */
  private void incidents(Map<String, Map<String, Object>> documents) {
    LocalDate monday = now.atZone(ZONE).toLocalDate().with(DayOfWeek.MONDAY).minusWeeks(1);
    incident(
        documents,
        "payments-stuck",
        "payments-stuck",
        "warning",
        "3 paiements en attente depuis plus de 24 h · 3 payments pending for over 24 h",
        monday.plusDays(2).atTime(9, 40).atZone(ZONE).toInstant(),
        Duration.ofMinutes(95));
    incident(
        documents,
        "job-missed-notification-purge",
        "job-missed",
        "high",
        "notification-purge n'a pas tourné · notification-purge did not run",
        monday.plusDays(4).atTime(3, 30).atZone(ZONE).toInstant(),
        Duration.ofHours(5));
  }

  private static void incident(
      Map<String, Map<String, Object>> documents,
      String key,
      String rule,
      String severity,
      String title,
      Instant start,
      Duration lasted) {
    Map<String, Object> incident = new HashMap<>();
    incident.put("dedupKey", key);
    incident.put("rule", rule);
    incident.put("severity", severity);
    incident.put("title", title);
    incident.put("state", "resolved");
    incident.put("startedAt", timestamp(start));
    incident.put("clearSince", timestamp(start.plus(lasted)));
    incident.put("lastSeen", timestamp(start.plus(lasted)));
    documents.put("alerts/" + key, incident);
  }

  private void use(LocalDate day, Map<String, Map<String, Object>> documents) {
    Instant taken = day.atTime(7, 0).atZone(ZONE).toInstant();
    double stored = use.firestoreBytes(taken);
    double response = 96 + day.getDayOfWeek().getValue();
    Map<String, Object> bytes = metric(stored, UseOfTheCloud.FREE_BYTES, "bytes", day);
    bytes.put("forecast", forecast(stored, day));
    Map<String, Object> fields = new HashMap<>();
    fields.put("schema", 1L);
    fields.put("day", day.toString());
    fields.put("takenAt", timestamp(taken));
    fields.put(
        "metrics",
        Map.of("firestore_bytes", bytes, "mean_response", metric(response, 500, "ms", day)));
    fields.put("signals", Map.of("mean_response", signal(response)));
    documents.put("cost_snapshots/" + day, fields);
  }

  private static Map<String, Object> signal(double millis) {
    Map<String, Object> signal = new HashMap<>();
    signal.put("state", "below");
    signal.put("value", millis);
    signal.put("threshold", 500.0);
    signal.put("unit", "ms");
    signal.put("trendPerWeek", 0.0);
    signal.put("titleFr", "Temps de réponse moyen");
    signal.put("titleEn", "Mean response time");
    signal.put("adviceFr", "Rien à faire");
    signal.put("adviceEn", "Nothing to do");
    return signal;
  }

  private static Map<String, Object> metric(
      double value, double limit, String unit, LocalDate day) {
    Map<String, Object> metric = new HashMap<>();
    metric.put("status", "known");
    metric.put("value", value);
    metric.put("unit", unit);
    metric.put("limit", limit);
    metric.put("usedPercent", 100 * value / limit);
    metric.put("month", YearMonth.from(day).toString());
    return metric;
  }

  /** What growth that stays as it is comes to. */
  private static Map<String, Object> forecast(double stored, LocalDate day) {
    double left = (UseOfTheCloud.FREE_BYTES - stored) / UseOfTheCloud.GROWTH_A_DAY;
    double end = stored + (day.lengthOfMonth() - day.getDayOfMonth()) * UseOfTheCloud.GROWTH_A_DAY;
    return Map.of(
        "status",
        "ready",
        "expected",
        end,
        "low",
        end * 0.99,
        "high",
        end * 1.01,
        "limitDay",
        day.plusDays((long) Math.ceil(left)).toString());
  }

  private static Timestamp timestamp(Instant instant) {
    return Timestamp.ofTimeSecondsAndNanos(instant.getEpochSecond(), instant.getNano());
  }
}

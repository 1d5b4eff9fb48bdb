package com.maayegue.maintenance.weeklyreport;

import com.google.cloud.Timestamp;
import com.google.cloud.firestore.FieldPath;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.Query;
import com.google.cloud.firestore.QueryDocumentSnapshot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;

/** What the other functions have written into Firestore. Only reads. */
final class Ledgers {
  /** A bound on what one report reads. */
  static final int MOST_RUNS = 60_000;

  /** Incidents of a week that are more than this are one. */
  static final int MOST_ALERTS = 1_000;

  private final Firestore firestore;

  Ledgers(Firestore firestore) {
    this.firestore = firestore;
  }

  /** The records {@code maintenance_runs} of all nine weeks, the newest first. */
  List<Map<String, Object>> runs(Windows windows) throws ExecutionException, InterruptedException {
    return read(
        between("maintenance_runs", "startedAt", windows)
            .select("function", "startedAt", "finishedAt", "outcome", "dryRun", "counts")
            .limit(MOST_RUNS));
  }

  /** The incidents {@code alerts} that were there in the reported week or later. */
  List<Map<String, Object>> alerts(Windows windows)
      throws ExecutionException, InterruptedException {
    return read(
        firestore
            .collection("alerts")
            .whereGreaterThanOrEqualTo("lastSeen", timestamp(windows.start()))
            .limit(MOST_ALERTS));
  }

  /** The documents {@code cost_snapshots} of all nine weeks, by their day. */
  NavigableMap<String, Map<String, Object>> costs(Windows windows)
      throws ExecutionException, InterruptedException {
    Query query =
        firestore
            .collection("cost_snapshots")
            .whereGreaterThanOrEqualTo(
                FieldPath.documentId(), windows.week().minus(Windows.REPORTED).monday().toString())
            .whereLessThanOrEqualTo(FieldPath.documentId(), windows.week().sunday().toString());
    TreeMap<String, Map<String, Object>> byDay = new TreeMap<>();
    for (QueryDocumentSnapshot each : query.get().get().getDocuments()) {
      byDay.put(each.getId(), each.getData());
    }
    return byDay;
  }

  /** How many payments were completed in the reported week, as Firestore knows them. */
  long confirmed(Windows windows) throws ExecutionException, InterruptedException {
    return firestore
        .collection("payments")
        .whereGreaterThanOrEqualTo("completedAt", timestamp(windows.start()))
        .whereLessThan("completedAt", timestamp(windows.end()))
        .count()
        .get()
        .get()
        .getCount();
  }

  private Query between(String collection, String field, Windows windows) {
    return firestore
        .collection(collection)
        .whereGreaterThanOrEqualTo(field, timestamp(windows.first()))
        .whereLessThan(field, timestamp(windows.end()))
        .orderBy(field, Query.Direction.DESCENDING);
  }

  private static List<Map<String, Object>> read(Query query)
      throws ExecutionException, InterruptedException {
    List<Map<String, Object>> documents = new ArrayList<>();
    for (QueryDocumentSnapshot each : query.get().get().getDocuments()) {
      documents.add(each.getData());
    }
    return documents;
  }

  private static Timestamp timestamp(Instant instant) {
    return Timestamp.ofTimeSecondsAndNanos(instant.getEpochSecond(), instant.getNano());
  }
}

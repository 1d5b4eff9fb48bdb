package com.maayegue.maintenance.costmonitor;

import com.google.cloud.Timestamp;
import com.google.cloud.firestore.CollectionReference;
import com.google.cloud.firestore.DocumentReference;
import com.google.cloud.firestore.DocumentSnapshot;
import com.google.cloud.firestore.FieldPath;
import com.google.cloud.firestore.Firestore;
import com.maayegue.maintenance.runrecords.Transactions;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;

/**
 * The documents {@code cost_snapshots/{day}}. Writing adds to what is there: a value of the same
 * day is never replaced by "unknown", nor by one of an earlier event, and what says the same again
 * is not written.
 */
final class Snapshots {
  static final String COLLECTION = "cost_snapshots";

  private static final int HISTORY_DAYS = 35;

  private final Firestore firestore;

  Snapshots(Firestore firestore) {
    this.firestore = firestore;
  }

  /** What is on record of the 35 days up to {@code day}. */
  History history(LocalDate day) throws ExecutionException, InterruptedException {
    CollectionReference all = firestore.collection(COLLECTION);
    DocumentReference first = all.document(day.minusDays(HISTORY_DAYS).toString());
    return new History(
        all.whereGreaterThanOrEqualTo(FieldPath.documentId(), first)
            .whereLessThanOrEqualTo(FieldPath.documentId(), all.document(day.toString()))
            .get()
            .get()
            .getDocuments());
  }

  /** Adds what a daily run found, as of {@code takenAt}; returns whether that changed anything. */
  boolean addMetrics(
      LocalDate day,
      Instant takenAt,
      Collection<Assessment> assessments,
      Collection<SignalReport> signals)
      throws ExecutionException, InterruptedException {
    Timestamp taken = SnapshotDocument.timestamp(takenAt);
    return update(
        day,
        fields -> {
          if (fields.get("takenAt") instanceof Timestamp before && before.compareTo(taken) > 0) {
            return;
          }
          fields.put("takenAt", taken);
          Map<String, Object> metrics = inner(fields, "metrics");
          for (Assessment each : assessments) {
            boolean unknown = each.reading() instanceof Reading.Unknown;
            if (!unknown || !isKnown(metrics.get(each.metric().id()))) {
              metrics.put(each.metric().id(), SnapshotDocument.metric(each));
            }
          }
          Map<String, Object> reports = inner(fields, "signals");
          for (SignalReport each : signals) {
            boolean unknown = each.state() == SignalReport.State.UNKNOWN;
            if (!unknown || !isKnown(reports.get(each.signal().id()))) {
              reports.put(each.signal().id(), SnapshotDocument.signal(each));
            }
          }
        });
  }

  /** Adds what budgets say and what people were told; returns whether that changed anything. */
  boolean addBudgets(LocalDate day, Collection<Budget> budgets, Collection<Told> told)
      throws ExecutionException, InterruptedException {
    return update(
        day,
        fields -> {
          Map<String, Object> known = inner(fields, "budget");
          for (Budget each : budgets) {
            Budget merged =
                BudgetDocument.read(each.key(), known.get(each.key()))
                    .map(before -> before.and(each))
                    .orElse(each);
            known.put(each.key(), BudgetDocument.fields(merged));
          }
          TreeSet<String> all = new TreeSet<>(History.texts(fields.get("told")));
          told.forEach(each -> all.add(each.stored()));
          fields.put("told", List.copyOf(all));
        });
  }

  private static boolean isKnown(Object metricOrSignal) {
    return metricOrSignal instanceof Map<?, ?> fields && fields.containsKey("value");
  }

  /** A copy of a map in the document, which is in the document from now on. */
  private static Map<String, Object> inner(Map<String, Object> fields, String name) {
    Map<String, Object> copy = new HashMap<>();
    if (fields.get(name) instanceof Map<?, ?> there) {
      there.forEach((key, value) -> copy.put(String.valueOf(key), value));
    }
    fields.put(name, copy);
    return copy;
  }

  /** A change to a document. */
  @FunctionalInterface
  private interface Change {
    void apply(Map<String, Object> fields);
  }

  private boolean update(LocalDate day, Change change)
      throws ExecutionException, InterruptedException {
    DocumentReference document = firestore.collection(COLLECTION).document(day.toString());
    return Transactions.run(
        firestore,
        transaction -> {
          DocumentSnapshot before = transaction.get(document).get();
          Map<String, Object> old = before.exists() ? before.getData() : Map.of();
          Map<String, Object> fields = new HashMap<>(old);
          fields.put("schema", 1L);
          fields.put("day", day.toString());
          change.apply(fields);
          if (fields.equals(old)) {
            return false;
          }
          transaction.set(document, fields);
          return true;
        });
  }
}

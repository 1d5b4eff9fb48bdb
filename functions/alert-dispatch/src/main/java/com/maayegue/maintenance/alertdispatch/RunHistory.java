package com.maayegue.maintenance.alertdispatch;

import static com.maayegue.maintenance.alertdispatch.DocumentFields.instant;
import static com.maayegue.maintenance.alertdispatch.DocumentFields.text;
import static com.maayegue.maintenance.alertdispatch.DocumentFields.timestamp;

import com.google.cloud.firestore.CollectionReference;
import com.google.cloud.firestore.DocumentSnapshot;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.Query;
import com.google.cloud.firestore.QueryDocumentSnapshot;
import com.maayegue.maintenance.alertdispatch.JobPolicy.Run;
import com.maayegue.maintenance.runrecords.RunRecords;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;

/** Reads {@code maintenance_runs}, and marks runs that died. */
final class RunHistory {
  /** The outcome that a run gets that had none. */
  static final String DIED = "Died";

  private static final int PAGE = 20;
  private static final int MOST_PAGES = 15;
  private static final int MOST_UNFINISHED = 100;

  private final CollectionReference records;

  RunHistory(Firestore firestore) {
    this.records = firestore.collection(RunRecords.COLLECTION);
  }

  /**
   * Runs of a function, newest first, up to and with the first that {@code enough} holds for; 300
   * at most.
   */
  List<Run> since(String function, Instant earliest, Predicate<Run> enough)
      throws ExecutionException, InterruptedException {
    Query newest =
        records
            .whereEqualTo("function", function)
            .whereGreaterThanOrEqualTo("startedAt", timestamp(earliest))
            .orderBy("startedAt", Query.Direction.DESCENDING)
            .limit(PAGE);
    List<Run> runs = new ArrayList<>();
    Query page = newest;
    for (int number = 0; number < MOST_PAGES; number++) {
      List<QueryDocumentSnapshot> found = page.get().get().getDocuments();
      for (QueryDocumentSnapshot document : found) {
        Run run = read(document);
        runs.add(run);
        if (enough.test(run)) {
          return runs;
        }
      }
      if (found.size() < PAGE) {
        break;
      }
      page = newest.startAfter(found.get(found.size() - 1));
    }
    return runs;
  }

  /** Runs without an end: they run, or have died. */
  List<Run> unfinished() throws ExecutionException, InterruptedException {
    return records
        .whereEqualTo("outcome", null)
        .limit(MOST_UNFINISHED)
        .get()
        .get()
        .getDocuments()
        .stream()
        .map(RunHistory::read)
        .toList();
  }

  /** Says that a run died, so that nobody looks at it again. If it ends after all, it says so. */
  void markDied(Run run) throws ExecutionException, InterruptedException {
    records.document(run.id()).update("outcome", DIED).get();
  }

  private static Run read(DocumentSnapshot document) {
    return new Run(
        document.getId(),
        text(document, "function"),
        // Records of before this field was there are of schedules with no options.
        document.contains("message") ? text(document, "message") : "{}",
        instant(document, "startedAt").orElse(Instant.EPOCH),
        instant(document, "finishedAt"),
        text(document, "outcome"),
        text(document, "reason"));
  }
}

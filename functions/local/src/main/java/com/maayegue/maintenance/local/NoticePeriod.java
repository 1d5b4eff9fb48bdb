package com.maayegue.maintenance.local;

import com.google.cloud.Timestamp;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.QueryDocumentSnapshot;
import com.google.cloud.firestore.WriteBatch;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;

/** Makes a notice period pass, since a demo cannot wait for four weeks. */
final class NoticePeriod {
  /** A day more than the notice period. */
  static final Duration PASSED = Duration.ofDays(29);

  // What one commit takes at most.
  private static final int BATCH = 500;

  private NoticePeriod() {}

  /**
   * Moves the dates of every announced deletion back by {@link #PASSED}.
   *
   * @return how many were moved
   */
  static long pass(Firestore firestore) throws ExecutionException, InterruptedException {
    List<QueryDocumentSnapshot> announced =
        firestore
            .collection("account_deletions")
            .whereEqualTo("state", "noticed")
            .get()
            .get()
            .getDocuments();
    for (int from = 0; from < announced.size(); from += BATCH) {
      WriteBatch batch = firestore.batch();
      for (QueryDocumentSnapshot one :
          announced.subList(from, Math.min(announced.size(), from + BATCH))) {
        batch.update(
            one.getReference(),
            Map.of(
                "noticedAt", earlier(one, "noticedAt"),
                "deleteAfter", earlier(one, "deleteAfter")));
      }
      batch.commit().get();
    }
    return announced.size();
  }

  private static Timestamp earlier(QueryDocumentSnapshot document, String field) {
    Timestamp timestamp = document.getTimestamp(field);
    if (timestamp == null) {
      throw new IllegalStateException(document.getId() + " has no " + field);
    }
    Instant moved =
        Instant.ofEpochSecond(timestamp.getSeconds(), timestamp.getNanos()).minus(PASSED);
    return Timestamp.ofTimeSecondsAndNanos(moved.getEpochSecond(), moved.getNano());
  }
}

package com.maayegue.maintenance.benchmarks.obvious;

import com.google.cloud.Timestamp;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.Query;
import java.time.Duration;
import java.time.Instant;

/** What the obvious purges delete. */
final class OldNotifications {
  private static final Duration RETENTION = Duration.ofDays(30);

  private OldNotifications() {}

  static Query of(Firestore firestore) {
    Instant cutoff = Instant.now().minus(RETENTION);
    return firestore
        .collection("notifications")
        .whereLessThan("created_at", Timestamp.ofTimeSecondsAndNanos(cutoff.getEpochSecond(), 0));
  }
}

package com.maayegue.maintenance.notificationpurge;

import com.google.cloud.Timestamp;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.Query;
import java.time.Instant;
import java.util.concurrent.ExecutionException;

/**
 * Counts documents without reading them. Firestore bills one read for up to 1,000 counted index
 * entries (<a href="https://firebase.google.com/docs/firestore/pricing">pricing</a>).
 */
final class Census {
  // Text outside of these centuries is no date that the app could have written.
  private static final String FIRST_TEXT = "2000-";
  private static final String LAST_TEXT = "2100-";
  private static final long LAST_MILLIS = Instant.parse("2100-01-01T00:00:00Z").toEpochMilli();

  private final Query documents;
  private final String field;

  Census(Firestore firestore, PurgeSettings settings) {
    this.documents = firestore.collection(settings.collection());
    this.field = settings.timestampField();
  }

  /** All documents of the collection. */
  long total() throws ExecutionException, InterruptedException {
    return count(documents);
  }

  /** Documents without the date field. */
  long withoutField() throws ExecutionException, InterruptedException {
    return Math.max(0, total() - count(documents.orderBy(field)));
  }

  /**
   * Documents whose date field holds something else than a believable date: null, a map, a zero,
   * seconds, other text. Text that looks like a date and is none is met only while reading.
   */
  long unreadable() throws ExecutionException, InterruptedException {
    long dated =
        count(
                documents
                    .whereGreaterThanOrEqualTo(
                        field, DateKind.TIMESTAMP.value(PurgePolicy.EARLIEST))
                    .whereLessThanOrEqualTo(field, Timestamp.MAX_VALUE))
            + count(between(PurgePolicy.EARLIEST.toEpochMilli(), LAST_MILLIS))
            + count(between(FIRST_TEXT, LAST_TEXT));
    return Math.max(0, count(documents.orderBy(field)) - dated);
  }

  private Query between(Object first, Object last) {
    return documents.whereGreaterThanOrEqualTo(field, first).whereLessThan(field, last);
  }

  private static long count(Query query) throws ExecutionException, InterruptedException {
    return query.count().get().get().getCount();
  }
}

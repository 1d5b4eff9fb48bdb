package com.maayegue.maintenance.notificationpurge;

import com.google.api.core.ApiFuture;
import com.google.cloud.Timestamp;
import com.google.cloud.firestore.AggregateQuerySnapshot;
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

  /** Counts; the parts side by side. */
  Result take() throws ExecutionException, InterruptedException {
    ApiFuture<AggregateQuerySnapshot> all = documents.count().get();
    ApiFuture<AggregateQuerySnapshot> withField = documents.orderBy(field).count().get();
    ApiFuture<AggregateQuerySnapshot> timestamps =
        documents
            .whereGreaterThanOrEqualTo(field, DateKind.TIMESTAMP.value(PurgePolicy.EARLIEST))
            .whereLessThanOrEqualTo(field, Timestamp.MAX_VALUE)
            .count()
            .get();
    ApiFuture<AggregateQuerySnapshot> numbers =
        between(PurgePolicy.EARLIEST.toEpochMilli(), LAST_MILLIS).count().get();
    ApiFuture<AggregateQuerySnapshot> texts = between(FIRST_TEXT, LAST_TEXT).count().get();
    long dated = timestamps.get().getCount() + numbers.get().getCount() + texts.get().getCount();
    long total = all.get().getCount();
    long present = withField.get().getCount();
    return new Result(total, Math.max(0, total - present), Math.max(0, present - dated));
  }

  /**
   * What there is.
   *
   * @param documents in the collection
   * @param withoutField of these, without the date field
   * @param unreadable of these, with something else than a believable date: null, a map, a zero,
   *     seconds, other text. Text that looks like a date and is none is met only while reading.
   */
  record Result(long documents, long withoutField, long unreadable) {}

  private Query between(Object first, Object last) {
    return documents.whereGreaterThanOrEqualTo(field, first).whereLessThan(field, last);
  }
}

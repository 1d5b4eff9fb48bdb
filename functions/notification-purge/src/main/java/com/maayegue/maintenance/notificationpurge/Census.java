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

  /**
   * Counts, one part after another: each reads an index, or in the emulator the whole collection,
   * so that side by side each takes as long as all, and may take too long.
   */
  Result take() throws ExecutionException, InterruptedException {
    long total = count(documents);
    long present = count(documents.orderBy(field));
    long timestamps =
        count(
            documents
                .whereGreaterThanOrEqualTo(field, DateKind.TIMESTAMP.value(PurgePolicy.EARLIEST))
                .whereLessThanOrEqualTo(field, Timestamp.MAX_VALUE));
    long numbers = count(between(PurgePolicy.EARLIEST.toEpochMilli(), LAST_MILLIS));
    long dated = timestamps + numbers + count(between(FIRST_TEXT, LAST_TEXT));
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

  private static long count(Query query) throws ExecutionException, InterruptedException {
    return query.count().get().get().getCount();
  }

  private Query between(Object first, Object last) {
    return documents.whereGreaterThanOrEqualTo(field, first).whereLessThan(field, last);
  }
}

package com.maayegue.maintenance.notificationpurge;

import com.google.cloud.firestore.DocumentReference;
import com.google.cloud.firestore.DocumentSnapshot;
import com.google.cloud.firestore.FieldMask;
import com.google.cloud.firestore.FieldPath;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.Query;
import com.google.cloud.firestore.QueryDocumentSnapshot;
import com.maayegue.maintenance.notificationpurge.DateKind.Slice;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;

/**
 * Reads one slice of time in pages of {@link #SIZE}, oldest first: keys only, unless fields are
 * asked for.
 *
 * <p>Each page starts behind the one before, not at the beginning of the slice: deleted entries
 * stay in the index for a while, and a query would read past all of them. Where only keys are read,
 * the one value that the next start needs is read by itself.
 */
final class SlicePages {
  /**
   * Documents in a page. Keys are small, so a page of them fits into any heap; the emulator reads
   * the whole collection for each query, so that small pages would take it minutes.
   */
  static final int SIZE = 5000;

  private final Firestore firestore;
  private final PurgeSettings settings;
  private final String[] fields;
  private final DateKind kind;
  private final Object from;
  private Object to;
  private DocumentSnapshot last;
  private Object lastValue;
  private boolean ended;

  /** Pages of {@code slice} with {@code fields}, or with keys only if there are none. */
  SlicePages(Firestore firestore, PurgeSettings settings, Slice slice, String... fields) {
    this.firestore = firestore;
    this.settings = settings;
    this.fields = fields;
    this.kind = slice.kind();
    this.from = slice.from();
    this.to = slice.to();
  }

  /** The next page; empty at the end. */
  List<QueryDocumentSnapshot> next() throws ExecutionException, InterruptedException {
    if (ended) {
      return List.of();
    }
    List<QueryDocumentSnapshot> page = query().get().get().getDocuments();
    ended = page.size() < SIZE;
    if (!ended) {
      last = page.get(page.size() - 1);
      lastValue = value(last);
    }
    return page;
  }

  /** Gives away the later half of what is left, if it can be cut. */
  Optional<Slice> giveAway() {
    Optional<Object> middle =
        ended || lastValue == null ? Optional.empty() : kind.middle(lastValue, to);
    Optional<Slice> later = middle.map(value -> new Slice(kind, value, to));
    middle.ifPresent(value -> to = value);
    return later;
  }

  private Query query() {
    Query query =
        firestore
            .collection(settings.collection())
            .whereGreaterThanOrEqualTo(settings.timestampField(), from)
            .whereLessThan(settings.timestampField(), to)
            .orderBy(settings.timestampField())
            .orderBy(FieldPath.documentId())
            .limit(SIZE);
    query = fields.length == 0 ? query.select(FieldPath.documentId()) : query.select(fields);
    // Without the value, as another run may just have deleted the document, the slice begins again
    // with what is left.
    return lastValue == null ? query : query.startAfter(lastValue, last.getReference());
  }

  private Object value(DocumentSnapshot found) throws ExecutionException, InterruptedException {
    Object value = found.get(settings.timestampField());
    if (value == null) {
      DocumentReference[] one = {found.getReference()};
      value =
          firestore
              .getAll(one, FieldMask.of(settings.timestampField()))
              .get()
              .get(0)
              .get(settings.timestampField());
    }
    return value;
  }
}

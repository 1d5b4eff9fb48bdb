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
  /** Documents in a page; a commit that deletes them stays far below Firestore's 10 MiB. */
  static final int SIZE = 500;

  private final Firestore firestore;
  private final String field;
  private final Query slice;
  private Query next;

  /** Pages of {@code slice} with {@code fields}, or with keys only if there are none. */
  SlicePages(Firestore firestore, PurgeSettings settings, Slice slice, String... fields) {
    this.firestore = firestore;
    this.field = settings.timestampField();
    Query documents =
        firestore
            .collection(settings.collection())
            .whereGreaterThanOrEqualTo(field, slice.from())
            .whereLessThan(field, slice.to())
            .orderBy(field)
            .orderBy(FieldPath.documentId())
            .limit(SIZE);
    this.slice =
        fields.length == 0 ? documents.select(FieldPath.documentId()) : documents.select(fields);
    this.next = this.slice;
  }

  /** The next page; empty at the end. */
  List<QueryDocumentSnapshot> next() throws ExecutionException, InterruptedException {
    if (next == null) {
      return List.of();
    }
    List<QueryDocumentSnapshot> page = next.get().get().getDocuments();
    next = page.size() < SIZE ? null : after(page.get(page.size() - 1));
    return page;
  }

  private Query after(DocumentSnapshot last) throws ExecutionException, InterruptedException {
    Object value = last.get(field);
    if (value == null) {
      DocumentReference[] one = {last.getReference()};
      value = firestore.getAll(one, FieldMask.of(field)).get().get(0).get(field);
    }
    // Another run may just have deleted it. Then this slice begins again, with what is left.
    return value == null ? slice : slice.startAfter(value, last.getReference());
  }
}

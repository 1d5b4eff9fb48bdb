package com.maayegue.maintenance.notificationpurge;

import com.google.api.core.ApiFuture;
import com.google.cloud.firestore.DocumentReference;
import com.google.cloud.firestore.DocumentSnapshot;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.QueryDocumentSnapshot;
import com.google.cloud.firestore.WriteBatch;
import com.google.cloud.firestore.WriteResult;
import com.maayegue.maintenance.core.Counts;
import com.maayegue.maintenance.core.Failure;
import com.maayegue.maintenance.core.Retry;
import com.maayegue.maintenance.notificationpurge.DateKind.Slice;
import com.maayegue.maintenance.runrecords.GoogleFailure;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;

/**
 * Deletes the old documents of one slice of time. While one page is being deleted the next is read,
 * so the keys of two pages are in memory. Safe to run again, and beside itself.
 */
final class SlicePurge {
  private static final Retry RETRY = new Retry(4, Duration.ofMillis(250));

  private final Firestore firestore;
  private final PurgeSettings settings;
  private final PurgePolicy policy;
  private final Pace pace;
  private final Counts counts;
  private List<DocumentReference> deleting = List.of();
  private ApiFuture<List<WriteResult>> deletion;

  SlicePurge(
      Firestore firestore, PurgeSettings settings, PurgePolicy policy, Pace pace, Counts counts) {
    this.firestore = firestore;
    this.settings = settings;
    this.policy = policy;
    this.pace = pace;
    this.counts = counts;
  }

  /**
   * Deletes.
   *
   * @return whether the end of the slice was reached; otherwise the deadline was
   */
  boolean purge(Slice slice) throws Exception {
    SlicePages pages =
        slice.kind().needsReading()
            ? new SlicePages(firestore, settings, slice, settings.timestampField())
            : new SlicePages(firestore, settings, slice);
    List<QueryDocumentSnapshot> page = pages.next();
    while (!page.isEmpty()) {
      List<DocumentReference> old = old(slice, page);
      if (!pace.await(old.size())) {
        return false;
      }
      start(old);
      page = pages.next();
      finish();
    }
    return true;
  }

  private List<DocumentReference> old(Slice slice, List<QueryDocumentSnapshot> page) {
    if (!slice.kind().needsReading()) {
      return page.stream().map(DocumentSnapshot::getReference).toList();
    }
    String field = settings.timestampField();
    counts.add(
        "kept.unreadable",
        page.stream().filter(found -> policy.date(found.get(field)).isEmpty()).count());
    return page.stream()
        .filter(found -> policy.purges(found.get(field)))
        .map(DocumentSnapshot::getReference)
        .toList();
  }

  private void start(List<DocumentReference> old) {
    deleting = old;
    deletion = commit();
  }

  private void finish() throws Exception {
    try {
      deletion.get();
    } catch (ExecutionException failure) {
      if (GoogleFailure.classify(failure) == Failure.PERMANENT) {
        throw failure;
      }
      RETRY.call(
          () -> commit().get(),
          again -> GoogleFailure.classify(again) == Failure.TRANSIENT,
          pace.clock(),
          pace.deadline());
    }
    counts.add("deleted", deleting.size());
  }

  private ApiFuture<List<WriteResult>> commit() {
    WriteBatch batch = firestore.batch();
    deleting.forEach(batch::delete);
    return batch.commit();
  }
}

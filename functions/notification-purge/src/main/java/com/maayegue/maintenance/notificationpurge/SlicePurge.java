package com.maayegue.maintenance.notificationpurge;

import com.google.api.core.ApiFuture;
import com.google.cloud.firestore.CollectionReference;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.WriteBatch;
import com.google.cloud.firestore.WriteResult;
import com.maayegue.maintenance.core.Counts;
import com.maayegue.maintenance.core.Failure;
import com.maayegue.maintenance.core.Retry;
import com.maayegue.maintenance.notificationpurge.DateKind.Slice;
import com.maayegue.maintenance.runrecords.GoogleFailure;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutionException;

/**
 * Deletes the old documents of one slice of time. The keys of one page are in memory. Safe to run
 * again, and beside itself.
 */
final class SlicePurge {
  /** Documents deleted by one commit, which stays far below Firestore's 10 MiB. */
  static final int BATCH = 500;

  // One is on its way while the next is made.
  private static final int BATCHES_AT_ONCE = 2;
  private static final Retry RETRY = new Retry(4, Duration.ofMillis(250));

  private final Firestore firestore;
  private final PurgeSettings settings;
  private final PurgePolicy policy;
  private final Pace pace;
  private final Counts counts;
  private final Deque<Deletion> underWay = new ArrayDeque<>();

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
   * @param queue gets what somebody else could do
   * @return whether the end of the slice was reached; otherwise the deadline was
   */
  boolean purge(Slice slice, SliceQueue queue) throws Exception {
    SlicePages<Key> pages = pages(slice);
    boolean inTime = !pace.isOver();
    while (inTime) {
      List<Key> page = pages.next();
      if (page.isEmpty()) {
        return true;
      }
      if (queue.isWanted()) {
        pages.giveAway().ifPresent(queue::add);
      }
      inTime = delete(old(page));
    }
    return false;
  }

  private SlicePages<Key> pages(Slice slice) {
    if (!slice.kind().needsReading()) {
      return new SlicePages<>(
          firestore, settings, pace, slice, found -> new Key(found.getId(), true, false));
    }
    String field = settings.timestampField();
    return new SlicePages<>(
        firestore, settings, pace, slice, found -> judge(found.getId(), found.get(field)), field);
  }

  private Key judge(String id, Object date) {
    return new Key(id, policy.purges(date), policy.date(date).isEmpty());
  }

  private List<String> old(List<Key> page) {
    counts.add("kept.unreadable", page.stream().filter(Key::unreadable).count());
    return page.stream().filter(Key::old).map(Key::id).toList();
  }

  /** Returns false if the deadline was reached. */
  private boolean delete(List<String> old) throws Exception {
    boolean inTime = true;
    for (int from = 0; inTime && from < old.size(); from += BATCH) {
      List<String> batch = old.subList(from, Math.min(old.size(), from + BATCH));
      inTime = pace.await(batch.size());
      if (inTime) {
        underWay.add(new Deletion(batch, commit(batch)));
      }
      if (underWay.size() == BATCHES_AT_ONCE) {
        finish(underWay.remove());
      }
    }
    while (!underWay.isEmpty()) {
      finish(underWay.remove());
    }
    return inTime && !pace.isOver();
  }

  private void finish(Deletion deletion) throws Exception {
    try {
      deletion.result().get();
    } catch (ExecutionException failure) {
      if (GoogleFailure.classify(failure) == Failure.PERMANENT) {
        throw failure;
      }
      RETRY.call(
          () -> commit(deletion.batch()).get(),
          again -> GoogleFailure.classify(again) == Failure.TRANSIENT,
          pace.clock(),
          pace.deadline());
    }
    counts.add("deleted", deletion.batch().size());
  }

  private ApiFuture<List<WriteResult>> commit(List<String> old) {
    CollectionReference documents = firestore.collection(settings.collection());
    WriteBatch batch = firestore.batch();
    old.forEach(id -> batch.delete(documents.document(id)));
    return batch.commit();
  }

  /** What is kept of a document while its page is worked on. */
  private record Key(String id, boolean old, boolean unreadable) {}

  private record Deletion(List<String> batch, ApiFuture<List<WriteResult>> result) {}
}

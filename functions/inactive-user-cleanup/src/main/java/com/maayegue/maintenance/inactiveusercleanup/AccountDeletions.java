package com.maayegue.maintenance.inactiveusercleanup;

import com.google.api.core.ApiFuture;
import com.google.cloud.Timestamp;
import com.google.cloud.firestore.CollectionReference;
import com.google.cloud.firestore.DocumentSnapshot;
import com.google.cloud.firestore.FieldPath;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.Query;
import com.google.cloud.firestore.QueryDocumentSnapshot;
import com.google.cloud.firestore.SetOptions;
import com.google.cloud.firestore.WriteBatch;
import com.google.cloud.firestore.WriteResult;
import com.maayegue.maintenance.inactiveusercleanup.CleanupPlan.Entry;
import io.grpc.Status;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;

/**
 * The documents {@code account_deletions/{uid}}: noticed → deleted or cancelled; deleting → deleted
 * or cancelled where there is no notice period. Deleted ones stay, so that a restored backup can be
 * made to forget the account again.
 */
final class AccountDeletions {
  /** The collection. */
  static final String COLLECTION = "account_deletions";

  /** The collection that Firebase's "Trigger Email" extension sends from. */
  static final String MAIL = "mail";

  private static final int PAGE = 1000;
  private static final int BATCH = 500;
  private static final int BATCHES_AT_ONCE = 3;

  private final Firestore firestore;
  private final CollectionReference documents;
  private final Map<String, Map<String, Object>> pending = new HashMap<>();
  private final Deque<ApiFuture<List<WriteResult>>> underWay = new ArrayDeque<>();

  AccountDeletions(Firestore firestore) {
    this.firestore = firestore;
    this.documents = firestore.collection(COLLECTION);
  }

  /** Reads all deletions that were announced or begun into the plan. */
  void readOpen(CleanupPlan plan) throws Exception {
    Query query =
        documents
            .whereIn("state", List.of("noticed", "deleting"))
            .orderBy(FieldPath.documentId())
            .select("deleteAfter")
            .limit(PAGE);
    List<QueryDocumentSnapshot> page = query.get().get().getDocuments();
    while (!page.isEmpty()) {
      for (DocumentSnapshot found : page) {
        // Where the date is missing, nothing was promised: the account gets a notice as if it were
        // the first.
        if (found.get("deleteAfter") instanceof Timestamp after) {
          plan.addOpen(found.getId(), after.toDate().toInstant());
        }
      }
      page = query.startAfter(page.get(page.size() - 1).getId()).get().get().getDocuments();
    }
  }

  /**
   * Writes that the owners of {@code entries} get a notice, together with the mails. An account
   * that already got one today, as by a run beside this one, gets no second one.
   *
   * @return how many notices are new
   */
  int notice(List<Entry> entries, Notice notice, Instant now)
      throws ExecutionException, InterruptedException {
    try {
      noticeBatch(entries, notice, now).commit().get();
      return entries.size();
    } catch (ExecutionException failure) {
      if (Status.fromThrowable(failure).getCode() != Status.Code.ALREADY_EXISTS) {
        throw failure;
      }
    }
    if (entries.size() == 1) {
      return 0;
    }
    int middle = entries.size() / 2;
    return notice(entries.subList(0, middle), notice, now)
        + notice(entries.subList(middle, entries.size()), notice, now);
  }

  private WriteBatch noticeBatch(List<Entry> entries, Notice notice, Instant now) {
    WriteBatch batch = firestore.batch();
    for (Entry entry : entries) {
      Map<String, Object> fields = new HashMap<>();
      fields.put("state", "noticed");
      fields.put("noticedAt", timestamp(now));
      fields.put("deleteAfter", timestamp(notice.deleteAfter()));
      fields.put("lastActivity", timestamp(entry.latest()));
      fields.put("mailed", entry.email() != null);
      batch.set(documents.document(entry.uid()), fields);
      if (entry.email() != null) {
        String id = "inactive-account-" + entry.uid() + "-" + notice.day();
        batch.create(firestore.collection(MAIL).document(id), notice.mail(entry.email()));
      }
    }
    return batch;
  }

  /** Begins to write that the deletion of accounts without notice starts. */
  void deleting(List<Entry> entries, Instant now) throws ExecutionException, InterruptedException {
    for (Entry entry : entries) {
      Map<String, Object> fields = new HashMap<>();
      fields.put("state", "deleting");
      fields.put("noticedAt", null);
      fields.put("deleteAfter", timestamp(now));
      fields.put("lastActivity", timestamp(entry.latest()));
      put(entry.uid(), fields);
    }
    send();
  }

  /** Begins to write that accounts were deleted. */
  void deleted(List<String> uids, String archive, Instant now)
      throws ExecutionException, InterruptedException {
    Map<String, Object> fields = new HashMap<>();
    fields.put("state", "deleted");
    fields.put("deletedAt", timestamp(now));
    if (archive != null) {
      fields.put("archive", archive);
    }
    for (String uid : uids) {
      put(uid, fields);
    }
    send();
  }

  /** Begins to write that accounts stay, since they are in use or protected again. */
  void cancelled(List<String> uids, Instant now) throws ExecutionException, InterruptedException {
    for (String uid : uids) {
      put(uid, Map.of("state", "cancelled", "cancelledAt", timestamp(now)));
    }
    send();
  }

  /** Waits for everything that was begun. */
  void finish() throws ExecutionException, InterruptedException {
    while (!underWay.isEmpty()) {
      underWay.remove().get();
    }
  }

  private void put(String uid, Map<String, Object> fields)
      throws ExecutionException, InterruptedException {
    pending.put(uid, fields);
    if (pending.size() == BATCH) {
      send();
    }
  }

  private void send() throws ExecutionException, InterruptedException {
    if (pending.isEmpty()) {
      return;
    }
    WriteBatch batch = firestore.batch();
    new ArrayList<>(pending.keySet())
        .forEach(
            uid -> batch.set(documents.document(uid), pending.remove(uid), SetOptions.merge()));
    underWay.add(batch.commit());
    if (underWay.size() > BATCHES_AT_ONCE) {
      underWay.remove().get();
    }
  }

  private static Timestamp timestamp(Instant instant) {
    return Timestamp.ofTimeSecondsAndNanos(instant.getEpochSecond(), instant.getNano());
  }
}

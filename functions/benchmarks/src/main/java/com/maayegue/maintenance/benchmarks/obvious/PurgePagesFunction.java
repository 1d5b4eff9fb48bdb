package com.maayegue.maintenance.benchmarks.obvious;

import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.FirestoreOptions;
import com.google.cloud.firestore.Query;
import com.google.cloud.firestore.QueryDocumentSnapshot;
import com.google.cloud.firestore.WriteBatch;
import com.google.cloud.functions.CloudEventsFunction;
import io.cloudevents.CloudEvent;
import java.util.List;

/**
 * A purge as most write it: read a page of old notifications, delete it in one batch, and again
 * until none is left.
 */
public final class PurgePagesFunction implements CloudEventsFunction {
  private static final int PAGE = 500;

  private final Firestore firestore = FirestoreOptions.getDefaultInstance().getService();

  @Override
  public void accept(CloudEvent event) throws Exception {
    Query old = OldNotifications.of(firestore).limit(PAGE);
    while (true) {
      List<QueryDocumentSnapshot> page = old.get().get().getDocuments();
      if (page.isEmpty()) {
        return;
      }
      WriteBatch batch = firestore.batch();
      page.forEach(found -> batch.delete(found.getReference()));
      batch.commit().get();
    }
  }
}

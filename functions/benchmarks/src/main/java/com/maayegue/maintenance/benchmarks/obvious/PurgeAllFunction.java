package com.maayegue.maintenance.benchmarks.obvious;

import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.FirestoreOptions;
import com.google.cloud.firestore.QueryDocumentSnapshot;
import com.google.cloud.firestore.WriteBatch;
import com.google.cloud.functions.CloudEventsFunction;
import io.cloudevents.CloudEvent;

/** The maintenance guide's purge: read all old notifications, and delete them in one batch. */
public final class PurgeAllFunction implements CloudEventsFunction {
  private final Firestore firestore = FirestoreOptions.getDefaultInstance().getService();

  @Override
  public void accept(CloudEvent event) throws Exception {
    WriteBatch batch = firestore.batch();
    for (QueryDocumentSnapshot old : OldNotifications.of(firestore).get().get().getDocuments()) {
      batch.delete(old.getReference());
    }
    batch.commit().get();
  }
}

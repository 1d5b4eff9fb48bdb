package com.maayegue.maintenance.benchmarks.obvious;

import com.google.cloud.firestore.BulkWriter;
import com.google.cloud.firestore.BulkWriterOptions;
import com.google.cloud.firestore.FieldPath;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.FirestoreOptions;
import com.google.cloud.firestore.QueryDocumentSnapshot;
import com.google.cloud.functions.CloudEventsFunction;
import io.cloudevents.CloudEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;

/**
 * A purge by the SDK's own {@link BulkWriter}, in pages of as many keys as notification-purge
 * reads. The rate is bounded where it does not matter: without any bound it now and then waits for
 * ever.
 */
public final class PurgeBulkWriterFunction implements CloudEventsFunction {
  private static final int PAGE = 5_000;
  private static final int MORE_THAN_IT_CAN = 20_000;

  private final Firestore firestore = FirestoreOptions.getDefaultInstance().getService();

  @Override
  public void accept(CloudEvent event) throws Exception {
    BulkWriterOptions fast =
        BulkWriterOptions.builder()
            .setInitialOpsPerSecond(MORE_THAN_IT_CAN)
            .setMaxOpsPerSecond(MORE_THAN_IT_CAN)
            .build();
    BulkWriter writer = firestore.bulkWriter(fast);
    List<QueryDocumentSnapshot> page = page();
    while (!page.isEmpty()) {
      List<Future<?>> deletions = new ArrayList<>(page.size());
      for (QueryDocumentSnapshot old : page) {
        deletions.add(writer.delete(old.getReference()));
      }
      writer.flush().get();
      for (Future<?> deletion : deletions) {
        deletion.get();
      }
      page = page();
    }
    writer.close();
  }

  private List<QueryDocumentSnapshot> page() throws Exception {
    return OldNotifications.of(firestore)
        .select(FieldPath.documentId())
        .limit(PAGE)
        .get()
        .get()
        .getDocuments();
  }
}

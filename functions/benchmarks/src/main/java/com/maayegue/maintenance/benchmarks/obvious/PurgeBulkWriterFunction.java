package com.maayegue.maintenance.benchmarks.obvious;

import com.google.api.gax.rpc.ApiStreamObserver;
import com.google.cloud.firestore.BulkWriter;
import com.google.cloud.firestore.BulkWriterOptions;
import com.google.cloud.firestore.DocumentSnapshot;
import com.google.cloud.firestore.FieldPath;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.FirestoreOptions;
import com.google.cloud.functions.CloudEventsFunction;
import io.cloudevents.CloudEvent;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;

/**
 * A purge by the SDK's own {@link BulkWriter} over a streamed query of keys. The rate is not
 * limited, and deletions that wait are, as the writer itself would keep them all in memory.
 */
public final class PurgeBulkWriterFunction implements CloudEventsFunction {
  private static final int MOST_WAITING = 2_000;

  private final Firestore firestore = FirestoreOptions.getDefaultInstance().getService();

  @Override
  public void accept(CloudEvent event) throws Exception {
    BulkWriterOptions unlimited = BulkWriterOptions.builder().setThrottlingEnabled(false).build();
    BulkWriter writer = firestore.bulkWriter(unlimited);
    Semaphore waiting = new Semaphore(MOST_WAITING);
    Deleting deleting = new Deleting(writer, waiting);
    OldNotifications.of(firestore).select(FieldPath.documentId()).stream(deleting);
    deleting.end.get();
    writer.close();
  }

  private static final class Deleting implements ApiStreamObserver<DocumentSnapshot> {
    private final BulkWriter writer;
    private final Semaphore waiting;
    private final CompletableFuture<Void> end = new CompletableFuture<>();

    Deleting(BulkWriter writer, Semaphore waiting) {
      this.writer = writer;
      this.waiting = waiting;
    }

    @Override
    public void onNext(DocumentSnapshot old) {
      waiting.acquireUninterruptibly();
      writer.delete(old.getReference()).addListener(waiting::release, Runnable::run);
    }

    @Override
    public void onError(Throwable failure) {
      end.completeExceptionally(failure);
    }

    @Override
    public void onCompleted() {
      end.complete(null);
    }
  }
}

package com.maayegue.maintenance.paymentfailurealert;

import com.google.cloud.firestore.DocumentReference;
import com.google.cloud.firestore.DocumentSnapshot;
import com.google.cloud.firestore.Firestore;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ExecutionException;

/**
 * What was told last, or tried last, kept in {@code payment_watch/{name}}. It is written after the
 * telling: who is killed in between tells once more under the same key.
 */
final class WatchState {
  static final String COLLECTION = "payment_watch";

  private final DocumentReference document;

  WatchState(Firestore firestore, String name) {
    document = firestore.collection(COLLECTION).document(name);
  }

  /**
   * What was told of an alert.
   *
   * @param firing whether it was told last that there is a cause
   * @param until the end of the newest breach that was told
   */
  record Told(boolean firing, Instant until) {}

  Told told() throws ExecutionException, InterruptedException {
    PaymentDocument found = new PaymentDocument(document.get().get());
    boolean firing = Boolean.TRUE.equals(found.snapshot().get("firing"));
    return new Told(firing, found.time("until").orElse(Instant.EPOCH));
  }

  void told(Told told) throws ExecutionException, InterruptedException {
    document
        .set(Map.of("firing", told.firing(), "until", PaymentDocument.timestamp(told.until())))
        .get();
  }

  Backoff backoff() throws ExecutionException, InterruptedException {
    DocumentSnapshot found = document.get().get();
    return found.get("failures") instanceof Long failures && failures >= 0
        ? new Backoff(
            (int) Math.min(failures, 1_000_000),
            new PaymentDocument(found).time("retryAt").orElse(Instant.EPOCH))
        : Backoff.NONE;
  }

  void backoff(Backoff backoff) throws ExecutionException, InterruptedException {
    document
        .set(
            Map.of(
                "failures",
                backoff.failures(),
                "retryAt",
                PaymentDocument.timestamp(backoff.retryAt())))
        .get();
  }
}

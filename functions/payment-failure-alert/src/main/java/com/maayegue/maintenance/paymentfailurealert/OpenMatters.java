package com.maayegue.maintenance.paymentfailurealert;

import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.QueryDocumentSnapshot;
import com.maayegue.maintenance.core.Counts;
import com.maayegue.maintenance.paymentfailurealert.UnsettledPayments.UnsettledPayment;
import com.maayegue.maintenance.paymentfailurealert.WatchState.Told;
import com.maayegue.maintenance.pubsub.Outbox;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutionException;

/**
 * What a person has to see to: tells of payments that hang, and ends the alerts of what a person
 * has marked as done. Writes {@code payment_watch/payments-stuck} and the field {@code
 * attention.state}.
 */
final class OpenMatters {
  private static final int MOST_CLOSED = 100;

  private final Firestore firestore;
  private final Duration stuckAfter;
  private final UnsettledPayments payments;
  private final Outbox outbox;

  OpenMatters(Firestore firestore, Duration stuckAfter, UnsettledPayments payments, Outbox outbox) {
    this.firestore = firestore;
    this.stuckAfter = stuckAfter;
    this.payments = payments;
    this.outbox = outbox;
  }

  /** Looks at all of it; returns the payments that hang, the oldest first. */
  List<String> review(Instant now, boolean dryRun, Counts counts)
      throws ExecutionException, InterruptedException, IOException {
    List<String> stuck =
        payments.pendingBefore(now.minus(stuckAfter), now).stream()
            .sorted(Comparator.comparing(UnsettledPayment::since))
            .map(payment -> line(payment, now))
            .toList();
    counts.add("stuck", stuck.size());
    if (!dryRun) {
      tell(stuck, now);
      close(PaymentDocument.COLLECTION, now);
      close(PaymentBook.EVENTS, now);
    }
    return stuck;
  }

  private static String line(UnsettledPayment payment, Instant now) {
    return payment.id()
        + " ("
        + payment.provider()
        + ", "
        + Duration.between(payment.since(), now).toHours()
        + " h"
        + (payment.transactionId().isEmpty() ? ", no transaction)" : ")");
  }

  private void tell(List<String> stuck, Instant now)
      throws ExecutionException, InterruptedException, IOException {
    WatchState state = new WatchState(firestore, PaymentAlerts.STUCK);
    if (!stuck.isEmpty()) {
      outbox.alert(PaymentAlerts.stuck(stuck, stuckAfter.toHours() + " h", now));
      state.told(new Told(true, now));
    } else if (state.told().firing()) {
      outbox.alert(PaymentAlerts.stuckOver(now));
      state.told(new Told(false, now));
    }
  }

  private void close(String collection, Instant now)
      throws ExecutionException, InterruptedException, IOException {
    List<QueryDocumentSnapshot> done =
        firestore
            .collection(collection)
            .whereEqualTo("attention.state", "done")
            .limit(MOST_CLOSED)
            .get()
            .get()
            .getDocuments();
    for (QueryDocumentSnapshot found : done) {
      String key = new PaymentDocument(found).text("attention.dedupKey").orElse("");
      if (!key.isEmpty()) {
        outbox.alert(PaymentAlerts.attended(key, now));
      }
      found.getReference().update("attention.state", "closed").get();
    }
  }
}

package com.maayegue.maintenance.paymentfailurealert;

import com.google.cloud.firestore.DocumentSnapshot;
import com.google.cloud.firestore.FieldPath;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.Query;
import com.google.cloud.firestore.QueryDocumentSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutionException;

/**
 * Finds payments that are pending. Reads {@code payments}, and {@code payment_events} where the app
 * has not noted the transaction.
 */
final class PendingPayments {
  private static final int PAGE = 500;
  private static final int MOST = 20_000;
  private static final Duration YOUNG = Duration.ofDays(7);
  private static final Duration ROUND = Duration.ofHours(1);
  private static final Duration SWEEPS = Duration.ofMinutes(10);

  private final Firestore firestore;

  PendingPayments(Firestore firestore) {
    this.firestore = firestore;
  }

  /**
   * A pending payment.
   *
   * @param since when it is pending
   */
  record PendingPayment(String id, String provider, Optional<String> transactionId, Instant since) {
    /** Whether this sweep asks for it: a payment of over a week is asked for only once an hour. */
    boolean isDue(Instant now) {
      if (since.plus(YOUNG).isAfter(now)) {
        return true;
      }
      long sweep = now.getEpochSecond() / SWEEPS.toSeconds();
      return Math.floorMod(sweep + id.hashCode(), ROUND.dividedBy(SWEEPS)) == 0;
    }
  }

  /**
   * All that are pending since before {@code limit}, up to 20,000, in an order that is another one
   * each time: who runs out of time leaves others behind than last time.
   */
  List<PendingPayment> before(Instant limit, Instant now)
      throws ExecutionException, InterruptedException {
    List<PendingPayment> pending = new ArrayList<>();
    Optional<DocumentSnapshot> last = Optional.empty();
    do {
      List<QueryDocumentSnapshot> page = page(last);
      for (QueryDocumentSnapshot found : page) {
        PaymentDocument payment = new PaymentDocument(found);
        if (payment.since().isBefore(limit)) {
          pending.add(
              new PendingPayment(
                  found.getId(),
                  payment.text("provider").orElse("?").toLowerCase(Locale.ROOT),
                  payment.text("transactionId"),
                  payment.since()));
        }
      }
      last = page.size() < PAGE ? Optional.empty() : Optional.of(page.get(PAGE - 1));
    } while (last.isPresent() && pending.size() < MOST);
    Collections.shuffle(pending, new Random(now.getEpochSecond()));
    return pending;
  }

  private List<QueryDocumentSnapshot> page(Optional<DocumentSnapshot> last)
      throws ExecutionException, InterruptedException {
    Query query =
        firestore
            .collection(PaymentDocument.COLLECTION)
            .whereEqualTo("status", "pending")
            .orderBy(FieldPath.documentId())
            .limit(PAGE);
    return last.map(query::startAfter).orElse(query).get().get().getDocuments();
  }

  /** The transaction of a payment: as the app noted it, or as an event named it. */
  Optional<String> transaction(PendingPayment payment)
      throws ExecutionException, InterruptedException {
    if (payment.transactionId().isPresent()) {
      return payment.transactionId();
    }
    List<QueryDocumentSnapshot> events =
        firestore
            .collection(PaymentBook.EVENTS)
            .whereEqualTo("paymentId", payment.id())
            .limit(1)
            .get()
            .get()
            .getDocuments();
    return events.stream()
        .map(event -> new PaymentDocument(event).text("transactionId"))
        .flatMap(Optional::stream)
        .findFirst();
  }
}

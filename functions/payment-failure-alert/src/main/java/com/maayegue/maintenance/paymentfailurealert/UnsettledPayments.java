package com.maayegue.maintenance.paymentfailurealert;

import com.google.cloud.Timestamp;
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
 * Finds payments that may still complete: those that are pending, and those that failed a short
 * while ago, as a collection can be tried again. Reads {@code payments}, and {@code payment_events}
 * where the app has not noted the transaction.
 */
final class UnsettledPayments {
  private static final int PAGE = 500;
  private static final int MOST = 20_000;
  private static final Duration YOUNG = Duration.ofDays(7);
  private static final Duration RETRIED_WITHIN = Duration.ofDays(1);
  private static final Duration ROUND = Duration.ofHours(1);
  private static final Duration SWEEPS = Duration.ofMinutes(10);

  private final Firestore firestore;

  UnsettledPayments(Firestore firestore) {
    this.firestore = firestore;
  }

  /**
   * A payment that may still complete.
   *
   * @param since when it is pending, or when it failed
   * @param failed whether it had failed when it was found
   */
  record UnsettledPayment(
      String id, String provider, Optional<String> transactionId, Instant since, boolean failed) {
    /** Whether this sweep asks for it: one that is pending for over a week has its turn hourly. */
    boolean isDue(Instant now) {
      return failed || since.plus(YOUNG).isAfter(now) || isTurn(id.hashCode(), now);
    }
  }

  /** All that are pending since before {@code limit}, up to 20,000, in another order each time. */
  List<UnsettledPayment> pendingBefore(Instant limit, Instant now)
      throws ExecutionException, InterruptedException {
    Query pending =
        payments().whereEqualTo("status", "pending").orderBy(FieldPath.documentId()).limit(PAGE);
    List<UnsettledPayment> found = new ArrayList<>();
    for (PaymentDocument payment : read(pending)) {
      if (payment.since().isBefore(limit)) {
        found.add(unsettled(payment, payment.since(), false));
      }
    }
    return shuffled(found, now);
  }

  /**
   * Those that failed within the last day, up to 20,000, in another order each time. Only in the
   * first sweep of an hour: reading them all is not free, and few of them ever complete.
   */
  List<UnsettledPayment> failedOfLate(Instant now) throws ExecutionException, InterruptedException {
    if (!isTurn(0, now)) {
      return List.of();
    }
    Timestamp start = PaymentDocument.timestamp(now.minus(RETRIED_WITHIN));
    Query failed = payments().whereGreaterThan("failedAt", start).orderBy("failedAt").limit(PAGE);
    List<UnsettledPayment> found = new ArrayList<>();
    for (PaymentDocument payment : read(failed)) {
      // It keeps the time of its failure when it completes.
      if (payment.text("status").filter("failed"::equals).isPresent()) {
        found.add(unsettled(payment, payment.time("failedAt").orElseThrow(), true));
      }
    }
    return shuffled(found, now);
  }

  /** Whether the sweep of now is the one of its hour that {@code number} stands for. */
  private static boolean isTurn(int number, Instant now) {
    long sweep = now.getEpochSecond() / SWEEPS.toSeconds();
    return Math.floorMod(sweep + number, ROUND.dividedBy(SWEEPS)) == 0;
  }

  private static UnsettledPayment unsettled(
      PaymentDocument payment, Instant since, boolean failed) {
    return new UnsettledPayment(
        payment.snapshot().getId(),
        payment.text("provider").orElse("?").toLowerCase(Locale.ROOT),
        payment.text("transactionId"),
        since,
        failed);
  }

  /** Who runs out of time leaves others behind than last time. */
  private static List<UnsettledPayment> shuffled(List<UnsettledPayment> payments, Instant now) {
    Collections.shuffle(payments, new Random(now.getEpochSecond()));
    return payments;
  }

  private Query payments() {
    return firestore.collection(PaymentDocument.COLLECTION);
  }

  /** Page by page, as one answer for all would not fit. */
  private static List<PaymentDocument> read(Query pages)
      throws ExecutionException, InterruptedException {
    List<PaymentDocument> all = new ArrayList<>();
    Query next = pages;
    while (all.size() < MOST) {
      List<QueryDocumentSnapshot> page = next.get().get().getDocuments();
      page.forEach(found -> all.add(new PaymentDocument(found)));
      if (page.size() < PAGE) {
        break;
      }
      next = pages.startAfter(page.get(PAGE - 1));
    }
    return all;
  }

  /** The transaction of a payment: as the app noted it, or as an event named it. */
  Optional<String> transaction(UnsettledPayment payment)
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

package com.maayegue.maintenance.paymentfailurealert;

import com.google.cloud.firestore.DocumentReference;
import com.google.cloud.firestore.DocumentSnapshot;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.Transaction;
import com.maayegue.maintenance.paymentstates.PaymentState;
import com.maayegue.maintenance.paymentstates.PaymentStatus;
import com.maayegue.maintenance.paymentstates.PlanLengths;
import com.maayegue.maintenance.paymentstates.Reading;
import com.maayegue.maintenance.pubsub.Alert;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;

/**
 * What the change of a payment means for its user: the subscription that it buys or that a refund
 * takes back, and one notification. Reads within the transaction of the payment, and leaves the
 * writing to it.
 */
final class Memberships {
  private final Firestore firestore;
  private final PlanLengths plans;

  Memberships(Firestore firestore, PlanLengths plans) {
    this.firestore = firestore;
    this.plans = plans;
  }

  /**
   * The documents to write.
   *
   * @param odd hears of what a person has to see to
   */
  Map<DocumentReference, Map<String, Object>> writes(
      Transaction transaction, Change change, Consumer<Alert> odd)
      throws ExecutionException, InterruptedException {
    if (!change.paid() || change.after().equals(change.before())) {
      return Map.of();
    }
    boolean known = plans.knows(change.plan());
    Optional<String> userId = change.payment().userId();
    if (userId.isEmpty()) {
      odd.accept(change.notActivated("no-user", "the payment names no user"));
      return Map.of();
    }
    if (change.completes() && !known) {
      String detail = "PLAN_LENGTHS has no plan '" + change.plan() + "'";
      odd.accept(change.notActivated("unknown-plan", detail));
    }
    DocumentReference subscription = document(SubscriptionDocument.COLLECTION, userId.get());
    DocumentReference user = document("users", userId.get());
    DocumentReference notice = document(PaymentNotice.COLLECTION, PaymentNotice.id(change.id()));
    List<DocumentSnapshot> found = transaction.getAll(subscription, user, notice).get();
    SubscriptionDocument had = SubscriptionDocument.from(found.get(0));
    SubscriptionDocument has = had.with(change.id(), change.plan(), change.after());
    Map<DocumentReference, Map<String, Object>> writes = new LinkedHashMap<>();
    if (!has.equals(had) && (known || found.get(0).exists())) {
      Instant ended = change.after().refundedAt().orElse(change.now());
      writes.put(subscription, has.fields(plans, ended, change.now()));
    }
    if (change.completesNow() && !found.get(2).exists()) {
      PaymentNotice text =
          new PaymentNotice(
              change.payment().price().orElseThrow(),
              known ? has.subscription(plans) : Optional.empty(),
              plans.zone());
      Optional<String> language = PaymentNotice.language(found.get(1));
      writes.put(notice, text.fields(userId.get(), language, change.now()));
    }
    return writes;
  }

  private DocumentReference document(String collection, String id) {
    return firestore.collection(collection).document(id);
  }

  /** A payment that moves on. */
  record Change(
      PaymentDocument payment,
      PaymentState before,
      PaymentState after,
      Reading reading,
      Instant now) {
    String id() {
      return payment.snapshot().getId();
    }

    String plan() {
      return payment.text("plan").orElse("");
    }

    /** Whether the money has come, be it given back since or not. */
    boolean paid() {
      return after.status().compareTo(PaymentStatus.COMPLETED) >= 0;
    }

    boolean completes() {
      return after.status() == PaymentStatus.COMPLETED;
    }

    /** Whether it was not known before that it is complete. */
    boolean completesNow() {
      return completes() && before.completedAt().isEmpty();
    }

    private Alert notActivated(String kind, String detail) {
      return PaymentAlerts.notActivated(kind, id(), detail, reading, now);
    }
  }
}

package com.maayegue.maintenance.paymentfailurealert;

import com.google.cloud.firestore.DocumentReference;
import com.google.cloud.firestore.DocumentSnapshot;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.QueryDocumentSnapshot;
import com.google.cloud.firestore.SetOptions;
import com.google.cloud.firestore.Transaction;
import com.maayegue.maintenance.paymentstates.Mismatch;
import com.maayegue.maintenance.paymentstates.PaymentState;
import com.maayegue.maintenance.paymentstates.PaymentStatus;
import com.maayegue.maintenance.paymentstates.PlanLengths;
import com.maayegue.maintenance.paymentstates.Reading;
import com.maayegue.maintenance.pubsub.Alert;
import com.maayegue.maintenance.pubsub.Outbox;
import com.maayegue.maintenance.runrecords.Transactions;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;

/**
 * Books what is read of payments. One transaction writes the event, the payment, the subscription
 * and the notification, or none of them; so an event that comes again finds itself and changes
 * nothing. What a person has to know is published first: killed in between, it is told twice under
 * one key, and never lost.
 *
 * <p>Writes {@code payment_events}, {@code payments}, {@code subscriptions} and {@code
 * notifications}; creates no payment, and touches nothing of other users.
 */
final class PaymentBook {
  static final String EVENTS = "payment_events";

  // Providers repeat an event for days; a person may look for one a year later.
  private static final Duration KEPT = Duration.ofDays(400);
  private static final int MOST_ROUNDS = 8;

  private final Firestore firestore;
  private final Memberships memberships;
  private final Outbox outbox;

  PaymentBook(Firestore firestore, PlanLengths plans, Outbox outbox) {
    this.firestore = firestore;
    this.memberships = new Memberships(firestore, plans);
    this.outbox = outbox;
  }

  /**
   * What became of an event.
   *
   * @param result one word: {@code applied}, {@code unchanged}, {@code repeat}, {@code unknown} …
   * @param status of the payment afterwards
   */
  record Booking(String result, Optional<PaymentStatus> status) {}

  /** Whether an event was booked before. */
  boolean has(String eventId) throws ExecutionException, InterruptedException {
    return firestore.collection(EVENTS).document(eventId).get().get().exists();
  }

  /** The one payment of a transaction, if the app has noted it. */
  Optional<String> paymentOf(String transactionId) throws ExecutionException, InterruptedException {
    List<QueryDocumentSnapshot> found =
        firestore
            .collection(PaymentDocument.COLLECTION)
            .whereEqualTo("transactionId", transactionId)
            .limit(2)
            .get()
            .get()
            .getDocuments();
    return found.size() == 1 ? Optional.of(found.get(0).getId()) : Optional.empty();
  }

  /** Notes an event that moves nothing, and why. */
  Booking note(String eventId, Map<String, Object> fields, String result, Instant now)
      throws ExecutionException, InterruptedException {
    DocumentReference event = firestore.collection(EVENTS).document(eventId);
    return Transactions.run(
        firestore,
        transaction -> {
          if (transaction.get(event).get().exists()) {
            return new Booking("repeat", Optional.empty());
          }
          transaction.create(event, eventFields(fields, result, Optional.empty(), now));
          return new Booking(result, Optional.empty());
        });
  }

  /**
   * Books a reading, for the payment that it names.
   *
   * @param paymentId empty if nobody knows of which payment it is
   * @param fields what is kept of the event
   */
  Booking book(
      String eventId,
      Map<String, Object> fields,
      Optional<String> paymentId,
      Reading reading,
      Instant now)
      throws ExecutionException, InterruptedException, IOException {
    Set<String> told = new HashSet<>();
    for (int round = 1; round <= MOST_ROUNDS; round++) {
      List<Alert> untold = new ArrayList<>();
      Entry entry = new Entry(eventId, fields, paymentId, reading, now, told, untold);
      Optional<Booking> booking =
          Transactions.run(firestore, transaction -> within(transaction, entry));
      if (booking.isPresent()) {
        return booking.get();
      }
      for (Alert alert : untold) {
        outbox.alert(alert);
        told.add(alert.labels().get("kind"));
      }
    }
    throw new IOException("payment " + paymentId.orElse("?") + " kept changing");
  }

  private Optional<Booking> within(Transaction transaction, Entry entry)
      throws ExecutionException, InterruptedException {
    // A transaction that runs again starts afresh.
    entry.untold().clear();
    DocumentReference event = firestore.collection(EVENTS).document(entry.eventId());
    Optional<DocumentReference> payment =
        entry
            .paymentId()
            .filter(PaymentDocument::isId)
            .map(id -> firestore.collection(PaymentDocument.COLLECTION).document(id));
    if (payment.isEmpty()) {
      return transaction.get(event).get().exists() ? repeat() : unknown(transaction, event, entry);
    }
    List<DocumentSnapshot> found = transaction.getAll(event, payment.get()).get();
    if (found.get(0).exists()) {
      return repeat();
    }
    return found.get(1).exists()
        ? move(transaction, event, new PaymentDocument(found.get(1)), entry)
        : unknown(transaction, event, entry);
  }

  private static Optional<Booking> repeat() {
    return Optional.of(new Booking("repeat", Optional.empty()));
  }

  private Optional<Booking> unknown(Transaction transaction, DocumentReference event, Entry entry) {
    Map<String, Object> more = new HashMap<>();
    if (entry.reading().status() == PaymentStatus.COMPLETED) {
      Alert alert = PaymentAlerts.unknownPayment(entry.reading(), entry.now());
      entry.tell(alert);
      more.put("attention", attention(alert));
    }
    if (!entry.untold().isEmpty()) {
      return Optional.empty();
    }
    more.putAll(eventFields(entry.fields(), "unknown-payment", Optional.empty(), entry.now()));
    transaction.create(event, more);
    return Optional.of(new Booking("unknown-payment", Optional.empty()));
  }

  private Optional<Booking> move(
      Transaction transaction, DocumentReference event, PaymentDocument payment, Entry entry)
      throws ExecutionException, InterruptedException {
    PaymentState before = payment.state();
    PaymentState after = before.after(entry.reading(), payment.price());
    boolean moves = !after.equals(before);
    Map<String, Object> changes = PaymentDocument.changes(before, after);
    if (moves) {
      changes.put("updatedAt", PaymentDocument.timestamp(entry.now()));
      changes.put("sqlitePending", true);
    }
    Optional<Mismatch> mismatch =
        PaymentState.pending(Optional.empty()).after(entry.reading(), payment.price()).mismatch();
    if (mismatch.isPresent()) {
      String id = payment.snapshot().getId();
      attend(PaymentAlerts.mismatch(id, mismatch.get(), entry.now()), entry, changes);
    }
    Map<DocumentReference, Map<String, Object>> writes =
        memberships.writes(
            transaction,
            new Memberships.Change(payment, before, after, entry.reading(), entry.now()),
            alert -> attend(alert, entry, changes));
    if (!entry.untold().isEmpty()) {
      return Optional.empty();
    }
    String result = mismatch.isPresent() ? "mismatch" : moves ? "applied" : "unchanged";
    Optional<PaymentStatus> status = Optional.of(after.status());
    transaction.create(event, eventFields(entry.fields(), result, status, entry.now()));
    if (!changes.isEmpty()) {
      transaction.update(payment.snapshot().getReference(), changes);
    }
    // Whole fields are replaced, so that a purchase that was taken back is gone; the app's own
    // fields stay.
    writes.forEach(
        (document, fields) ->
            transaction.set(
                document, fields, SetOptions.mergeFields(List.copyOf(fields.keySet()))));
    return Optional.of(new Booking(result, status));
  }

  /** Marks the payment as one that a person has to see to, and tells that person. */
  private static void attend(Alert alert, Entry entry, Map<String, Object> changes) {
    entry.tell(alert);
    changes.put("attention", attention(alert));
    changes.put("updatedAt", PaymentDocument.timestamp(entry.now()));
  }

  private static Map<String, Object> attention(Alert alert) {
    return Map.of(
        "kind", alert.labels().get("kind"), "dedupKey", alert.dedupKey(), "state", "open");
  }

  private static Map<String, Object> eventFields(
      Map<String, Object> fields, String result, Optional<PaymentStatus> status, Instant now) {
    Map<String, Object> all = new LinkedHashMap<>(fields);
    all.put("result", result);
    status.ifPresent(word -> all.put("paymentStatus", word.word()));
    all.put("bookedAt", PaymentDocument.timestamp(now));
    all.put("expiresAt", PaymentDocument.timestamp(now.plus(KEPT)));
    return all;
  }

  /** One event to book, with what was told of it so far and what is still to be told. */
  private record Entry(
      String eventId,
      Map<String, Object> fields,
      Optional<String> paymentId,
      Reading reading,
      Instant now,
      Set<String> told,
      List<Alert> untold) {
    void tell(Alert alert) {
      if (!told.contains(alert.labels().get("kind"))) {
        untold.add(alert);
      }
    }
  }
}

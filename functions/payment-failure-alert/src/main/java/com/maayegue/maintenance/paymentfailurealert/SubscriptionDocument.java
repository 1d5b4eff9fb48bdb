package com.maayegue.maintenance.paymentfailurealert;

import com.google.cloud.Timestamp;
import com.google.cloud.firestore.DocumentSnapshot;
import com.maayegue.maintenance.paymentstates.PaymentState;
import com.maayegue.maintenance.paymentstates.PaymentStatus;
import com.maayegue.maintenance.paymentstates.PlanLengths;
import com.maayegue.maintenance.paymentstates.Purchase;
import com.maayegue.maintenance.paymentstates.Subscription;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The document {@code subscriptions/{userId}}: plan, status, start, end, paymentId for the app. Its
 * map {@code paid} holds the purchases that it was reckoned from, and {@code granted} what the user
 * had before the first of them.
 */
record SubscriptionDocument(
    Optional<Subscription> granted, Map<String, Purchase> paid, Optional<Instant> end) {
  static final String COLLECTION = "subscriptions";

  /** Reads a document, which need not exist. */
  static SubscriptionDocument from(DocumentSnapshot snapshot) {
    Map<String, Purchase> paid = new TreeMap<>();
    Optional<Instant> end =
        snapshot.get("end") instanceof Timestamp time
            ? Optional.of(PaymentDocument.instant(time))
            : Optional.empty();
    if (snapshot.get("paid") instanceof Map<?, ?> purchases) {
      purchases.forEach(
          (id, fields) ->
              purchase(id.toString(), fields).ifPresent(each -> paid.put(each.paymentId(), each)));
      return new SubscriptionDocument(subscription(snapshot.get("granted")), paid, end);
    }
    return new SubscriptionDocument(subscription(snapshot.getData()), paid, end);
  }

  /** The document after a payment of {@code plan} came to {@code state}. */
  SubscriptionDocument with(String paymentId, String plan, PaymentState state) {
    Map<String, Purchase> purchases = new TreeMap<>(paid);
    purchases.remove(paymentId);
    if (state.status() == PaymentStatus.COMPLETED) {
      purchases.put(paymentId, new Purchase(paymentId, plan, state.completedAt().orElseThrow()));
    }
    // What the app had activated for this very payment was no grant.
    Optional<Subscription> grant =
        granted.filter(before -> !before.paymentId().equals(Optional.of(paymentId)));
    return new SubscriptionDocument(grant, purchases, end);
  }

  /** What the user has paid for. */
  Optional<Subscription> subscription(PlanLengths lengths) {
    return Subscription.of(granted, paid.values(), lengths);
  }

  /**
   * The whole document.
   *
   * @param endedAt when a subscription that nothing is left of has ended
   */
  Map<String, Object> fields(PlanLengths lengths, Instant endedAt, Instant now) {
    Map<String, Object> fields = new LinkedHashMap<>();
    Optional<Subscription> sum = subscription(lengths);
    if (sum.isPresent()) {
      fields.putAll(fields(sum.get()));
      fields.put("status", sum.get().end().isAfter(now) ? "active" : "expired");
    } else {
      fields.put("status", "cancelled");
      Instant until = end.filter(endedAt::isAfter).orElse(endedAt);
      fields.put("end", PaymentDocument.timestamp(until));
    }
    Map<String, Object> purchases = new TreeMap<>();
    paid.forEach(
        (id, each) ->
            purchases.put(
                id,
                Map.of("plan", each.plan(), "at", PaymentDocument.timestamp(each.completedAt()))));
    fields.put("paid", purchases);
    granted.ifPresent(before -> fields.put("granted", fields(before)));
    fields.put("updatedAt", PaymentDocument.timestamp(now));
    return fields;
  }

  private static Map<String, Object> fields(Subscription subscription) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("plan", subscription.plan());
    fields.put("start", PaymentDocument.timestamp(subscription.start()));
    fields.put("end", PaymentDocument.timestamp(subscription.end()));
    fields.put("paymentId", subscription.paymentId().orElse(null));
    return fields;
  }

  private static Optional<Purchase> purchase(String paymentId, Object fields) {
    return fields instanceof Map<?, ?> map
            && map.get("plan") instanceof String plan
            && map.get("at") instanceof Timestamp at
        ? Optional.of(new Purchase(paymentId, plan, PaymentDocument.instant(at)))
        : Optional.empty();
  }

  private static Optional<Subscription> subscription(Object fields) {
    return fields instanceof Map<?, ?> map
            && map.get("plan") instanceof String plan
            && map.get("start") instanceof Timestamp start
            && map.get("end") instanceof Timestamp end
        ? Optional.of(
            new Subscription(
                plan,
                PaymentDocument.instant(start),
                PaymentDocument.instant(end),
                map.get("paymentId") instanceof String id ? Optional.of(id) : Optional.empty()))
        : Optional.empty();
  }
}

package com.maayegue.maintenance.paymentstates;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What a user has paid for: the time without a gap that the last of their purchases belongs to.
 *
 * <p>It is reckoned from all purchases each time, so it does not matter in which order they became
 * known, and one that was refunded is left out as if it had never been.
 *
 * @param plan of the last purchase; an endless one stays
 * @param start of the time without a gap
 * @param end after which nothing is paid for
 * @param paymentId of the last purchase; empty for what was granted otherwise
 */
public record Subscription(String plan, Instant start, Instant end, Optional<String> paymentId) {
  private static final Comparator<Purchase> BY_TIME =
      Comparator.comparing(Purchase::completedAt).thenComparing(Purchase::paymentId);

  /**
   * Adds up purchases: one that comes while another still runs begins when that ends.
   *
   * @param granted what the user had otherwise, without a payment of ours
   * @param purchases completed and not refunded, in any order; of a plan that is not known, nothing
   * @return empty if there is nothing
   */
  public static Optional<Subscription> of(
      Optional<Subscription> granted, Collection<Purchase> purchases, PlanLengths lengths) {
    Optional<Subscription> sum = granted;
    List<Purchase> inOrder = purchases.stream().sorted(BY_TIME).toList();
    for (Purchase purchase : inOrder) {
      Optional<Subscription> before = sum;
      sum = next(before, purchase, lengths).or(() -> before);
    }
    return sum;
  }

  private static Optional<Subscription> next(
      Optional<Subscription> before, Purchase purchase, PlanLengths lengths) {
    Optional<Subscription> running =
        before.filter(subscription -> subscription.end.isAfter(purchase.completedAt()));
    Instant from = running.map(Subscription::end).orElse(purchase.completedAt());
    boolean endless = running.filter(Subscription::isEndless).isPresent();
    String plan = endless ? running.get().plan : purchase.plan();
    return lengths
        .end(purchase.plan(), from)
        .map(
            end ->
                new Subscription(
                    plan,
                    running.map(Subscription::start).orElse(purchase.completedAt()),
                    end,
                    Optional.of(purchase.paymentId())));
  }

  private boolean isEndless() {
    return !end.isBefore(PlanLengths.FOREVER);
  }
}

package com.maayegue.maintenance.notificationpurge;

/**
 * What deletions cost in Firestore. Source: <a
 * href="https://firebase.google.com/docs/firestore/pricing">pricing</a>: 0.02 USD for 100,000
 * deletes in the dearest common locations, 20,000 a day free; about 600 XAF for one USD.
 */
final class DeletionCost {
  private static final long FREE_A_DAY = 20_000;
  private static final double XAF_EACH = 0.02 * 600 / 100_000;

  private DeletionCost() {}

  /** The most that {@code deletions} on one day cost, in XAF, rounded up. */
  static long xaf(long deletions) {
    return (long) Math.ceil(Math.max(0, deletions - FREE_A_DAY) * XAF_EACH);
  }
}

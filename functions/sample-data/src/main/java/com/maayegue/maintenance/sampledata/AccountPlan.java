package com.maayegue.maintenance.sampledata;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;

/**
 * How many accounts of which kind. The same plan always gives the same accounts.
 *
 * @param seed another seed gives other people
 * @param now what every date is relative to
 * @param accounts how many in all
 * @param inactive how many are not seen for more than {@link #INACTIVE_AFTER}, protected included
 * @param refreshed how many are alive only by a token refresh; each costs the emulator a sign-in
 */
public record AccountPlan(long seed, Instant now, int accounts, int inactive, int refreshed) {
  /** An account not seen for longer is inactive. */
  public static final Duration INACTIVE_AFTER = Duration.ofDays(365);

  /** The seed of the demo. */
  public static final long DEMO_SEED = 237;

  private static final int DEMO_ACCOUNTS = 5_000;
  private static final int DEMO_INACTIVE = 1_200;

  public AccountPlan {
    // Emulators, and Firebase, keep times to the millisecond.
    now = Instant.ofEpochMilli(now.toEpochMilli());
    if (inactive < 0 || refreshed < 0 || accounts - inactive < refreshed) {
      throw new IllegalArgumentException(
          "%d inactive and %d refreshed do not fit into %d accounts"
              .formatted(inactive, refreshed, accounts));
    }
  }

  /** 5,000 accounts of which 1,200 are inactive, 60 of these protected. */
  public static AccountPlan demo(Instant now) {
    return of(DEMO_SEED, now, DEMO_ACCOUNTS);
  }

  /** {@code accounts} accounts in the shares of the demo, at most 60 of them refreshed. */
  public static AccountPlan of(long seed, Instant now, int accounts) {
    int inactive = (int) ((long) accounts * DEMO_INACTIVE / DEMO_ACCOUNTS);
    int share = AccountKind.REFRESHED_ITS_TOKEN.share();
    return new AccountPlan(
        seed,
        now,
        accounts,
        inactive,
        (int) Math.min(share, (long) share * accounts / DEMO_ACCOUNTS));
  }

  /** How many accounts of each kind; the sum is {@link #accounts()}. */
  public Map<AccountKind, Integer> counts() {
    Map<AccountKind, Integer> counts = new EnumMap<>(AccountKind.class);
    int active = accounts - inactive;
    int demoActive = DEMO_ACCOUNTS - DEMO_INACTIVE;
    for (AccountKind kind : AccountKind.values()) {
      long share = kind.share();
      counts.put(
          kind,
          kind.verdict() == Verdict.ACTIVE
              ? (int) (share * active / demoActive)
              : (int) (share * inactive / DEMO_INACTIVE));
    }
    counts.put(AccountKind.REFRESHED_ITS_TOKEN, refreshed);
    // What rounding leaves over goes to the commonest kinds.
    Map<Verdict, Integer> sums = sums(counts);
    int away = sums.get(Verdict.INACTIVE) + sums.get(Verdict.PROTECTED);
    counts.merge(AccountKind.SIGNED_IN_LONG_AGO, inactive - away, Integer::sum);
    counts.merge(AccountKind.SIGNED_IN_LATELY, active - sums.get(Verdict.ACTIVE), Integer::sum);
    return counts;
  }

  /** How many accounts of each verdict. */
  public Map<Verdict, Integer> expected() {
    return sums(counts());
  }

  private static Map<Verdict, Integer> sums(Map<AccountKind, Integer> counts) {
    Map<Verdict, Integer> sums = new EnumMap<>(Verdict.class);
    for (Verdict verdict : Verdict.values()) {
      sums.put(verdict, 0);
    }
    counts.forEach((kind, count) -> sums.merge(kind.verdict(), count, Integer::sum));
    return sums;
  }
}

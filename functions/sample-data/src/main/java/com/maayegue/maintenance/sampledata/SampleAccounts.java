package com.maayegue.maintenance.sampledata;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The accounts of a plan, made one at a time: each depends on the plan and its index only, so a
 * million need no more memory than one. The kinds are mixed, not one after the other.
 *
 * <p>Safe to share between threads.
 */
public final class SampleAccounts {
  private static final Duration OLDEST = Duration.ofDays(1_500);
  private static final Duration YOUNGEST_LONG_AGO = Duration.ofDays(366);
  private static final Duration OLDEST_LATELY = Duration.ofDays(200);
  private static final int TEACHERS_PERCENT = 5;
  private static final int GOOGLE_PERCENT = 30;

  private final AccountPlan plan;
  private final Shuffle shuffle;
  private final List<AccountKind> kinds = new ArrayList<>();
  private final int[] ends;

  public SampleAccounts(AccountPlan plan) {
    this.plan = plan;
    this.shuffle = Shuffle.of(plan.accounts(), plan.seed());
    Map<AccountKind, Integer> counts = plan.counts();
    this.ends = new int[counts.size()];
    int end = 0;
    for (Map.Entry<AccountKind, Integer> count : counts.entrySet()) {
      end += count.getValue();
      ends[kinds.size()] = end;
      kinds.add(count.getKey());
    }
  }

  /** What these accounts are made from. */
  public AccountPlan plan() {
    return plan;
  }

  /** Every account, in the order of the index. */
  public Stream<SampleAccount> stream() {
    return IntStream.range(0, plan.accounts()).mapToObj(this::account);
  }

  /**
   * One account.
   *
   * @param index from 0 to {@code plan().accounts()} - 1
   */
  public SampleAccount account(int index) {
    AccountKind kind = kind(index);
    Dice dice = Dice.of(plan.seed(), "account", index);
    String uid = uid(index);
    String givenName = People.givenName(dice);
    String familyName = People.familyName(dice);
    boolean google = kind.hasEmail() && dice.percent(GOOGLE_PERCENT);

    Instant createdAt = date(kind.created(), OLDEST, OLDEST, dice).orElseThrow();
    Duration age = age(createdAt);
    Optional<Instant> signIn = date(kind.signIn(), age, age, dice);
    Instant seen = later(createdAt, signIn);
    Optional<Instant> login = date(kind.appLogin(), age, age(seen), dice);
    Optional<Instant> progress = date(kind.progress(), age, age(later(seen, login)), dice);
    boolean refreshed = kind == AccountKind.REFRESHED_ITS_TOKEN;

    AuthAccount auth =
        new AuthAccount(
            uid,
            givenName + " " + familyName,
            kind.hasEmail()
                ? Optional.of(People.email(givenName, familyName, index))
                : Optional.empty(),
            kind.hasEmail() ? Optional.empty() : Optional.of(People.phoneNumber(index)),
            provider(kind, google && !refreshed),
            kind.isDisabled(),
            createdAt,
            signIn,
            refreshed ? date(When.LATELY, OLDEST_LATELY, OLDEST_LATELY, dice) : Optional.empty(),
            claims(kind));
    Optional<AppUser> appUser =
        hasAppRow(kind, dice)
            ? Optional.of(appUser(kind, index, createdAt, login, progress, dice))
            : Optional.empty();
    return new SampleAccount(index, kind, auth, appUser);
  }

  /** The uid of an account, without making the rest of it. */
  public String uid(int index) {
    return Dice.of(plan.seed(), "uid", index).word(28);
  }

  private AccountKind kind(int index) {
    if (index < 0 || index >= plan.accounts()) {
      throw new IndexOutOfBoundsException(index);
    }
    int position = shuffle.position(index);
    int kind = 0;
    while (position >= ends[kind]) {
      kind++;
    }
    return kinds.get(kind);
  }

  private AppUser appUser(
      AccountKind kind,
      int index,
      Instant createdAt,
      Optional<Instant> login,
      Optional<Instant> progress,
      Dice dice) {
    String role = dice.percent(TEACHERS_PERCENT) ? "teacher" : "student";
    String subscription = subscription(kind, dice);
    return new AppUser(
        "u" + Dice.of(plan.seed(), "user", index).word(19),
        kind.isAdmin() ? "admin" : role,
        subscription,
        expiry(kind, subscription, dice),
        kind == AccountKind.ABSENT_DEFAULT_ADMIN,
        createdAt,
        later(createdAt, login),
        login,
        progress);
  }

  private static String subscription(AccountKind kind, Dice dice) {
    return switch (kind) {
      case ABSENT_PREMIUM -> "premium";
      case ABSENT_VIP -> "vip";
      case ABSENT_LIFETIME -> "lifetime";
      case SUBSCRIBER -> dice.pick(List.of("premium", "premium", "premium", "vip", "lifetime"));
      case SUBSCRIPTION_RAN_OUT -> dice.pick(List.of("premium", "vip"));
      default -> "free";
    };
  }

  private Optional<Instant> expiry(AccountKind kind, String subscription, Dice dice) {
    if (subscription.equals("free") || subscription.equals("lifetime")) {
      return Optional.empty();
    }
    // A week at least, so that a demo that stays up for some days does not change its verdicts.
    Duration distance = dice.between(Duration.ofDays(7), Duration.ofDays(360));
    return Optional.of(
        kind == AccountKind.SUBSCRIPTION_RAN_OUT
            ? plan.now().minus(distance)
            : plan.now().plus(distance));
  }

  /**
   * A date of an account that is {@code age} old. If possible, it is no older than {@code oldest},
   * the age of the date before it.
   */
  private Optional<Instant> date(When when, Duration age, Duration oldest, Dice dice) {
    return switch (when) {
      case NEVER -> Optional.empty();
      case ZERO -> Optional.of(Instant.EPOCH);
      case LONG_AGO ->
          ago(
              dice.between(
                  YOUNGEST_LONG_AGO, oldest.compareTo(YOUNGEST_LONG_AGO) < 0 ? age : oldest));
      case JUST_OVER ->
          ago(
              AccountPlan.INACTIVE_AFTER.plus(
                  dice.between(Duration.ofMinutes(1), Duration.ofHours(1))));
      case JUST_UNDER ->
          ago(
              AccountPlan.INACTIVE_AFTER.minus(
                  dice.between(Duration.ofHours(1), Duration.ofDays(1))));
      case LATELY -> {
        Duration span = oldest.compareTo(OLDEST_LATELY) < 0 ? oldest : OLDEST_LATELY;
        // The third power: most were here this week.
        yield ago(Duration.ofMillis((long) (span.toMillis() * Math.pow(dice.unit(), 3))));
      }
    };
  }

  private Optional<Instant> ago(Duration age) {
    return Optional.of(plan.now().minus(age));
  }

  private Duration age(Instant instant) {
    return Duration.between(instant, plan.now());
  }

  private static Instant later(Instant instant, Optional<Instant> other) {
    return other.filter(instant::isBefore).orElse(instant);
  }

  private static boolean hasAppRow(AccountKind kind, Dice dice) {
    return switch (kind) {
      case GONE_WITHOUT_APP_ROW, WITHOUT_APP_ROW -> false;
      case NEVER_SIGNED_IN, ON_HOLD -> dice.percent(50);
      default -> true;
    };
  }

  private static String provider(AccountKind kind, boolean google) {
    if (!kind.hasEmail()) {
      return "phone";
    }
    return google ? "google.com" : "password";
  }

  private static Optional<String> claims(AccountKind kind) {
    if (kind == AccountKind.ON_HOLD) {
      return Optional.of("{\"maintenanceHold\":true}");
    }
    return kind == AccountKind.ADMIN ? Optional.of("{\"role\":\"admin\"}") : Optional.empty();
  }
}

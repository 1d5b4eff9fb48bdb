package com.maayegue.maintenance.inactiveusercleanup;

import com.maayegue.maintenance.inactiveusercleanup.Activity.AppUser;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which accounts nobody has used for long. Pure: it knows no clock and no database.
 *
 * @param cutoff accounts whose newest activity is before it are inactive
 * @param protectedRoles in lower case
 */
record CleanupPolicy(Instant cutoff, Set<String> protectedRoles) {
  /** No account that was used within this time goes, whatever the settings say. */
  static final Duration FLOOR = Duration.ofDays(30);

  /**
   * Times before this are zeros, defaults or seconds taken for milliseconds: they say nothing. The
   * app is younger.
   */
  static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");

  /** How far clocks of servers and phones may differ from ours. */
  static final Duration CLOCK_TOLERANCE = Duration.ofMinutes(15);

  /** The policy of a run at {@code now}. */
  static CleanupPolicy at(Instant now, CleanupSettings settings) {
    return new CleanupPolicy(
        now.minus(effective(settings.inactiveAfter())), settings.protectedRoles());
  }

  /** The time of inactivity that is used: never less than {@link #FLOOR}. */
  static Duration effective(Duration inactiveAfter) {
    return inactiveAfter.compareTo(FLOOR) < 0 ? FLOOR : inactiveAfter;
  }

  /** Judges one account by all that is known of it. */
  Verdict judge(Activity account, List<AppUser> users) {
    Optional<Instant> latest = latest(account, users);
    if (latest.isEmpty()) {
      return new Verdict(Standing.UNKNOWN, Optional.empty());
    }
    if (!latest.get().isBefore(cutoff)) {
      return new Verdict(Standing.ALIVE, latest);
    }
    return new Verdict(protection(account, users).orElse(Standing.INACTIVE), latest);
  }

  private Optional<Standing> protection(Activity account, List<AppUser> users) {
    if (account.held()) {
      return Optional.of(Standing.HELD);
    }
    if (users.stream().anyMatch(AppUser::unreadable)) {
      return Optional.of(Standing.UNREADABLE);
    }
    if (users.stream().anyMatch(AppUser::defaultAdmin)) {
      return Optional.of(Standing.DEFAULT_ADMIN);
    }
    if (users.stream().anyMatch(user -> protectedRoles.contains(user.role()))) {
      return Optional.of(Standing.ROLE);
    }
    return users.stream().anyMatch(AppUser::subscribed)
        ? Optional.of(Standing.SUBSCRIBED)
        : Optional.empty();
  }

  /** The newest believable time. */
  private static Optional<Instant> latest(Activity account, List<AppUser> users) {
    return Stream.concat(account.times(), users.stream().flatMap(user -> user.times().stream()))
        .filter(time -> !time.isBefore(EARLIEST))
        .max(Instant::compareTo);
  }

  /** Whether the clock cannot be right, since something happened after {@code now}. */
  static boolean clockIsWrong(Instant now, Instant newestActivity) {
    return newestActivity.isAfter(now.plus(CLOCK_TOLERANCE));
  }

  /** Whether so many candidates point to a fault rather than to people who left. */
  static boolean tooMany(long candidates, long accounts, int maxPercent) {
    return candidates * 100 > accounts * maxPercent;
  }

  /** What became of an account. All but {@link #INACTIVE} stay. */
  enum Standing {
    ALIVE("alive"),
    INACTIVE("inactive"),
    /** Nothing is known of when it was used, or made. */
    UNKNOWN("protected.noKnownTime"),
    HELD("protected.hold"),
    DEFAULT_ADMIN("protected.defaultAdmin"),
    ROLE("protected.role"),
    SUBSCRIBED("protected.subscription"),
    UNREADABLE("protected.unreadableTime");

    private final String count;

    Standing(String count) {
      this.count = count;
    }

    /** The name under which the run record counts it. */
    String count() {
      return count;
    }
  }

  /**
   * A judgement.
   *
   * @param latest the newest activity, where there is any
   */
  record Verdict(Standing standing, Optional<Instant> latest) {
    boolean inactive() {
      return standing == Standing.INACTIVE;
    }
  }
}

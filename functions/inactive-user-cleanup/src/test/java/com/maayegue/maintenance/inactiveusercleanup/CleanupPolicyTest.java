package com.maayegue.maintenance.inactiveusercleanup;

import static org.assertj.core.api.Assertions.assertThat;

import com.maayegue.maintenance.inactiveusercleanup.Activity.AppUser;
import com.maayegue.maintenance.inactiveusercleanup.CleanupPolicy.Standing;
import com.maayegue.maintenance.inactiveusercleanup.CleanupPolicy.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class CleanupPolicyTest {
  private static final Instant NOW = Instant.parse("2025-10-01T01:00:00Z");
  private static final Duration PERIOD = Duration.ofDays(365);
  private static final Instant CUTOFF = NOW.minus(PERIOD);
  private static final Optional<Instant> NEVER = Optional.empty();
  private static final Optional<Instant> OLD = Optional.of(CUTOFF.minusSeconds(1));
  private static final Optional<Instant> NEW = Optional.of(CUTOFF);

  private final CleanupPolicy policy = new CleanupPolicy(CUTOFF, Set.of("admin", "teacher"));

  static Stream<Arguments> accounts() {
    return Stream.of(
        // created, signed in, refreshed, in the app, expected
        Arguments.of(OLD, NEVER, NEVER, List.of(), Standing.INACTIVE),
        Arguments.of(OLD, OLD, OLD, List.of(OLD.get()), Standing.INACTIVE),
        Arguments.of(NEW, NEVER, NEVER, List.of(), Standing.ALIVE),
        Arguments.of(OLD, NEW, NEVER, List.of(), Standing.ALIVE),
        Arguments.of(OLD, OLD, NEW, List.of(), Standing.ALIVE),
        Arguments.of(OLD, OLD, OLD, List.of(NEW.get()), Standing.ALIVE),
        Arguments.of(OLD, OLD, OLD, List.of(OLD.get(), NEW.get()), Standing.ALIVE),
        Arguments.of(OLD, OLD, OLD, List.of(NOW.plusSeconds(3600)), Standing.ALIVE),
        Arguments.of(NEVER, NEVER, NEVER, List.of(), Standing.UNKNOWN),
        Arguments.of(NEVER, NEVER, NEVER, List.of(Instant.EPOCH), Standing.UNKNOWN),
        // A time in seconds that was taken for milliseconds says nothing.
        Arguments.of(
            NEVER, NEVER, NEVER, List.of(Instant.ofEpochMilli(1_759_000_000)), Standing.UNKNOWN));
  }

  @ParameterizedTest
  @MethodSource("accounts")
  void judgesByTheNewestOfAllTimes(
      Optional<Instant> created,
      Optional<Instant> signedIn,
      Optional<Instant> refreshed,
      List<Instant> inApp,
      Standing expected) {
    Activity account = new Activity("u1", created, signedIn, refreshed, false);
    assertThat(
            policy.judge(account, List.of(user("student", false, false, inApp, false))).standing())
        .isEqualTo(expected);
  }

  @Test
  void protectsWithTheReason() {
    assertThat(standing(true, user("student", false, false, List.of(), false)))
        .isEqualTo(Standing.HELD);
    assertThat(standing(false, user("admin", false, false, List.of(), false)))
        .isEqualTo(Standing.ROLE);
    assertThat(standing(false, user("teacher", false, false, List.of(), false)))
        .isEqualTo(Standing.ROLE);
    assertThat(standing(false, user("student", true, false, List.of(), false)))
        .isEqualTo(Standing.DEFAULT_ADMIN);
    assertThat(standing(false, user("student", false, true, List.of(), false)))
        .isEqualTo(Standing.SUBSCRIBED);
    assertThat(standing(false, user("student", false, false, List.of(), true)))
        .isEqualTo(Standing.UNREADABLE);
    assertThat(standing(false, user("student", false, false, List.of(), false)))
        .isEqualTo(Standing.INACTIVE);
  }

  @Test
  void protectsWhenOnlyOneOfSeveralRowsDoes() {
    AppUser student = user("student", false, false, List.of(), false);
    AppUser subscriber = user("student", false, true, List.of(), false);
    Activity account = new Activity("u1", OLD, NEVER, NEVER, false);
    assertThat(policy.judge(account, List.of(student, subscriber)).standing())
        .isEqualTo(Standing.SUBSCRIBED);
  }

  @ParameterizedTest
  @CsvSource({"PT1S,P30D", "P29D,P30D", "P30D,P30D", "P365D,P365D"})
  void neverCallsAMonthInactive(Duration asked, Duration used) {
    assertThat(CleanupPolicy.effective(asked)).isEqualTo(used);
  }

  @ParameterizedTest
  @CsvSource({
    "0,0,25,false",
    "250,1000,25,false",
    "251,1000,25,true",
    "1,3,25,true",
    "1,1,0,true",
    "0,5,0,false",
    "1000000,1000000,100,false"
  })
  void breaksOnTooManyCandidates(long candidates, long accounts, int percent, boolean tooMany) {
    assertThat(CleanupPolicy.tooMany(candidates, accounts, percent)).isEqualTo(tooMany);
  }

  @Test
  void distrustsAClockThatIsBehindTheActivity() {
    assertThat(CleanupPolicy.clockIsWrong(NOW, NOW.minusSeconds(1))).isFalse();
    assertThat(CleanupPolicy.clockIsWrong(NOW, NOW.plus(CleanupPolicy.CLOCK_TOLERANCE))).isFalse();
    assertThat(CleanupPolicy.clockIsWrong(NOW, NOW.plus(Duration.ofHours(1)))).isTrue();
  }

  /**
   * Whatever the mix of missing, zero, old, new and future times, nobody who was there within the
   * period goes.
   */
  @Test
  void neverPlansTheDeletionOfAnAccountThatIsAlive() {
    SplittableRandom random = new SplittableRandom(20_251_001);
    int inactive = 0;
    for (int i = 0; i < 200_000; i++) {
      long[] times = new long[5];
      for (int t = 0; t < times.length; t++) {
        times[t] = anyTime(random);
      }
      boolean hold = random.nextInt(20) == 0;
      boolean subscribed = random.nextInt(20) == 0;
      String role = random.nextInt(20) == 0 ? "admin" : "student";
      List<Instant> inApp = new ArrayList<>();
      for (int t = 3; t < 5; t++) {
        if (times[t] != Long.MIN_VALUE) {
          inApp.add(Instant.ofEpochMilli(times[t]));
        }
      }
      Activity account =
          new Activity("u" + i, time(times[0]), time(times[1]), time(times[2]), hold);
      List<AppUser> rows =
          random.nextInt(10) == 0
              ? List.of()
              : List.of(user(role, false, subscribed, inApp, false));

      Verdict verdict = policy.judge(account, rows);

      boolean seen = false;
      boolean known = false;
      for (int t = 0; t < (rows.isEmpty() ? 3 : 5); t++) {
        boolean counts = times[t] != Long.MIN_VALUE && times[t] >= 946_684_800_000L;
        known |= counts;
        seen |= counts && times[t] >= CUTOFF.toEpochMilli();
      }
      boolean shielded = hold || (!rows.isEmpty() && (subscribed || role.equals("admin")));
      assertThat(verdict.inactive()).as("account %s", i).isEqualTo(known && !seen && !shielded);
      inactive += verdict.inactive() ? 1 : 0;
    }
    assertThat(inactive).isGreaterThan(10_000);
  }

  /** Mostly old, so that all-old accounts are common; {@link Long#MIN_VALUE} stands for absent. */
  private static long anyTime(SplittableRandom random) {
    long cutoff = CUTOFF.toEpochMilli();
    return switch (random.nextInt(12)) {
      case 0 -> 0;
      case 1, 2 -> Long.MIN_VALUE;
      case 3 -> cutoff + random.nextLong(-2, 3);
      case 4 -> cutoff + random.nextLong(PERIOD.toMillis());
      case 5 -> random.nextLong(1, 2_000_000_000L);
      default -> cutoff - random.nextLong(1, 5 * PERIOD.toMillis());
    };
  }

  private static Optional<Instant> time(long millis) {
    return millis == Long.MIN_VALUE ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
  }

  private Standing standing(boolean held, AppUser user) {
    return policy.judge(new Activity("u1", OLD, NEVER, NEVER, held), List.of(user)).standing();
  }

  private static AppUser user(
      String role,
      boolean defaultAdmin,
      boolean subscribed,
      List<Instant> times,
      boolean unreadable) {
    return new AppUser("u1", role, defaultAdmin, subscribed, times, unreadable, false);
  }
}

package com.maayegue.maintenance.databasebackup;

import static com.maayegue.maintenance.databasebackup.Samples.backup;
import static com.maayegue.maintenance.databasebackup.Samples.inventory;
import static org.assertj.core.api.Assertions.assertThat;

import com.maayegue.maintenance.databasebackup.RetentionPolicy.Plan;
import com.maayegue.maintenance.databasebackups.Backup;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.ToIntFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for any backups and any settings; the cases are random, from fixed seeds. */
class RetentionPropertiesTest {
  private static final int CASES = Integer.getInteger("retention.cases", 3000);
  private static final ZoneId DOUALA = ZoneId.of("Africa/Douala");
  private static final Instant NOW = Instant.parse("2026-03-01T00:00:00Z");

  /** A case: backups as they may have come about, and settings. */
  record Case(RetentionPolicy policy, List<Backup> backups) {
    static Case of(long seed) {
      Random random = new Random(seed);
      RetentionPolicy policy =
          new RetentionPolicy(1 + random.nextInt(9), random.nextInt(6), random.nextInt(14), DOUALA);
      List<Backup> backups = new ArrayList<>();
      long hours = 0;
      int count = random.nextInt(60);
      int dense = 1 + random.nextInt(random.nextBoolean() ? 24 : 2000);
      for (int i = 0; i < count; i++) {
        Instant at = NOW.minus(Duration.ofHours(hours)).minusSeconds(i);
        boolean drilled = random.nextInt(8) > 0;
        backups.add(backup(at, at.plusSeconds(90), drilled, random.nextInt(12) == 0));
        hours += random.nextInt(dense);
      }
      return new Case(policy, backups);
    }

    Plan plan() {
      return policy.plan(inventory(backups), NOW);
    }

    List<Backup> left() {
      List<Backup> left = new ArrayList<>(backups);
      left.removeAll(plan().prune());
      return left;
    }
  }

  private static Stream<Case> cases() {
    return Stream.iterate(1L, seed -> seed + 1).limit(CASES).map(Case::of);
  }

  @Test
  void theCasesAreWorthIt() {
    assertThat(cases().filter(each -> !each.plan().prune().isEmpty()).count())
        .isGreaterThan(CASES / 4);
    assertThat(cases().filter(each -> each.plan().refusal().isPresent()).count())
        .isGreaterThan(CASES / 20);
  }

  @Test
  void theNewestProvenOneStays() {
    cases()
        .forEach(
            each ->
                assertThat(each.left())
                    .containsAll(
                        each.backups().stream().filter(Backup::proven).findFirst().stream()
                            .toList()));
  }

  @Test
  void nothingGoesWhileTheNewestIsNotProven() {
    cases()
        .filter(each -> !each.backups().isEmpty() && !each.backups().get(0).proven())
        .forEach(each -> assertThat(each.plan().prune()).isEmpty());
  }

  static Stream<Period> periods() {
    return Stream.of(
        new Period("day", RetentionPolicy::daily, day -> day),
        new Period(
            "week",
            RetentionPolicy::weekly,
            day -> day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY))),
        new Period("month", RetentionPolicy::monthly, day -> day.withDayOfMonth(1)));
  }

  /** A kind of period: how many are kept, and when each begins. */
  record Period(
      String name, ToIntFunction<RetentionPolicy> kept, UnaryOperator<LocalDate> beginning) {
    List<LocalDate> of(Stream<Backup> backups) {
      return backups
          .map(each -> each.manifest().takenAt().atZone(DOUALA).toLocalDate())
          .map(beginning)
          .distinct()
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("periods")
  void everyPeriodThatIsKeptKeepsOne(Period period) {
    cases()
        .forEach(
            each -> {
              int most = period.kept().applyAsInt(each.policy());
              List<LocalDate> all = period.of(each.backups().stream());
              assertThat(period.of(each.left().stream()))
                  .containsAll(all.subList(0, Math.min(most, all.size())));
              List<LocalDate> proven = period.of(each.backups().stream().filter(Backup::proven));
              assertThat(period.of(each.left().stream().filter(Backup::proven)))
                  .containsAll(proven.subList(0, Math.min(most, proven.size())));
            });
  }

  @Test
  void nothingYoungGoes() {
    cases()
        .flatMap(each -> each.plan().prune().stream())
        .forEach(
            pruned ->
                assertThat(pruned.manifest().takenAt()).isBefore(NOW.minus(RetentionPolicy.FLOOR)));
  }

  @Test
  void interruptedAnywhereAndRunAgainTheSameIsLeft() {
    cases()
        .limit(CASES / 10)
        .forEach(
            each -> {
              List<Backup> prune = each.plan().prune();
              for (int done = 0; done <= prune.size(); done++) {
                List<Backup> half = new ArrayList<>(each.backups());
                half.removeAll(prune.subList(0, done));
                assertThat(new Case(each.policy(), half).left()).isEqualTo(each.left());
              }
            });
  }

  @Test
  void aClockBeforeTheNewestPrunesNothing() {
    cases()
        .filter(each -> !each.backups().isEmpty())
        .forEach(
            each -> {
              Instant before = NOW.minus(Duration.ofMinutes(16));
              assertThat(each.policy().plan(inventory(each.backups()), before).prune()).isEmpty();
            });
  }

  @Test
  void threeYearsOfDailyRunsLeaveWhatTheSettingsSay() {
    RetentionPolicy policy = new RetentionPolicy(7, 4, 12, DOUALA);
    Random random = new Random(5);
    List<Backup> backups = new ArrayList<>();
    Set<LocalDate> months = new HashSet<>();
    for (int day = 0; day < 1100; day++) {
      Instant now = NOW.plus(Duration.ofDays(day)).plusSeconds(random.nextInt(7200));
      if (random.nextInt(20) > 0) {
        backups.add(backup(now));
        months.add(now.atZone(DOUALA).toLocalDate().withDayOfMonth(1));
      }
      backups.removeAll(policy.plan(inventory(backups), now).prune());
      assertThat(backups).hasSizeLessThanOrEqualTo(7 + 4 + 12);
      Optional<Period> month = periods().filter(each -> each.name().equals("month")).findFirst();
      assertThat(month.orElseThrow().of(backups.stream()))
          .hasSizeGreaterThanOrEqualTo(Math.min(12, months.size()));
    }
  }
}

package com.maayegue.maintenance.databasebackup;

import static com.maayegue.maintenance.databasebackup.Samples.backup;
import static com.maayegue.maintenance.databasebackup.Samples.inventory;
import static com.maayegue.maintenance.databasebackup.Samples.orphan;
import static org.assertj.core.api.Assertions.assertThat;

import com.maayegue.maintenance.databasebackup.RetentionPolicy.Plan;
import com.maayegue.maintenance.databasebackups.Backup;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetentionPolicyTest {
  private static final ZoneId DOUALA = ZoneId.of("Africa/Douala");
  // A Sunday, 01:00 in Douala.
  private static final Instant NOW = Instant.parse("2026-03-01T00:00:00Z");

  @Test
  void keepsSevenDaysFourWeeksAndTwelveMonthsOfDailyBackups() {
    List<Backup> backups = daily(500);
    Plan plan = new RetentionPolicy(7, 4, 12, DOUALA).plan(inventory(backups), NOW);
    List<Backup> left = new ArrayList<>(backups);
    left.removeAll(plan.prune());
    TreeSet<String> days = new TreeSet<>();
    left.forEach(each -> days.add(each.manifest().takenAt().toString().substring(0, 10)));
    assertThat(days)
        .containsExactly(
            "2025-04-30",
            "2025-05-31",
            "2025-06-30",
            "2025-07-31",
            "2025-08-31",
            "2025-09-30",
            "2025-10-31",
            "2025-11-30",
            "2025-12-31",
            "2026-01-31",
            "2026-02-08",
            "2026-02-15",
            "2026-02-22",
            "2026-02-23",
            "2026-02-24",
            "2026-02-25",
            "2026-02-26",
            "2026-02-27",
            "2026-02-28",
            "2026-03-01");
    assertThat(plan.refusal()).isEmpty();
    assertThat(plan.prune()).isSortedAccordingTo((a, b) -> a.object().compareTo(b.object()));
  }

  @ParameterizedTest
  @CsvSource({
    // 23:30 UTC is the next day in Douala, so the second is the only one of its day.
    "2026-02-10T22:30:00Z, 2026-02-10T23:30:00Z, 0",
    "2026-02-10T21:30:00Z, 2026-02-10T22:30:00Z, 1"
  })
  void daysBeginInDouala(String first, String second, int pruned) {
    List<Backup> backups = List.of(backup(first), backup(second), backup(NOW));
    Plan plan = new RetentionPolicy(3, 0, 0, DOUALA).plan(inventory(backups), NOW);
    assertThat(plan.prune()).hasSize(pruned);
  }

  @Test
  void keepsSevenBackupsOfADatabaseThatChangesOnceAYear() {
    List<Backup> backups = new ArrayList<>();
    for (int year = 0; year < 9; year++) {
      backups.add(backup(NOW.minus(Duration.ofDays(365L * year))));
    }
    Plan plan = new RetentionPolicy(7, 0, 0, DOUALA).plan(inventory(backups), NOW);
    assertThat(plan.prune()).containsExactly(backups.get(8), backups.get(7));
  }

  @Test
  void prunesNothingOfTheLastTwoDaysWhateverTheSettings() {
    List<Backup> backups = new ArrayList<>();
    for (int hour = 0; hour < 72; hour += 6) {
      backups.add(backup(NOW.minus(Duration.ofHours(hour))));
    }
    Plan plan = new RetentionPolicy(1, 0, 0, DOUALA).plan(inventory(backups), NOW);
    assertThat(plan.prune()).containsExactly(backups.get(11), backups.get(10), backups.get(9));
  }

  @Test
  void prunesNothingWhileTheNewestIsNotProven() {
    List<Backup> backups = daily(40);
    Instant taken = NOW.plusSeconds(1);
    for (Backup newest :
        List.of(backup(taken, taken, false, false), backup(taken, taken, true, true))) {
      List<Backup> all = new ArrayList<>(backups);
      all.add(newest);
      Plan plan = new RetentionPolicy(7, 4, 12, DOUALA).plan(inventory(all), NOW.plusSeconds(5));
      assertThat(plan.prune()).isEmpty();
      assertThat(plan.refusal()).get().asString().contains("is not proven");
    }
  }

  @Test
  void prunesNothingWhereNothingIsProven() {
    Backup only = backup(NOW, NOW, false, false);
    Plan plan =
        new RetentionPolicy(1, 0, 0, DOUALA)
            .plan(inventory(List.of(only), orphan("2025-01-01T00:00:00Z", true)), NOW);
    assertThat(plan.refusal()).contains("no backup is proven");
    assertThat(plan.clean()).isEmpty();
    assertThat(new RetentionPolicy(1, 0, 0, DOUALA).plan(inventory(List.of()), NOW).refusal())
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "-PT16M, but the newest backup is of",
    "-P1D, but the newest backup is of",
    "P101D, too long ago",
    "P4000D, too long ago"
  })
  void prunesNothingWhenItsClockCannotBeRight(String off, String why) {
    Plan plan =
        new RetentionPolicy(7, 4, 12, DOUALA)
            .plan(inventory(daily(40)), NOW.plus(Duration.parse(off)));
    assertThat(plan.prune()).isEmpty();
    assertThat(plan.refusal()).get().asString().contains(why);
  }

  @ParameterizedTest
  @CsvSource({"P1D", "-P1D", "P3650D"})
  void prunesNothingWhenTheNewestWasTakenByAWrongClock(String off) {
    List<Backup> backups = daily(40);
    Instant wrong = NOW.plusSeconds(9).plus(Duration.parse(off));
    Instant now = wrong.isAfter(NOW) ? wrong : NOW.plusSeconds(9);
    List<Backup> all = new ArrayList<>(backups);
    if (wrong.isBefore(NOW)) {
      all.remove(0);
    }
    all.add(backup(wrong, NOW.plusSeconds(20), true, false));
    Plan plan = new RetentionPolicy(7, 4, 12, DOUALA).plan(inventory(all), now);
    assertThat(plan.prune()).isEmpty();
    assertThat(plan.refusal()).get().asString().contains("Cloud Storage has it since");
  }

  @Test
  void aClockThatJumpsAheadCostsOneBackupOfADayAndNoMore() {
    // Nothing is pruned by age, so 100 years are one more period and not 36,500.
    List<Backup> backups = daily(7);
    Instant ahead = NOW.plus(Duration.ofDays(36_500));
    backups.add(backup(ahead));
    Plan plan = new RetentionPolicy(7, 0, 0, DOUALA).plan(inventory(backups), ahead);
    assertThat(plan.prune()).hasSize(1);
  }

  @Test
  void cleansWhatRunsThatDiedHaveLeftAndNothingElse() {
    Plan plan =
        new RetentionPolicy(7, 4, 12, DOUALA)
            .plan(
                inventory(
                    List.of(backup(NOW)),
                    orphan("2026-02-26T00:00:00Z", true),
                    orphan("2026-02-26T00:00:01Z", false),
                    orphan("2026-02-28T00:00:00Z", true)),
                NOW);
    assertThat(plan.clean()).containsExactly(orphan("2026-02-26T00:00:00Z", true));
  }

  /** One a day at 01:00 in Douala, the newest first. */
  private static List<Backup> daily(int count) {
    List<Backup> backups = new ArrayList<>();
    for (int day = 0; day < count; day++) {
      backups.add(backup(NOW.minus(Duration.ofDays(day))));
    }
    return backups;
  }
}

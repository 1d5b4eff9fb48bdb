package com.maayegue.maintenance.databasebackup;

import com.maayegue.maintenance.databasebackups.Backup;
import com.maayegue.maintenance.databasebackups.BackupCatalog.Inventory;
import com.maayegue.maintenance.databasebackups.BackupCatalog.Orphan;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.TemporalAdjusters;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Which backups of a database stay: the newest of each of the latest days, weeks and months that
 * have one. Periods without a backup do not count, so that a database that seldom changes, or a
 * clock that jumps, costs nothing. Pure: no clock, no storage.
 *
 * @param daily days
 * @param weekly weeks, from Monday
 * @param monthly months
 * @param zone in which days begin
 */
record RetentionPolicy(int daily, int weekly, int monthly, ZoneId zone) {
  /**
   * Nothing younger goes, whatever the settings: no run takes so long, so an object without a
   * manifest that is older belongs to a run that died.
   */
  static final Duration FLOOR = Duration.ofDays(2);

  private static final Duration CLOCK_TOLERANCE = Duration.ofMinutes(15);
  // Longer than any run may take, from its start to the last byte stored.
  private static final Duration LONGEST_RUN = Duration.ofMinutes(75);
  private static final Duration LONGEST_GAP = Duration.ofDays(100);

  /** Decides what goes. */
  Plan plan(Inventory inventory, Instant now) {
    List<Backup> backups = inventory.backups();
    Optional<Backup> newest = inventory.newestProven();
    if (newest.isEmpty()) {
      return Plan.nothing(backups.isEmpty() ? "" : "no backup is proven");
    }
    Set<Backup> kept = new HashSet<>(kept(backups.stream().filter(Backup::proven).toList()));
    kept.addAll(kept(backups));
    kept.add(newest.get());
    Instant young = now.minus(FLOOR);
    List<Backup> prune =
        backups.stream()
            .filter(backup -> !kept.contains(backup))
            .filter(backup -> backup.manifest().takenAt().isBefore(young))
            .sorted(Comparator.comparing(backup -> backup.manifest().takenAt()))
            .toList();
    List<Orphan> clean =
        inventory.orphans().stream()
            .filter(orphan -> orphan.sourceGeneration().isPresent())
            .filter(orphan -> orphan.takenAt().isBefore(young))
            .toList();
    if (prune.isEmpty() && clean.isEmpty()) {
      return Plan.nothing("");
    }
    Optional<String> doubt = doubt(backups, newest.get(), now);
    return doubt.map(Plan::nothing).orElseGet(() -> new Plan(prune, clean, Optional.empty()));
  }

  private static Optional<String> doubt(List<Backup> backups, Backup newest, Instant now) {
    if (!backups.get(0).equals(newest)) {
      return Optional.of("the newest backup, " + backups.get(0).object() + ", is not proven");
    }
    Instant takenAt = newest.manifest().takenAt();
    if (takenAt.isAfter(now.plus(CLOCK_TOLERANCE))) {
      return Optional.of("it is " + now + " here, but the newest backup is of " + takenAt);
    }
    if (Duration.between(takenAt, now).compareTo(LONGEST_GAP) > 0) {
      return Optional.of(
          "it is " + now + " here, and the newest backup is of " + takenAt + ", too long ago");
    }
    Duration storing = Duration.between(takenAt, newest.storedAt());
    if (storing.compareTo(CLOCK_TOLERANCE.negated()) < 0 || storing.compareTo(LONGEST_RUN) > 0) {
      return Optional.of(
          "the newest backup says it is of "
              + takenAt
              + ", but Cloud Storage has it since "
              + newest.storedAt());
    }
    return Optional.empty();
  }

  /** The newest of each period, of backups that are in order, newest first. */
  private Set<Backup> kept(List<Backup> backups) {
    Set<Backup> kept = new HashSet<>();
    kept.addAll(newestOf(backups, daily, day -> day));
    kept.addAll(
        newestOf(
            backups, weekly, day -> day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY))));
    kept.addAll(newestOf(backups, monthly, day -> day.withDayOfMonth(1)));
    return kept;
  }

  private Set<Backup> newestOf(
      List<Backup> backups, int periods, UnaryOperator<LocalDate> beginning) {
    Set<LocalDate> seen = new HashSet<>();
    Set<Backup> newest = new HashSet<>();
    for (Backup backup : backups) {
      LocalDate day = backup.manifest().takenAt().atZone(zone).toLocalDate();
      if (!seen.contains(beginning.apply(day)) && seen.size() < periods) {
        seen.add(beginning.apply(day));
        newest.add(backup);
      }
    }
    return newest;
  }

  /**
   * What goes.
   *
   * @param prune backups, oldest first
   * @param clean objects that runs which died have left
   * @param refusal why nothing goes though something is due, or though nothing can be said
   */
  record Plan(List<Backup> prune, List<Orphan> clean, Optional<String> refusal) {
    private static Plan nothing(String why) {
      return new Plan(List.of(), List.of(), Optional.of(why).filter(reason -> !reason.isEmpty()));
    }
  }
}

package com.maayegue.maintenance.sampledata;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Rows of user_progress, user_statistics and favorites. The plan's progress rows are shared out
 * among the learners, unevenly: some try a lesson, some stay for years. Each has at least one.
 */
final class LearningRows implements AutoCloseable {
  private static final List<String> CONTENT = List.of("lesson", "quiz", "translation", "reading");
  private static final List<String> FAVORITES = List.of("translation", "lesson", "quiz");
  private static final int CONTENT_IDS = 900;

  private final AccountPlan plan;
  private final Rows progress;
  private final Rows statistics;
  private final Rows favorites;
  private long rowsLeft;
  private int learnersLeft;

  LearningRows(Connection connection, DatabasePlan plan, int learners) throws SQLException {
    this.plan = plan.accounts();
    this.rowsLeft = plan.progressRows();
    this.learnersLeft = learners;
    this.progress =
        new Rows(
            connection,
            "user_progress",
            "user_id, content_type, content_id, language_id, status, score, time_spent, attempts,"
                + " completed_at, created_at, updated_at");
    this.statistics =
        new Rows(
            connection,
            "user_statistics",
            "user_id, total_lessons_completed, total_quizzes_completed, total_words_learned,"
                + " total_readings_completed, total_study_time, current_streak, longest_streak,"
                + " last_activity_date, level, experience_points, updated_at");
    this.favorites =
        new Rows(connection, "favorites", "user_id, content_type, content_id, created_at");
  }

  void add(SampleAccount account, AppUser user) throws SQLException {
    if (user.newestProgress().isEmpty()) {
      return;
    }
    Dice dice = Dice.of(plan.seed(), "learning", account.index());
    Instant newest = user.newestProgress().get();
    int rows = share(dice);
    for (int row = 0; row < rows; row++) {
      addProgress(user, row == 0 ? newest : between(user.createdAt(), newest, dice), dice);
    }
    addStatistics(user, newest, rows, dice);
    addFavorites(user, newest, dice);
  }

  private int share(Dice dice) {
    // Three times a square: one on average, and much more for a few.
    double keenness = 3 * Math.pow(dice.unit(), 2);
    long wanted = Math.round(keenness * rowsLeft / learnersLeft);
    long others = learnersLeft - 1L;
    long rows =
        others == 0 ? Math.max(1, rowsLeft) : Math.max(1, Math.min(wanted, rowsLeft - others));
    rowsLeft -= rows;
    learnersLeft--;
    return Math.toIntExact(rows);
  }

  private void addProgress(AppUser user, Instant updated, Dice dice) throws SQLException {
    int state = dice.below(10);
    boolean completed = state < 6;
    Instant threeDaysBefore = updated.minus(Duration.ofDays(3));
    Instant earliest =
        threeDaysBefore.isBefore(user.createdAt()) ? user.createdAt() : threeDaysBefore;
    progress.add(
        user.userId(),
        dice.pick(CONTENT),
        1 + dice.below(CONTENT_IDS),
        dice.pick(Language.ALL).id(),
        completed ? "completed" : (state < 9 ? "in_progress" : "started"),
        completed ? (Object) (dice.below(1001) / 10.0) : null,
        dice.below(1_800),
        1 + dice.below(4),
        completed ? updated : null,
        between(earliest, updated, dice),
        updated);
  }

  private void addStatistics(AppUser user, Instant newest, int rows, Dice dice)
      throws SQLException {
    int streak = dice.below(40);
    statistics.add(
        user.userId(),
        rows / 4,
        rows / 5,
        rows * 3,
        rows / 6,
        rows * 600L,
        newest.isBefore(plan.now().minus(Duration.ofDays(2))) ? 0 : Math.min(streak, 12),
        streak,
        DartDate.day(newest),
        1 + rows / 25,
        rows * 15,
        newest);
  }

  private void addFavorites(AppUser user, Instant newest, Dice dice) throws SQLException {
    Set<String> taken = new HashSet<>();
    for (int i = dice.below(4); i > 0; i--) {
      String type = dice.pick(FAVORITES);
      int id = 1 + dice.below(CONTENT_IDS);
      // The table has each only once.
      if (taken.add(type + id)) {
        favorites.add(user.userId(), type, id, between(user.createdAt(), newest, dice));
      }
    }
  }

  private static Instant between(Instant from, Instant to, Dice dice) {
    return Instant.ofEpochMilli(dice.between(from.toEpochMilli(), to.toEpochMilli()));
  }

  @Override
  public void close() throws SQLException {
    try (progress;
        statistics) {
      favorites.close();
    }
  }
}

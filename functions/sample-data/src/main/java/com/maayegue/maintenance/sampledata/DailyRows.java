package com.maayegue.maintenance.sampledata;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;

/** Rows of daily_limits (of free users) and otp_codes, none later than the user was seen. */
final class DailyRows implements AutoCloseable {
  /** How long a code is good for. */
  static final Duration CODE_LIFE = Duration.ofMinutes(10);

  static final String LIMIT_COLUMNS =
      "user_id, device_id, limit_date, lessons_count, readings_count, quizzes_count, created_at";
  static final String CODE_COLUMNS =
      "user_id, hashed_code, expires_at, attempts, created_at, method";

  private final AccountPlan plan;
  private final Rows limits;
  private final Rows codes;

  DailyRows(Connection connection, AccountPlan plan) throws SQLException {
    this.plan = plan;
    this.limits = new Rows(connection, "daily_limits", LIMIT_COLUMNS);
    this.codes = new Rows(connection, "otp_codes", CODE_COLUMNS);
  }

  void add(SampleAccount account, AppUser user) throws SQLException {
    Dice dice = Dice.of(plan.seed(), "daily", account.index());
    Instant seen = account.lastSeen();
    if (user.subscriptionStatus().equals("free")) {
      Instant day = seen;
      for (int days = dice.below(6); days > 0 && !day.isBefore(user.createdAt()); days--) {
        addLimit(user, day, dice);
        // Whole days, so that no day comes twice.
        day = day.minus(Duration.ofDays(1 + dice.below(14)));
      }
    }
    if (dice.percent(8)) {
      addCode(codes, user.userId(), seen.minus(CODE_LIFE), dice);
    }
  }

  private void addLimit(AppUser user, Instant day, Dice dice) throws SQLException {
    limits.add(
        user.userId(), null, DartDate.day(day), dice.below(4), dice.below(4), dice.below(6), day);
  }

  static void addCode(Rows codes, String userId, Instant created, Dice dice) throws SQLException {
    // One phone writes both dates alike.
    boolean utc = dice.percent(50);
    Instant expires = created.plus(CODE_LIFE);
    codes.add(
        userId,
        "sha256:" + dice.word(43),
        utc ? DartDate.utc(expires) : DartDate.local(expires),
        dice.below(3),
        utc ? DartDate.utc(created) : DartDate.local(created),
        dice.percent(85) ? "email" : "sms");
  }

  @Override
  public void close() throws SQLException {
    try (limits) {
      codes.close();
    }
  }
}

package com.maayegue.maintenance.sampledata;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;

/** The traps of a plan, each in some rows of its own; {@code foreign_keys} has to be off. */
final class TrapRows {
  private TrapRows() {}

  static void write(Connection connection, DatabasePlan plan) throws SQLException {
    long now = plan.accounts().now().toEpochMilli();
    try (Statement statement = connection.createStatement()) {
      for (Trap trap : Trap.values()) {
        if (plan.traps().contains(trap)) {
          statement.executeUpdate(script(trap, now));
        }
      }
    }
  }

  private static String script(Trap trap, long now) {
    return switch (trap) {
      case ORPHAN_ROWS -> orphans(now);
      case TEXT_IN_INTEGER -> texts(now);
      case FUTURE_DATES -> futureDates(now);
      case UNREADABLE_JSON -> unreadableJson(now);
    };
  }

  private static String orphans(long now) {
    return """
        INSERT INTO user_progress (user_id, content_type, content_id, created_at, updated_at) VALUES
          ('trap-gone-1', 'lesson', 1, %1$d, %1$d),
          ('trap-gone-1', 'quiz', 2, %1$d, %1$d),
          ('trap-gone-2', 'lesson', 3, %1$d, %1$d);
        INSERT INTO favorites (user_id, content_type, content_id, created_at) VALUES
          ('trap-gone-2', 'lesson', 3, %1$d);
        INSERT INTO payments (payment_id, user_id, amount, status, created_at, updated_at) VALUES
          ('trap-pay-1', 'trap-gone-1', 2500, 'completed', %1$d, %1$d);
        INSERT INTO subscriptions (subscription_id, user_id, plan_type, start_date, end_date,
            payment_id, created_at, updated_at) VALUES
          ('trap-sub-1', 'trap-gone-1', 'premium', %1$d, %1$d, 'trap-pay-gone', %1$d, %1$d);
        """
        .formatted(now);
  }

  private static String texts(long now) {
    return """
        INSERT INTO users (user_id, email, created_at, updated_at, last_login) VALUES
          ('trap-text-1', 'text1@example.com', '%2$s', %1$d, '%2$s'),
          ('trap-text-2', 'text2@example.com', %1$d, %1$d, 'hier');
        INSERT INTO user_progress (user_id, content_type, content_id, time_spent, created_at,
            updated_at) VALUES
          ('trap-text-1', 'lesson', 1, 'dix minutes', %1$d, '%2$s');
        """
        .formatted(now, DartDate.utc(Instant.ofEpochMilli(now)));
  }

  private static String futureDates(long now) {
    return """
        INSERT INTO users (user_id, email, created_at, updated_at, last_login) VALUES
          ('trap-future-1', 'future1@example.com', %2$d, %2$d, %2$d);
        INSERT INTO user_progress (user_id, content_type, content_id, created_at, updated_at) VALUES
          ('trap-future-1', 'lesson', 1, %1$d, %2$d);
        INSERT INTO otp_codes (user_id, hashed_code, expires_at, created_at) VALUES
          ('trap-future-1', 'x', '%3$s', '%3$s');
        """
        .formatted(now, later(now).toEpochMilli(), DartDate.local(later(now)));
  }

  private static String unreadableJson(long now) {
    return """
        INSERT INTO users (user_id, email, created_at, updated_at, permissions, profile_data) VALUES
          ('trap-json-1', 'json1@example.com', %1$d, %1$d, '[\"users.write\"', '{languageId: EWO}');
        INSERT INTO admin_logs (action, details, timestamp) VALUES
          ('role_change', '{\"reason\":', '%2$s');
        """
        .formatted(now, DartDate.utc(Instant.ofEpochMilli(now)));
  }

  private static Instant later(long now) {
    return Instant.ofEpochMilli(now).plus(Duration.ofDays(3 * 365));
  }
}

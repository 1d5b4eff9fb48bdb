package com.maayegue.maintenance.databasemaintenance.checkup;

import com.maayegue.maintenance.stagedsqlite.DatabaseSchema;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** What the app's own schema promises, by version. */
public final class AppSchema {
  /** The versions of {@code app_metadata.db_version} that this release knows. */
  public static final List<Integer> VERSIONS = List.of(2, 3, 4);

  // name, table, columns: what the app creates on a phone.
  private static final List<ExpectedIndex> INDEXES =
      List.of(
          index(2, "idx_users_firebase_uid", "users", "firebase_uid"),
          index(2, "idx_users_role", "users", "role"),
          index(2, "idx_users_email", "users", "email"),
          index(2, "idx_daily_limits_date", "daily_limits", "limit_date"),
          index(2, "idx_daily_limits_device", "daily_limits", "device_id"),
          index(2, "idx_user_progress_user", "user_progress", "user_id"),
          index(2, "idx_user_progress_content", "user_progress", "content_type", "content_id"),
          index(2, "idx_user_statistics_user", "user_statistics", "user_id"),
          index(2, "idx_quizzes_language", "quizzes", "language_id"),
          index(2, "idx_quizzes_creator", "quizzes", "creator_id"),
          index(2, "idx_quiz_questions_quiz", "quiz_questions", "quiz_id"),
          index(2, "idx_user_content_creator", "user_created_content", "creator_id"),
          index(2, "idx_user_content_type", "user_created_content", "content_type"),
          index(2, "idx_favorites_user", "favorites", "user_id"),
          index(2, "idx_otp_codes_user", "otp_codes", "user_id"),
          index(2, "idx_otp_codes_expires", "otp_codes", "expires_at"),
          index(2, "idx_admin_logs_user", "admin_logs", "user_id"),
          index(2, "idx_admin_logs_admin", "admin_logs", "admin_id"),
          index(2, "idx_admin_logs_timestamp", "admin_logs", "timestamp"),
          index(2, "idx_payments_user", "payments", "user_id"),
          index(2, "idx_payments_status", "payments", "status"),
          index(2, "idx_subscriptions_user", "subscriptions", "user_id"),
          index(2, "idx_subscriptions_status", "subscriptions", "status"),
          index(2, "idx_newsletter_email", "newsletter_subscriptions", "email"),
          index(2, "idx_newsletter_active", "newsletter_subscriptions", "is_active"),
          index(3, "idx_users_phone", "users", "phone_number"),
          index(4, "idx_user_achievements_user", "user_achievements", "user_id"));

  private AppSchema() {}

  /** The version of a database, if this release knows it. */
  public static Optional<Integer> version(Connection connection) throws SQLException {
    return DatabaseSchema.version(connection)
        .filter(text -> text.matches("[0-9]{1,4}"))
        .map(Integer::valueOf)
        .filter(VERSIONS::contains);
  }

  /** The indexes that the app creates in a version. */
  static List<ExpectedIndex> indexes(int version) {
    return INDEXES.stream().filter(index -> index.since() <= version).toList();
  }

  private static ExpectedIndex index(int since, String name, String table, String... columns) {
    return new ExpectedIndex(since, name, table, List.of(columns));
  }

  /**
   * An index that the app creates.
   *
   * @param since the version from which on it does
   */
  record ExpectedIndex(int since, String name, String table, List<String> columns) {}
}

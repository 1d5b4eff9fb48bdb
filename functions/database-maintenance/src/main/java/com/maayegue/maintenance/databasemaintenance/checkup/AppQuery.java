package com.maayegue.maintenance.databasemaintenance.checkup;

import static com.maayegue.maintenance.stagedsqlite.DatabaseSchema.quoted;

import com.maayegue.maintenance.stagedsqlite.DatabaseSchema;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A query that the app makes all day, for which it made an index.
 *
 * @param columns by which rows are found, or put in order; the first has to begin an index
 * @param arguments columns of the same table, a row of which gives the arguments
 */
public record AppQuery(
    String name, String table, List<String> columns, List<String> arguments, String sql) {
  private static final int REPETITIONS = 5;
  private static final int MOST_ROWS = 10_000;

  /** All that are known. */
  static final List<AppQuery> ALL =
      List.of(
          by("sign-in", "users", "firebase_uid"),
          by("user-by-email", "users", "email"),
          new AppQuery(
              "progress-of-user",
              "user_progress",
              List.of("user_id"),
              List.of("user_id"),
              "SELECT * FROM user_progress WHERE user_id = ? ORDER BY updated_at DESC LIMIT 50"),
          new AppQuery(
              "progress-of-content",
              "user_progress",
              List.of("content_type", "content_id"),
              List.of("content_type", "content_id"),
              "SELECT count(*), avg(score) FROM user_progress WHERE content_type = ? AND content_id = ?"),
          by("statistics-of-user", "user_statistics", "user_id"),
          by("limits-of-user", "daily_limits", "user_id", "limit_date"),
          by("limits-of-device", "daily_limits", "device_id", "limit_date"),
          by("codes-of-user", "otp_codes", "user_id"),
          by("favorites-of-user", "favorites", "user_id"),
          by("quizzes-of-language", "quizzes", "language_id"),
          by("questions-of-quiz", "quiz_questions", "quiz_id"),
          by("content-of-teacher", "user_created_content", "creator_id"),
          new AppQuery(
              "published-content",
              "user_created_content",
              List.of("content_type"),
              List.of("content_type"),
              "SELECT content_id, title FROM user_created_content WHERE content_type = ? AND status = 'published'"
                  + " ORDER BY created_at DESC LIMIT 20"),
          by("payments-of-user", "payments", "user_id"),
          new AppQuery(
              "pending-payments",
              "payments",
              List.of("status"),
              List.of(),
              "SELECT payment_id, created_at FROM payments WHERE status = 'pending'"),
          by("subscriptions-of-user", "subscriptions", "user_id"),
          new AppQuery(
              "newest-admin-logs",
              "admin_logs",
              List.of("timestamp"),
              List.of(),
              "SELECT * FROM admin_logs ORDER BY timestamp DESC LIMIT 50"),
          by("newsletter-by-email", "newsletter_subscriptions", "email"));

  private static AppQuery by(String name, String table, String... columns) {
    List<String> all = List.of(columns);
    String where = String.join(" = ? AND ", all) + " = ?";
    return new AppQuery(name, table, all, all, "SELECT * FROM " + table + " WHERE " + where);
  }

  /** Those that a database can answer. */
  public static List<AppQuery> of(Connection connection) throws SQLException {
    List<AppQuery> fitting = new ArrayList<>();
    for (AppQuery query : ALL) {
      if (query.fits(connection)) {
        fitting.add(query);
      }
    }
    return List.copyOf(fitting);
  }

  /** Whether the table and columns are there. */
  boolean fits(Connection connection) throws SQLException {
    if (!DatabaseSchema.columns(connection, table).containsAll(columns)) {
      return false;
    }
    try (PreparedStatement query = connection.prepareStatement(sql)) {
      return query != null;
    } catch (SQLException otherColumnsMissing) {
      return false;
    }
  }

  /** Whether SQLite reads the whole table for it. */
  boolean readsAll(Connection connection) throws SQLException {
    return plan(connection).stream()
        .anyMatch(step -> step.startsWith("SCAN " + table) && !step.contains(" USING "));
  }

  /** How SQLite goes about it. */
  public List<String> plan(Connection connection) throws SQLException {
    List<String> steps = new ArrayList<>();
    try (PreparedStatement query = connection.prepareStatement("EXPLAIN QUERY PLAN " + sql);
        ResultSet rows = query.executeQuery()) {
      while (rows.next()) {
        steps.add(rows.getString("detail"));
      }
    }
    return steps;
  }

  /** Arguments out of the middle of the table; never written anywhere. */
  public Optional<List<Object>> sample(Connection connection) throws SQLException {
    if (arguments.isEmpty()) {
      return Optional.of(List.of());
    }
    String names = String.join(", ", arguments);
    String given = String.join(" IS NOT NULL AND ", arguments) + " IS NOT NULL";
    String sample =
        "SELECT %1$s FROM %2$s WHERE rowid >= (SELECT max(rowid) / 2 FROM %2$s) AND %3$s ORDER BY rowid LIMIT 1"
            .formatted(names, quoted(table), given);
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sample)) {
      if (!row.next()) {
        return Optional.empty();
      }
      List<Object> values = new ArrayList<>();
      for (int i = 1; i <= arguments.size(); i++) {
        values.add(row.getObject(i));
      }
      return Optional.of(values);
    }
  }

  /** The median of five runs, in microseconds; of at most 10,000 rows. */
  public long micros(Connection connection, List<Object> values) throws SQLException {
    long[] taken = new long[REPETITIONS];
    try (PreparedStatement query = connection.prepareStatement(sql)) {
      for (int run = 0; run < REPETITIONS; run++) {
        long start = System.nanoTime();
        for (int i = 0; i < values.size(); i++) {
          query.setObject(i + 1, values.get(i));
        }
        try (ResultSet rows = query.executeQuery()) {
          for (int row = 0; row < MOST_ROWS && rows.next(); row++) {
            rows.getObject(1);
          }
        }
        taken[run] = (System.nanoTime() - start) / 1_000;
      }
    }
    Arrays.sort(taken);
    return taken[REPETITIONS / 2];
  }
}

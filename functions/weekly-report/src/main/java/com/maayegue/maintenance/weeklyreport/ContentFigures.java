package com.maayegue.maintenance.weeklyreport;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** What people created, and what was moderated, of the admins' log. */
final class ContentFigures {
  static final Map<String, Set<String>> NEEDS =
      new TreeMap<>(
          Map.of(
              "user_created_content", Set.of("content_type", "status", "created_at"),
              "quizzes", Set.of("is_official", "created_at"),
              "admin_logs", Set.of("action", "timestamp")));
  private static final List<String> TYPES = List.of("lesson", "quiz", "translation", "reading");

  private ContentFigures() {}

  static Section read(Connection connection, Windows windows, ZoneId zone) throws SQLException {
    if (DatabaseFigures.isEmpty(connection, "user_created_content")
        && DatabaseFigures.isEmpty(connection, "quizzes")
        && DatabaseFigures.isEmpty(connection, "admin_logs")) {
      return DatabaseFigures.empty("content", "user_created_content");
    }
    Tally tally = new Tally();
    Map<String, Long> leftOut = new TreeMap<>();
    long waiting = created(connection, windows, tally);
    quizzes(connection, windows, tally);
    moderated(connection, windows, zone, tally, leftOut);
    List<Figure> figures = new ArrayList<>();
    figures.add(tally.count("content.new"));
    TYPES.forEach(type -> figures.add(tally.count("content.new." + type)));
    figures.add(tally.count("content.quizzes"));
    figures.add(tally.count("content.moderated"));
    figures.add(Figure.ofNow("content.waiting", Figure.COUNT_UNIT, (double) waiting));
    return new Section("content", null, figures, List.of(), DatabaseFigures.notes(leftOut));
  }

  /** Returns how many are drafts. */
  private static long created(Connection connection, Windows windows, Tally tally)
      throws SQLException {
    String sql =
        "SELECT "
            + windows.index("created_at")
            + ", content_type, status IS 'draft', count(*) FROM user_created_content"
            + " WHERE content_type IN ('lesson','quiz','translation','reading') GROUP BY 1, 2, 3";
    long waiting = 0;
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        tally.add("content.new", rows.getInt(1), rows.getLong(4));
        tally.add("content.new." + rows.getString(2), rows.getInt(1), rows.getLong(4));
        waiting += rows.getBoolean(3) ? rows.getLong(4) : 0;
      }
    }
    return waiting;
  }

  private static void quizzes(Connection connection, Windows windows, Tally tally)
      throws SQLException {
    String sql = "SELECT " + windows.index("created_at") + ", count(*) FROM quizzes GROUP BY 1";
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        tally.add("content.quizzes", rows.getInt(1), rows.getLong(2));
      }
    }
  }

  private static void moderated(
      Connection connection, Windows windows, ZoneId zone, Tally tally, Map<String, Long> leftOut)
      throws SQLException {
    String sql =
        "SELECT substr(timestamp, 1, 40) FROM admin_logs WHERE action = 'content_moderate'";
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        Optional<Instant> at = instant(rows.getString(1), zone);
        int week = at.map(windows::index).orElse(Windows.UNREADABLE);
        tally.add("content.moderated", week, 1);
        if (week >= Windows.FUTURE) {
          leftOut.merge("note.logDates", 1L, Long::sum);
        }
      }
    }
  }

  /** A time as Dart writes it: with a zone, or of {@code zone}. */
  static Optional<Instant> instant(String text, ZoneId zone) {
    try {
      return Optional.of(OffsetDateTime.parse(String.valueOf(text)).toInstant());
    } catch (DateTimeException withoutZone) {
      try {
        return Optional.of(LocalDateTime.parse(String.valueOf(text)).atZone(zone).toInstant());
      } catch (DateTimeException unreadable) {
        return Optional.empty();
      }
    }
  }
}

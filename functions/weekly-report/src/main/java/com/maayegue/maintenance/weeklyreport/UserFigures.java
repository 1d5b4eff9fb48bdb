package com.maayegue.maintenance.weeklyreport;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Accounts: how many there were at the end of each week, of those that are still there, by today's
 * role; and how many are new.
 */
final class UserFigures {
  static final Map<String, Set<String>> NEEDS =
      Map.of("users", Set.of("user_id", "role", "created_at", "is_active"));
  private static final List<String> ROLES = List.of("guest", "student", "teacher", "admin");
  private static final String OTHER = "other";

  private UserFigures() {}

  /**
   * Reads the table once.
   *
   * @param active users who learned, by week; null if that is not known
   */
  static Section read(Connection connection, Windows windows, double[] active) throws SQLException {
    if (DatabaseFigures.isEmpty(connection, "users")) {
      return DatabaseFigures.empty("users", "users");
    }
    String sql =
        "SELECT "
            + windows.index("created_at")
            + ", CASE WHEN role IN ('guest','student','teacher','admin') THEN role ELSE 'other'"
            + " END, is_active IS 0, count(*) FROM users GROUP BY 1, 2, 3";
    Tally tally = new Tally();
    long deactivated = 0;
    long withoutDate = 0;
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        int week = rows.getInt(1);
        long users = rows.getLong(4);
        deactivated += rows.getBoolean(3) && week < Windows.FUTURE ? users : 0;
        withoutDate += week >= Windows.FUTURE ? users : 0;
        tally.add("users.new", week, users);
        for (int each = Math.max(0, week); each < Windows.COUNT && week < Windows.LATER; each++) {
          tally.add("users.total", each, users);
          tally.add("users.role." + rows.getString(2), each, users);
        }
      }
    }
    return section(tally, active, deactivated, withoutDate);
  }

  private static Section section(Tally tally, double[] active, long deactivated, long withoutDate) {
    List<Figure> figures = new ArrayList<>();
    figures.add(tally.count("users.total"));
    figures.add(tally.count("users.new"));
    if (active != null) {
      figures.add(Figure.of("users.active", Figure.COUNT_UNIT, active));
    }
    figures.add(Figure.ofNow("users.deactivated", Figure.COUNT_UNIT, (double) deactivated));
    for (String role : ROLES) {
      figures.add(tally.count("users.role." + role));
    }
    if (tally.of("users.role." + OTHER)[Windows.REPORTED] > 0) {
      figures.add(tally.count("users.role." + OTHER));
    }
    return new Section(
        "users",
        null,
        figures,
        List.of(),
        DatabaseFigures.notes(new TreeMap<>(Map.of("note.usersWithoutDate", withoutDate))));
  }
}

package com.maayegue.maintenance.weeklyreport;

import com.maayegue.maintenance.weeklyreport.Section.Cell;
import com.maayegue.maintenance.weeklyreport.Section.Table;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The ten with the most experience points, of accounts that are not deactivated. */
final class TopUsers {
  static final Map<String, Set<String>> NEEDS =
      new TreeMap<>(
          Map.of(
              "users", Set.of("user_id", "display_name", "is_active"),
              "user_statistics",
                  Set.of("user_id", "experience_points", "level", "current_streak")));
  private static final int LONGEST_NAME = 40;
  private static final String SQL =
      "SELECT s.user_id, substr(u.display_name, 1, 200), s.experience_points, s.level,"
          + " s.current_streak FROM user_statistics s JOIN users u ON u.user_id = s.user_id"
          + " WHERE typeof(s.experience_points) = 'integer' AND u.is_active IS NOT 0"
          + " ORDER BY s.experience_points DESC, s.user_id LIMIT 10";

  private TopUsers() {}

  /**
   * Reads them.
   *
   * @param completed what each user completed in the week
   */
  static Section read(Connection connection, Map<String, Integer> completed) throws SQLException {
    List<List<Cell>> users = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(SQL)) {
      while (rows.next()) {
        users.add(
            List.of(
                name(rows.getString(2)),
                Cell.count(rows.getLong(3)),
                Cell.count(rows.getLong(4)),
                Cell.count(rows.getLong(5)),
                Cell.count(completed.getOrDefault(rows.getString(1), 0))));
      }
    }
    if (users.isEmpty()) {
      return DatabaseFigures.empty("top", "user_statistics");
    }
    List<String> columns =
        List.of("top.name", "top.points", "top.level", "top.streak", "top.completed");
    return new Section(
        "top", null, List.of(), List.of(new Table("top.table", columns, users)), List.of());
  }

  /** A name without what would change the text around it. */
  private static Cell name(String text) {
    String clean =
        text == null
            ? ""
            : text.replaceAll("[\\p{Cntrl}\\p{Cf}\\p{Co}\\p{Cs}&&[^\\x{200d}]]+", " ");
    return clean.isBlank()
        ? Cell.word("top.noName")
        : Cell.text(Figure.bounded(clean, LONGEST_NAME));
  }
}

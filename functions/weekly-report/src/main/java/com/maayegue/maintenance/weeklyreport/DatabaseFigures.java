package com.maayegue.maintenance.weeklyreport;

import com.maayegue.maintenance.stagedsqlite.DatabaseSchema;
import com.maayegue.maintenance.weeklyreport.Section.Note;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The sections that the app's database is the source of. Each table is read once. A section whose
 * tables, columns or rows are not there is left out, with the reason. Only reads.
 */
final class DatabaseFigures {
  /** In the order of the report. */
  static final List<String> SECTIONS = List.of("users", "learning", "revenue", "content", "top");

  private final Connection connection;
  private final Windows windows;
  private final ZoneId zone;

  /** Times without a zone are of {@code zone}. */
  DatabaseFigures(Connection connection, Windows windows, ZoneId zone) {
    this.connection = connection;
    this.windows = windows;
    this.zone = zone;
  }

  List<Section> read() throws SQLException {
    LearningFigures learning = new LearningFigures(windows);
    Section learned = guarded("learning", LearningFigures.NEEDS, () -> learning.read(connection));
    double[] active = learned.leftOut() == null ? learning.active() : null;
    List<Section> sections = new ArrayList<>();
    sections.add(
        guarded("users", UserFigures.NEEDS, () -> UserFigures.read(connection, windows, active)));
    sections.add(learned);
    sections.add(
        guarded("revenue", MoneyFigures.NEEDS, () -> MoneyFigures.read(connection, windows)));
    sections.add(
        guarded(
            "content", ContentFigures.NEEDS, () -> ContentFigures.read(connection, windows, zone)));
    sections.add(
        guarded("top", TopUsers.NEEDS, () -> TopUsers.read(connection, learning.completed())));
    return sections;
  }

  private Section guarded(String id, Map<String, Set<String>> needs, Reading reading)
      throws SQLException {
    for (Map.Entry<String, Set<String>> table : needs.entrySet()) {
      Set<String> there = DatabaseSchema.columns(connection, table.getKey());
      if (there.isEmpty()) {
        return Section.leftOut(id, Note.of("leftOut.noTable", table.getKey()));
      }
      for (String column : table.getValue()) {
        if (!there.contains(column)) {
          return Section.leftOut(id, Note.of("leftOut.noColumn", table.getKey() + "." + column));
        }
      }
    }
    return reading.read();
  }

  /** The section of a table that has no row: zeros would say that something was measured. */
  static Section empty(String id, String table) {
    return Section.leftOut(id, Note.of("leftOut.empty", table));
  }

  static boolean isEmpty(Connection connection, String table) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT 1 FROM " + table + " LIMIT 1")) {
      return !rows.next();
    }
  }

  /** Notes of rows that were left out, those that there are. */
  static List<Note> notes(Map<String, Long> leftOut) {
    List<Note> notes = new ArrayList<>();
    leftOut.forEach(
        (code, rows) -> {
          if (rows > 0) {
            notes.add(Note.of(code, Long.toString(rows)));
          }
        });
    return notes;
  }

  private interface Reading {
    Section read() throws SQLException;
  }
}

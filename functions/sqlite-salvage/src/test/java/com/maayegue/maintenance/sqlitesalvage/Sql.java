package com.maayegue.maintenance.sqlitesalvage;

import static com.maayegue.maintenance.stagedsqlite.DatabaseSchema.quoted;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Plain SQL on a file, with foreign keys off as SQLite has them. */
final class Sql {
  private Sql() {}

  static void run(Path file, String... statements) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.executeUpdate(sql);
      }
    }
  }

  /** The first column of all rows. */
  static List<String> texts(Path file, String sql) throws SQLException {
    List<String> texts = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        texts.add(rows.getString(1));
      }
    }
    return texts;
  }

  static List<String> tables(Path file) throws SQLException {
    return texts(
        file,
        "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND wr = 0"
            + " AND name NOT LIKE 'sqlite_%' ORDER BY name");
  }

  /** Every row with its types, by its rowid. */
  static SortedMap<Long, String> rows(Path file, String table) throws SQLException {
    List<String> columns =
        texts(file, "SELECT name FROM pragma_table_xinfo(" + literal(table) + ")");
    String all =
        columns.stream()
            .map(name -> "quote(" + quoted(name) + ")")
            .collect(Collectors.joining(" || ', ' || "));
    SortedMap<Long, String> rows = new TreeMap<>();
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement();
        ResultSet found =
            statement.executeQuery("SELECT rowid, " + all + " FROM " + quoted(table))) {
      while (found.next()) {
        rows.put(found.getLong(1), found.getString(2));
      }
    }
    return rows;
  }

  /** All that a database says of itself, in order. */
  static List<String> schema(Path file) throws SQLException {
    return texts(
        file,
        "SELECT type || ' ' || name || ' ' || coalesce(sql, '') FROM sqlite_schema ORDER BY 1");
  }

  static String literal(String text) {
    return "'" + text.replace("'", "''") + "'";
  }
}

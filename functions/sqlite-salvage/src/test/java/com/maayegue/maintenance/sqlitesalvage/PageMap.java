package com.maayegue.maintenance.sqlitesalvage;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Which row of an intact database is on which pages, as SQLite's own {@code dbstat} tells. */
final class PageMap {
  private final Map<String, Map<Long, Set<Integer>>> pagesOfRows = new TreeMap<>();
  private final Map<String, Set<Integer>> pagesOfTrees = new HashMap<>();

  PageMap(Path file) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      for (String table : Sql.tables(file)) {
        List<Long> rowids = new ArrayList<>(Sql.rows(file, table).keySet());
        pagesOfRows.put(table, rows(statement, table, rowids));
      }
      try (ResultSet all = statement.executeQuery("SELECT name, pageno FROM dbstat")) {
        while (all.next()) {
          pagesOfTrees.computeIfAbsent(all.getString(1), any -> new HashSet<>()).add(all.getInt(2));
        }
      }
    }
  }

  private static Map<Long, Set<Integer>> rows(Statement statement, String table, List<Long> rowids)
      throws SQLException {
    Map<String, Long> byCell = new HashMap<>();
    Map<Long, Set<Integer>> pages = new HashMap<>();
    int next = 0;
    String leaves =
        "SELECT path, pageno, ncell FROM dbstat WHERE name = %s AND pagetype = 'leaf' ORDER BY path";
    try (ResultSet rows = statement.executeQuery(leaves.formatted(Sql.literal(table)))) {
      while (rows.next()) {
        for (int cell = 0; cell < rows.getInt(3); cell++) {
          long rowid = rowids.get(next++);
          byCell.put(rows.getString(1) + "%03x".formatted(cell), rowid);
          pages.computeIfAbsent(rowid, any -> new HashSet<>()).add(rows.getInt(2));
        }
      }
    }
    String overflow = "SELECT path, pageno FROM dbstat WHERE name = %s AND pagetype = 'overflow'";
    try (ResultSet rows = statement.executeQuery(overflow.formatted(Sql.literal(table)))) {
      while (rows.next()) {
        String cell = rows.getString(1).replaceFirst("\\+.*", "");
        pages.get(byCell.get(cell)).add(rows.getInt(2));
      }
    }
    return pages;
  }

  /** The pages that have a part of a row. */
  Map<Long, Set<Integer>> pagesOfRows(String table) {
    return pagesOfRows.get(table);
  }

  /** All pages of a table or an index. */
  Set<Integer> pagesOf(String tree) {
    return pagesOfTrees.getOrDefault(tree, Set.of());
  }
}

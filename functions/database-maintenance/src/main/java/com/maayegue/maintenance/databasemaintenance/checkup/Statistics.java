package com.maayegue.maintenance.databasemaintenance.checkup;

import com.maayegue.maintenance.stagedsqlite.DatabaseChecks;
import com.maayegue.maintenance.stagedsqlite.Steps;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is in a database, and what it takes.
 *
 * @param bytes of the file
 * @param freePages that hold nothing
 */
public record Statistics(long bytes, long pages, long freePages, List<Table> tables) {
  private static final String INDEXES =
      "SELECT tbl_name, count(*) FROM sqlite_schema WHERE type = 'index' GROUP BY tbl_name";

  // https://www.sqlite.org/dbstat.html: aggregated, it looks at each page once.
  private static final String SIZES =
      "SELECT s.tbl_name, sum(d.pgsize) FROM dbstat d JOIN sqlite_schema s ON s.name = d.name"
          + " WHERE d.aggregate = 1 GROUP BY s.tbl_name";

  /** Copies the tables. */
  public Statistics {
    tables = List.copyOf(tables);
  }

  /** Reads them; each page once, and the smallest index of each table. */
  public static Statistics of(Connection connection, Steps steps, String database)
      throws SQLException {
    Map<String, Long> indexes = numbers(connection, INDEXES);
    Map<String, Long> sizes =
        steps.sql(database + ": dbstat", connection, () -> numbers(connection, SIZES));
    List<Table> tables = new ArrayList<>();
    DatabaseChecks.rows(connection, steps, database)
        .forEach(
            (name, rows) ->
                tables.add(
                    new Table(
                        name,
                        rows,
                        indexes.getOrDefault(name, 0L).intValue(),
                        sizes.getOrDefault(name, 0L))));
    long pages = pragma(connection, "page_count");
    return new Statistics(
        pages * pragma(connection, "page_size"),
        pages,
        pragma(connection, "freelist_count"),
        tables);
  }

  /** Rows of all tables. */
  public long rows() {
    return tables.stream().mapToLong(table -> Math.max(0, table.rows())).sum();
  }

  /** The rows of each table. */
  public Map<String, Long> rowsByTable() {
    Map<String, Long> rows = new TreeMap<>();
    tables.forEach(table -> rows.put(table.name(), table.rows()));
    return rows;
  }

  private static Map<String, Long> numbers(Connection connection, String sql) throws SQLException {
    Map<String, Long> numbers = new HashMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      while (row.next()) {
        numbers.put(row.getString(1), row.getLong(2));
      }
    }
    return numbers;
  }

  private static long pragma(Connection connection, String name) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("PRAGMA " + name)) {
      return row.getLong(1);
    }
  }

  /**
   * A table.
   *
   * @param rows -1 where they cannot be counted
   * @param indexes how many it has
   * @param bytes with its indexes
   */
  public record Table(String name, long rows, int indexes, long bytes) {}
}

package com.maayegue.maintenance.stagedsqlite;

import static com.maayegue.maintenance.stagedsqlite.DatabaseSchema.quoted;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.sqlite.SQLiteErrorCode;

/** What can be said of a whole database, in steps that may be long. Changes nothing. */
public final class DatabaseChecks {
  /** In place of a count: the table cannot be read here, such as one of an unknown module. */
  public static final long UNCOUNTED = -1;

  private static final String TABLES =
      "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'";

  private DatabaseChecks() {}

  /** What {@code integrity_check} finds, the first few; empty if the database is intact. */
  public static List<String> damage(Connection connection, Steps steps, String database)
      throws SQLException {
    return steps.sql(
        database + ": integrity_check", connection, () -> DatabaseFile.damage(connection));
  }

  /**
   * What {@code quick_check} finds: a third of the work of {@link #damage}, as it does not compare
   * indexes with their tables.
   */
  public static List<String> quickDamage(Connection connection, Steps steps, String database)
      throws SQLException {
    return steps.sql(
        database + ": quick_check", connection, () -> DatabaseFile.quickDamage(connection));
  }

  /** Rows of each table, virtual ones included, or {@link #UNCOUNTED}; not SQLite's own tables. */
  public static SortedMap<String, Long> rows(Connection connection, Steps steps, String database)
      throws SQLException {
    SortedMap<String, Long> rows = new TreeMap<>();
    for (String table : tables(connection)) {
      String count = "SELECT count(*) FROM " + quoted(table);
      rows.put(
          table,
          steps.sql(
              database + ": rows of " + table, connection, () -> number(connection, count, true)));
    }
    return rows;
  }

  /**
   * Rows of each table that break a foreign key, tables without any left out; {@link #UNCOUNTED}
   * where the key itself is wrong, as its parent is not unique.
   */
  public static SortedMap<String, Long> foreignKeyViolations(
      Connection connection, Steps steps, String database) throws SQLException {
    SortedMap<String, Long> violations = new TreeMap<>();
    for (String table : tables(connection)) {
      String check = "PRAGMA foreign_key_check(" + quoted(table) + ")";
      long found =
          steps.sql(
              database + ": foreign_key_check of " + table,
              connection,
              () -> number(connection, check, false));
      if (found != 0) {
        violations.put(table, found);
      }
    }
    return violations;
  }

  /** The names of all tables, SQLite's own left out. */
  public static List<String> tables(Connection connection) throws SQLException {
    List<String> names = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(TABLES)) {
      while (rows.next()) {
        names.add(rows.getString(1));
      }
    }
    return names;
  }

  /** What the first row says, or how many rows there are. */
  private static long number(Connection connection, String sql, boolean first) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      if (first) {
        return rows.getLong(1);
      }
      long count = 0;
      while (rows.next()) {
        count++;
      }
      return count;
    } catch (SQLException unreadable) {
      if (unreadable.getErrorCode() == SQLiteErrorCode.SQLITE_ERROR.code) {
        return UNCOUNTED;
      }
      throw unreadable;
    }
  }
}

package com.maayegue.maintenance.databaserestore;

import static com.maayegue.maintenance.stagedsqlite.DatabaseSchema.quoted;

import com.google.gson.JsonArray;
import com.maayegue.maintenance.stagedsqlite.DatabaseFile;
import com.maayegue.maintenance.stagedsqlite.DatabaseSchema;
import com.maayegue.maintenance.stagedsqlite.Steps;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Replaces named tables of an open database by those of a backup, in one transaction: all of them
 * or none. No cascade and no trigger touches another table. If a row would lose its parent by it,
 * nothing is changed.
 */
final class TablesRestore {
  private static final int MOST_SAMPLES = 10;

  private TablesRestore() {}

  /**
   * Restores.
   *
   * @param target the database, changed in place
   * @param backup an intact database
   * @return what became of each table
   * @throws Refusal if a table is not in the backup or cannot be restored alone, or foreign keys
   *     would break
   */
  static JsonArray run(Path target, Path backup, List<String> tables, Steps steps)
      throws SQLException {
    try (Connection connection = DatabaseFile.open(target);
        Connection theirs = DatabaseFile.openUnchanged(backup, 1 << 24)) {
      execute(connection, "PRAGMA foreign_keys = OFF");
      execute(connection, "PRAGMA synchronous = OFF");
      attach(connection, backup);
      return steps.sql("restore of tables", connection, () -> replace(connection, theirs, tables));
    }
  }

  private static JsonArray replace(Connection connection, Connection theirs, List<String> tables)
      throws SQLException {
    List<String> before = violations(connection);
    connection.setAutoCommit(false);
    JsonArray report = new JsonArray();
    for (String table : tables) {
      report.add(new TableRestore(connection, theirs, table).run());
    }
    List<String> broken = violations(connection);
    broken.removeAll(new HashSet<>(before));
    if (!broken.isEmpty()) {
      connection.rollback();
      throw new Refusal(
          409,
          "foreign-keys",
          "foreign keys would break: restore the parents' tables too, or the whole database",
          broken.subList(0, Math.min(MOST_SAMPLES, broken.size())));
    }
    connection.commit();
    connection.setAutoCommit(true);
    execute(connection, "DETACH backup");
    execute(connection, "PRAGMA wal_checkpoint(TRUNCATE)");
    return report;
  }

  /** Rows whose parent is missing, a line each. */
  private static List<String> violations(Connection connection) throws SQLException {
    List<String> violations = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("PRAGMA main.foreign_key_check")) {
      while (rows.next()) {
        violations.add(
            "%s, rowid %s: no parent in %s (key %s)"
                .formatted(
                    rows.getString(1), rows.getString(2), rows.getString(3), rows.getString(4)));
      }
    }
    return violations;
  }

  /**
   * Whether two databases have the same rows in the tables that are named, where both have them.
   */
  static boolean same(Path one, Path other, Set<String> tables) throws SQLException {
    try (Connection connection = DatabaseFile.open(one)) {
      attach(connection, other);
      for (String table : tables) {
        if (!same(connection, table)) {
          return false;
        }
      }
      return true;
    }
  }

  private static boolean same(Connection connection, String table) throws SQLException {
    String found =
        "SELECT count(*), min(sql), max(sql) FROM (SELECT sql FROM main.sqlite_schema WHERE lower(name) = lower(?1)"
            + " UNION ALL SELECT sql FROM backup.sqlite_schema WHERE lower(name) = lower(?1))";
    try (PreparedStatement query = connection.prepareStatement(found)) {
      query.setString(1, table);
      try (ResultSet row = query.executeQuery()) {
        if (row.getInt(1) == 0) {
          return true;
        }
        if (row.getInt(1) != 2 || !row.getString(2).equals(row.getString(3))) {
          return false;
        }
      }
    }
    String live = countedRows(connection, "main", table);
    String kept = countedRows(connection, "backup", table);
    String differences =
        "SELECT EXISTS (%1$s EXCEPT %2$s) OR EXISTS (%2$s EXCEPT %1$s)".formatted(live, kept);
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(differences)) {
      return row.getInt(1) == 0;
    }
  }

  /** By quote(), as a collation, or 1 beside 1.0, would make two values one; and how often. */
  private static String countedRows(Connection connection, String schema, String table)
      throws SQLException {
    String values =
        DatabaseSchema.columns(connection, table).stream()
            .map(column -> "quote(" + quoted(column) + ")")
            .collect(Collectors.joining(", "));
    String from = schema + "." + quoted(table);
    return "SELECT " + values + ", count(*) FROM " + from + " GROUP BY " + values;
  }

  private static void attach(Connection connection, Path file) throws SQLException {
    try (PreparedStatement attach = connection.prepareStatement("ATTACH ? AS backup")) {
      attach.setString(1, file.toAbsolutePath().toString());
      attach.execute();
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}

package com.maayegue.maintenance.stagedsqlite;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What a database says of its own form. */
public final class DatabaseSchema {
  private DatabaseSchema() {}

  /** Whether there is a table, or a view, of this name. */
  public static boolean hasTable(Connection connection, String table) throws SQLException {
    return !columns(connection, table).isEmpty();
  }

  /** The columns of a table, in lower case; none if there is no such table. */
  public static Set<String> columns(Connection connection, String table) throws SQLException {
    Set<String> names = new TreeSet<>();
    try (PreparedStatement query =
        connection.prepareStatement("SELECT lower(name) FROM pragma_table_info(?)")) {
      query.setString(1, table);
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          names.add(rows.getString(1));
        }
      }
    }
    return names;
  }

  /** The app's {@code app_metadata.db_version}, if it is there. */
  public static Optional<String> version(Connection connection) throws SQLException {
    if (!columns(connection, "app_metadata").containsAll(Set.of("key", "value"))) {
      return Optional.empty();
    }
    try (PreparedStatement query =
            connection.prepareStatement("SELECT value FROM app_metadata WHERE key = 'db_version'");
        ResultSet rows = query.executeQuery()) {
      return rows.next() ? Optional.ofNullable(rows.getString(1)) : Optional.empty();
    }
  }

  /** A name as SQL takes it, whatever it has in it. */
  public static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }
}

package com.maayegue.maintenance.inactiveusercleanup;

import com.maayegue.maintenance.stagedsqlite.DatabaseSchema;
import com.maayegue.maintenance.stagedsqlite.UnusableDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What the clean-up needs of a database's schema. */
final class AppSchema {
  /** Versions of the app's schema in which an account's life is where we look for it. */
  private static final List<String> KNOWN_VERSIONS = List.of("2", "3", "4");

  private static final Map<String, Set<String>> NEEDED =
      Map.of(
          "users",
          Set.of(
              "user_id",
              "firebase_uid",
              "role",
              "subscription_status",
              "subscription_expires_at",
              "updated_at",
              "last_login",
              "is_active",
              "is_default_admin"),
          "user_progress",
          Set.of("user_id", "updated_at"),
          "admin_logs",
          Set.of("log_id", "action", "user_id", "details", "timestamp"));

  private AppSchema() {}

  /**
   * Checks that the clean-up can trust what it reads.
   *
   * @param where the database, for the message
   * @throws UnusableDatabase if the version is unknown, or a table or column is missing
   */
  static void check(Connection connection, String where) throws SQLException {
    for (Map.Entry<String, Set<String>> table : NEEDED.entrySet()) {
      Set<String> missing = new TreeSet<>(table.getValue());
      missing.removeAll(DatabaseSchema.columns(connection, table.getKey()));
      if (!missing.isEmpty()) {
        throw new UnusableDatabase(
            where + ": expected columns " + missing + " in table " + table.getKey());
      }
    }
    String version = DatabaseSchema.version(connection).orElse("none");
    if (!KNOWN_VERSIONS.contains(version)) {
      throw new UnusableDatabase(
          where
              + ": expected app_metadata.db_version to be one of "
              + KNOWN_VERSIONS
              + ", but it is '"
              + version
              + "'");
    }
  }

  /** Whether rows of {@code user_progress} can be found by their user without reading all. */
  static boolean hasProgressIndex(Connection connection) throws SQLException {
    String sql =
        "SELECT 1 FROM pragma_index_list('user_progress') l, pragma_index_info(l.name) i"
            + " WHERE i.seqno = 0 AND lower(i.name) = 'user_id'";
    try (PreparedStatement query = connection.prepareStatement(sql);
        ResultSet rows = query.executeQuery()) {
      return rows.next();
    }
  }
}

package com.maayegue.maintenance.databasemaintenance.migration;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;

/** A step from one version of the app's schema to the next. */
sealed interface Migration permits PhoneNumbers, Achievements {
  /** All steps, in order. */
  List<Migration> ALL = List.of(new PhoneNumbers(), new Achievements());

  /** The version that it starts from; it leads to the next. */
  int from();

  /**
   * Changes the schema, and what depends on it, in the caller's transaction. The version in {@code
   * app_metadata} is the caller's.
   *
   * @param now of the run
   * @throws MigrationFailed if the database is not as the version says
   */
  void apply(Connection connection, Instant now) throws SQLException;

  /** Executes statements, one after the other. */
  static void execute(Connection connection, String... statements) throws SQLException {
    for (String sql : statements) {
      try (Statement statement = connection.createStatement()) {
        statement.execute(sql);
      }
    }
  }
}

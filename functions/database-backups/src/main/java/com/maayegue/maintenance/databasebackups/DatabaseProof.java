package com.maayegue.maintenance.databasebackups;

import com.maayegue.maintenance.stagedsqlite.DatabaseChecks;
import com.maayegue.maintenance.stagedsqlite.DatabaseFile;
import com.maayegue.maintenance.stagedsqlite.DatabaseSchema;
import com.maayegue.maintenance.stagedsqlite.Steps;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/** Reads a database file to say whether it is intact, and what is in it. Changes nothing. */
final class DatabaseProof {
  private static final long CACHE = 16L * 1024 * 1024;
  // Mapping all would be faster still, but tools count what is mapped a second time: resident
  // memory and temporary files are to stay below 2.2 times the database.
  private static final double MAPPED = 0.6;

  private DatabaseProof() {}

  /** What is wrong with the file; empty if it is intact. */
  static List<String> damage(Path file, Steps steps, String database) throws IOException {
    try (Connection connection = DatabaseFile.openToCheck(file, mapped(file))) {
      return DatabaseChecks.damage(connection, steps, database);
    } catch (SQLException unreadable) {
      return List.of("cannot be opened: " + unreadable.getMessage());
    }
  }

  /**
   * What is in the file.
   *
   * @throws SQLException if it is damaged
   */
  static Contents contents(Path file, Steps steps, String database) throws SQLException {
    try (Connection connection = DatabaseFile.openUnchanged(file, CACHE)) {
      return new Contents(
          (int) pragma(connection, "page_size"),
          pragma(connection, "page_count"),
          DatabaseSchema.version(connection),
          DatabaseChecks.rows(connection, steps, database),
          DatabaseChecks.foreignKeyViolations(connection, steps, database));
    }
  }

  /** The rows of each table. */
  static SortedMap<String, Long> rows(Path file, Steps steps, String database) throws SQLException {
    try (Connection connection = DatabaseFile.openUnchanged(file, CACHE)) {
      return DatabaseChecks.rows(connection, steps, database);
    }
  }

  private static long mapped(Path file) throws IOException {
    return (long) (Files.size(file) * MAPPED);
  }

  private static long pragma(Connection connection, String name) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("PRAGMA " + name)) {
      return row.getLong(1);
    }
  }

  /** What a manifest says of a database's content. */
  record Contents(
      int pageSize,
      long pageCount,
      Optional<String> dbVersion,
      SortedMap<String, Long> rows,
      SortedMap<String, Long> foreignKeyViolations) {}
}

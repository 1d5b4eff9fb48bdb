package com.maayegue.maintenance.databasemaintenance.migration;

import com.maayegue.maintenance.databasemaintenance.migration.TableSums.Sum;
import com.maayegue.maintenance.stagedsqlite.DatabaseChecks;
import com.maayegue.maintenance.stagedsqlite.DatabaseFile;
import com.maayegue.maintenance.stagedsqlite.DatabaseSchema;
import com.maayegue.maintenance.stagedsqlite.Steps;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * Takes a database file from one version of the app's schema to another, all steps in one
 * transaction, and proves before its end that nothing was lost: the same rows in each table that
 * was there, the same checksum over the columns that were there, no foreign key broken that was
 * not, an intact file, the version asked for.
 */
public final class Migrations {
  private final Steps steps;
  private final String database;
  private final List<Migration> all;

  /** Migrations of the app's schema, of {@code database}. */
  public Migrations(Steps steps, String database) {
    this(steps, database, Migration.ALL);
  }

  Migrations(Steps steps, String database, List<Migration> all) {
    this.steps = steps;
    this.database = database;
    this.all = List.copyOf(all);
  }

  /** The newest version that can be reached. */
  public int newest() {
    return all.get(all.size() - 1).from() + 1;
  }

  /**
   * The version of a file.
   *
   * @throws MigrationFailed if there are no steps from it, or it says none
   */
  public int version(Path file) throws SQLException {
    try (Connection connection = DatabaseFile.open(file)) {
      return version(connection);
    }
  }

  private int version(Connection connection) throws SQLException {
    Optional<String> text = DatabaseSchema.version(connection);
    int oldest = all.get(0).from();
    int version = text.filter(each -> each.matches("[0-9]{1,4}")).map(Integer::valueOf).orElse(-1);
    if (version < oldest || version > newest()) {
      throw new MigrationFailed(
          "expected app_metadata.db_version to be from %d to %d, but it is '%s'"
              .formatted(oldest, newest(), text.orElse("none")));
    }
    return version;
  }

  /**
   * Migrates a file.
   *
   * @param target at least the file's version
   * @return what it was and is
   * @throws MigrationFailed if it cannot be done, or something was lost; the file is as it was
   */
  public Migrated migrate(Path file, int target, Instant now) throws SQLException {
    try (Connection connection = DatabaseFile.open(file)) {
      DatabaseFile.forgetDurability(connection);
      int from = version(connection);
      if (from == target) {
        return new Migrated(from, target, 0, 0);
      }
      TableSums sums = new TableSums(connection, steps);
      SortedMap<String, List<String>> columns = sums.columns();
      SortedMap<String, Sum> before = sums.of(columns);
      Map<String, Long> orphans = orphans(connection);
      connection.setAutoCommit(false);
      try {
        for (Migration migration : all) {
          if (migration.from() >= from && migration.from() < target) {
            apply(migration, connection, now);
          }
        }
        requireSame(before, sums, columns);
        requireNoNewOrphans(orphans, orphans(connection));
        connection.commit();
      } catch (SQLException | RuntimeException failure) {
        connection.rollback();
        throw failure;
      }
      connection.setAutoCommit(true);
      requireIntact(connection, target);
      long rows = before.values().stream().mapToLong(Sum::rows).sum();
      return new Migrated(from, target, before.size(), rows);
    }
  }

  private void apply(Migration migration, Connection connection, Instant now) throws SQLException {
    int to = migration.from() + 1;
    String name = database + ": version " + migration.from() + " to " + to;
    steps.sql(
        name,
        connection,
        () -> {
          migration.apply(connection, now);
          return null;
        });
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE app_metadata SET value = ?, updated_at = ? WHERE key = 'db_version'")) {
      update.setString(1, Integer.toString(to));
      update.setLong(2, now.toEpochMilli());
      update.executeUpdate();
    }
    // sqflite counts here; where it does, both have to agree.
    if (pragma(connection, "user_version") == migration.from()) {
      Migration.execute(connection, "PRAGMA user_version = " + to);
    }
  }

  private static void requireSame(
      SortedMap<String, Sum> before, TableSums sums, SortedMap<String, List<String>> columns)
      throws SQLException {
    SortedMap<String, Sum> after = sums.of(columns);
    for (Map.Entry<String, Sum> table : before.entrySet()) {
      Sum now = after.get(table.getKey());
      if (!now.equals(table.getValue())) {
        throw new MigrationFailed(
            "%s had %d rows with checksum %s, and has %d with %s"
                .formatted(
                    table.getKey(),
                    table.getValue().rows(),
                    table.getValue().checksum(),
                    now.rows(),
                    now.checksum()));
      }
    }
  }

  private Map<String, Long> orphans(Connection connection) throws SQLException {
    return DatabaseChecks.foreignKeyViolations(connection, steps, database);
  }

  private static void requireNoNewOrphans(Map<String, Long> before, Map<String, Long> after) {
    if (!after.equals(before)) {
      throw new MigrationFailed(
          "rows that break a foreign key were " + before + " and are " + after);
    }
  }

  private void requireIntact(Connection connection, int target) throws SQLException {
    List<String> damage = DatabaseChecks.damage(connection, steps, database);
    if (!damage.isEmpty()) {
      throw new MigrationFailed("not intact afterwards: " + String.join("; ", damage));
    }
    int version = version(connection);
    if (version != target) {
      throw new MigrationFailed("expected version " + target + ", but it is " + version);
    }
  }

  private static long pragma(Connection connection, String name) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("PRAGMA " + name)) {
      return row.getLong(1);
    }
  }

  /**
   * What a migration did.
   *
   * @param tables that were there before, and proved to be unchanged
   * @param rows in them
   */
  public record Migrated(int from, int to, int tables, long rows) {}
}

package com.maayegue.maintenance.databasemaintenance.checkup;

import static com.maayegue.maintenance.stagedsqlite.DatabaseSchema.quoted;

import com.maayegue.maintenance.stagedsqlite.DatabaseChecks;
import com.maayegue.maintenance.stagedsqlite.Steps;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Rows of a table that refer to a parent that is not there.
 *
 * @param column that refers, the first if there are several
 * @param rows how many; {@link DatabaseChecks#UNCOUNTED} where the key itself is wrong
 * @param sample the row ids of the first; none for a table without row ids
 */
public record Orphans(String table, String column, String parent, long rows, List<Long> sample) {
  private static final int MOST_SAMPLES = 5;

  /** Copies the sample. */
  public Orphans {
    sample = List.copyOf(sample);
  }

  /** What {@code foreign_key_check} finds, by table and key. */
  public static List<Orphans> all(Connection connection, Steps steps, String database)
      throws SQLException {
    List<Orphans> found = new ArrayList<>();
    for (String table : DatabaseChecks.tables(connection)) {
      found.addAll(
          steps.sql(
              database + ": foreign_key_check of " + table,
              connection,
              () -> of(connection, table)));
    }
    return found;
  }

  private static List<Orphans> of(Connection connection, String table) throws SQLException {
    Map<List<String>, Orphans> found = new LinkedHashMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("PRAGMA foreign_key_check(" + quoted(table) + ")")) {
      while (row.next()) {
        long rowId = row.getLong("rowid");
        boolean hasRowId = !row.wasNull();
        found.merge(
            List.of(row.getString("parent"), row.getString("fkid")),
            new Orphans(
                table,
                row.getString("fkid"),
                row.getString("parent"),
                1,
                hasRowId ? List.of(rowId) : List.of()),
            Orphans::plus);
      }
    } catch (SQLException mismatch) {
      // The parent's columns are not unique: https://www.sqlite.org/foreignkeys.html#fk_indexes
      if (mismatch.getErrorCode() != 1) {
        throw mismatch;
      }
      return List.of(new Orphans(table, "?", "?", DatabaseChecks.UNCOUNTED, List.of()));
    }
    List<Orphans> named = new ArrayList<>();
    for (Orphans each : found.values()) {
      named.add(each.withColumn(connection));
    }
    return named;
  }

  private Orphans plus(Orphans more) {
    List<Long> both = new ArrayList<>(sample);
    if (both.size() < MOST_SAMPLES) {
      both.addAll(more.sample());
    }
    return new Orphans(table, column, parent, rows + more.rows(), both);
  }

  /** With the name of the column in place of the number of its key. */
  private Orphans withColumn(Connection connection) throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement(
            "SELECT \"from\" FROM pragma_foreign_key_list(?) WHERE id = ? ORDER BY seq")) {
      query.setString(1, table);
      query.setInt(2, Integer.parseInt(column)); // The pragma compares without affinity.
      try (ResultSet name = query.executeQuery()) {
        return new Orphans(table, name.getString(1), parent, rows, sample);
      }
    }
  }
}

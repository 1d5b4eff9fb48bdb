package com.maayegue.maintenance.databasemaintenance.migration;

import static com.maayegue.maintenance.stagedsqlite.DatabaseSchema.quoted;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.maayegue.maintenance.stagedsqlite.DatabaseChecks;
import com.maayegue.maintenance.stagedsqlite.Steps;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Rows and checksum of each table that holds rows itself: the SHA-256 of each row, with its types,
 * added up, so that the order of the rows does not matter. Of {@code app_metadata} the version is
 * left out.
 */
final class TableSums {
  private static final String ORDINARY =
      "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type IN ('table', 'shadow')";
  private static final int TICK = 10_000;

  private final Connection connection;
  private final Steps steps;

  /** Reads {@code connection}. */
  TableSums(Connection connection, Steps steps) {
    this.connection = connection;
    this.steps = steps;
  }

  /** The columns of each ordinary table. */
  SortedMap<String, List<String>> columns() throws SQLException {
    SortedMap<String, List<String>> columns = new TreeMap<>();
    List<String> ordinary = names(ORDINARY);
    for (String table : DatabaseChecks.tables(connection)) {
      if (ordinary.contains(table)) {
        columns.put(table, names("SELECT name FROM pragma_table_info(" + literal(table) + ")"));
      }
    }
    return columns;
  }

  /**
   * The sums of tables over some of their columns.
   *
   * @throws SQLException if a table or a column is not there
   */
  SortedMap<String, Sum> of(SortedMap<String, List<String>> columns) throws SQLException {
    SortedMap<String, Sum> sums = new TreeMap<>();
    for (Map.Entry<String, List<String>> table : columns.entrySet()) {
      sums.put(table.getKey(), of(table.getKey(), table.getValue()));
    }
    return sums;
  }

  private Sum of(String table, List<String> columns) throws SQLException {
    Steps.Step step = steps.begin("checksum of " + table);
    String names =
        columns.stream().map(name -> "t." + quoted(name)).collect(Collectors.joining(", "));
    String filter = table.equals("app_metadata") ? " WHERE t.key <> 'db_version'" : "";
    long[] sum = new long[4];
    long rows = 0;
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT " + names + " FROM main." + quoted(table) + " t" + filter)) {
      MessageDigest digest = sha256();
      while (row.next()) {
        for (int i = 1; i <= columns.size(); i++) {
          add(digest, row.getObject(i));
        }
        ByteBuffer hash = ByteBuffer.wrap(digest.digest());
        for (int i = 0; i < sum.length; i++) {
          sum[i] += hash.getLong();
        }
        if (++rows % TICK == 0) {
          step.tick();
        }
      }
    }
    return new Sum(rows, "%016x%016x%016x%016x".formatted(sum[0], sum[1], sum[2], sum[3]));
  }

  private static void add(MessageDigest digest, Object value) {
    byte[] bytes;
    char type;
    if (value == null) {
      type = 'n';
      bytes = new byte[0];
    } else if (value instanceof byte[] blob) {
      type = 'b';
      bytes = blob;
    } else {
      type = value instanceof Double ? 'r' : value instanceof Number ? 'i' : 't';
      bytes = value.toString().getBytes(UTF_8);
    }
    digest.update(ByteBuffer.allocate(5).put((byte) type).putInt(bytes.length).array());
    digest.update(bytes);
  }

  private List<String> names(String sql) throws SQLException {
    List<String> names = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      while (row.next()) {
        names.add(row.getString(1));
      }
    }
    return names;
  }

  private static String literal(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java has SHA-256", impossible);
    }
  }

  /** Of one table. */
  record Sum(long rows, String checksum) {}
}

package com.maayegue.maintenance.sqlitesalvage;

import static com.maayegue.maintenance.stagedsqlite.DatabaseSchema.quoted;

import com.maayegue.maintenance.stagedsqlite.DatabaseSchema;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Fills what is damaged from the database that is attached as {@code backup}. A row that is there
 * already wins over the backup's, and a row that the damaged database certainly did not have any
 * more stays away.
 */
final class BackupRows {
  private final Connection target;
  private final Optional<Connection> backup;

  /**
   * Fills {@code target}.
   *
   * @param backup the same database as the attached one, by itself
   */
  BackupRows(Connection target, Optional<Connection> backup) {
    this.target = target;
    this.backup = backup;
  }

  /** Columns that both have, as SQL; empty if the backup has no such table. */
  private List<String> shared(TableShape shape) throws SQLException {
    if (backup.isEmpty()) {
      return List.of();
    }
    Set<String> theirs =
        TableShape.of(backup.get(), shape.table()).writable().stream()
            .map(name -> name.toLowerCase(Locale.ROOT))
            .collect(Collectors.toSet());
    return shape.writable().stream()
        .filter(name -> theirs.contains(name.toLowerCase(Locale.ROOT)))
        .toList();
  }

  /** Whether the backup's rows of a table have rowids of a name that can be relied on. */
  private Optional<String> rowid(TableShape shape) throws SQLException {
    if (backup.isEmpty()) {
      return Optional.empty();
    }
    Optional<String> theirs = TableShape.of(backup.get(), shape.table()).rowid();
    return shape.rowid().equals(theirs) ? theirs : Optional.empty();
  }

  /**
   * Fills in rows of a damaged parent that others point to, whatever rowid the backup has them at.
   *
   * @return how many rows came
   */
  long fillParents(TableSalvage parent, List<SchemaObject> children) throws SQLException {
    List<String> columns = shared(parent.shape());
    if (columns.isEmpty() || !parent.damaged() || parent.known().isPresent()) {
      return 0;
    }
    long rows = 0;
    for (SchemaObject child : children) {
      for (ForeignKey key : ForeignKey.of(target, child.name())) {
        if (key.parent().equalsIgnoreCase(parent.name())) {
          rows += insert(parent.shape(), columns, " WHERE " + key.isPointedTo(), Optional.empty());
        }
      }
    }
    return rows;
  }

  /** Fills the holes of a table; returns how many rows came. */
  long fill(TableSalvage table) throws SQLException {
    List<String> columns = shared(table.shape());
    if (columns.isEmpty() || !table.damaged()) {
      return 0;
    }
    Optional<String> rowid = rowid(table.shape());
    if (rowid.isEmpty()) {
      return insert(table.shape(), columns, "", Optional.empty());
    }
    List<String> all = new ArrayList<>(columns);
    if (!table.shape().hasRowidColumn()) {
      all.add(0, rowid.get());
    }
    String known = table.known().isPresent() ? " AND " + rowid.get() + " IN temp.known" : "";
    long rows = 0;
    for (Range hole : table.holes()) {
      rows +=
          insert(
              table.shape(),
              all,
              " WHERE " + rowid.get() + " BETWEEN ? AND ?" + known,
              Optional.of(hole));
    }
    return rows;
  }

  private long insert(TableShape shape, List<String> columns, String where, Optional<Range> range)
      throws SQLException {
    String names = String.join(", ", columns);
    String sql =
        "INSERT OR IGNORE INTO main.%1$s (%2$s) SELECT %2$s FROM backup.%1$s%3$s"
            .formatted(quoted(shape.table()), names, where);
    try (PreparedStatement insert = target.prepareStatement(sql)) {
      if (range.isPresent()) {
        insert.setLong(1, range.get().min());
        insert.setLong(2, range.get().max());
      }
      return insert.executeLargeUpdate();
    }
  }

  /** Makes the rowids that the table had readable as {@code temp.known}. */
  void open(KnownRowids known) throws SQLException {
    execute("CREATE TEMP TABLE known (id INTEGER PRIMARY KEY)");
    try (PreparedStatement insert =
        target.prepareStatement("INSERT OR IGNORE INTO temp.known VALUES (?)")) {
      for (long rowid : known.all()) {
        insert.setLong(1, rowid);
        insert.executeUpdate();
      }
    }
  }

  /** Ends {@link #open}. */
  void close() throws SQLException {
    execute("DROP TABLE IF EXISTS temp.known");
  }

  /** How many rows that the table had are not in the new one; nothing if nobody can know. */
  OptionalLong lost(TableSalvage table) throws SQLException {
    if (!table.mayLackRows()) {
      return OptionalLong.of(0);
    }
    if (table.known().isEmpty() || table.shape().rowid().isEmpty()) {
      return OptionalLong.empty();
    }
    return OptionalLong.of(
        count(
            "SELECT count(*) FROM temp.known WHERE id NOT IN (SELECT %s FROM main.%s)"
                .formatted(table.shape().rowid().get(), quoted(table.name()))));
  }

  /** How many rows of the backup stay away, as they were deleted since. */
  long deletedSince(TableSalvage table) throws SQLException {
    Optional<String> rowid = rowid(table.shape());
    if (!table.damaged()
        || table.known().isEmpty()
        || rowid.isEmpty()
        || shared(table.shape()).isEmpty()) {
      return 0;
    }
    long rows = 0;
    for (Range hole : table.holes()) {
      rows +=
          count(
              "SELECT count(*) FROM backup.%1$s WHERE %2$s BETWEEN %3$d AND %4$d AND %2$s NOT IN temp.known"
                  .formatted(quoted(table.name()), rowid.get(), hole.min(), hole.max()));
    }
    return rows;
  }

  /** Whether the backup has a row just like this one. */
  boolean has(TableShape shape, Row row) throws SQLException {
    Optional<String> rowid = rowid(shape);
    List<String> columns = shared(shape);
    if (rowid.isEmpty() || columns.size() < shape.fields().size()) {
      return false;
    }
    StringBuilder sql =
        new StringBuilder("SELECT 1 FROM backup.")
            .append(quoted(shape.table()))
            .append(" WHERE ")
            .append(rowid.get())
            .append(" = ?");
    for (int i = 0; i < row.size(); i++) {
      if (!shape.fields().get(i).isRowid()) {
        sql.append(" AND ")
            .append(quoted(shape.fields().get(i).name()))
            .append(row.isText(i) ? " IS CAST(? AS TEXT)" : " IS ?");
      }
    }
    try (PreparedStatement query = target.prepareStatement(sql.toString())) {
      int parameter = 1;
      query.setLong(parameter++, row.rowid());
      for (int i = 0; i < row.size(); i++) {
        if (!shape.fields().get(i).isRowid()) {
          row.bind(query, parameter++, i);
        }
      }
      try (ResultSet found = query.executeQuery()) {
        return found.next();
      }
    }
  }

  /** The last numbers that AUTOINCREMENT has given, by table. */
  static Map<String, Long> sequences(Connection connection) throws SQLException {
    Map<String, Long> last = new HashMap<>();
    if (DatabaseSchema.hasTable(connection, "sqlite_sequence")) {
      try (Statement statement = connection.createStatement();
          ResultSet rows = statement.executeQuery("SELECT name, seq FROM sqlite_sequence")) {
        while (rows.next()) {
          last.put(rows.getString(1), rows.getLong(2));
        }
      }
    }
    return last;
  }

  private long count(String sql) throws SQLException {
    try (Statement statement = target.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getLong(1);
    }
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = target.createStatement()) {
      statement.execute(sql);
    }
  }
}

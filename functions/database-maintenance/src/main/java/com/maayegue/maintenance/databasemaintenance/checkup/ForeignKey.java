package com.maayegue.maintenance.databasemaintenance.checkup;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A foreign key as a table declares it.
 *
 * @param columns in the child, in lower case
 * @param parentColumns in the parent, in lower case; none if there is no such table
 */
record ForeignKey(String table, List<String> columns, String parent, List<String> parentColumns) {
  private static final String ALL =
      """
      SELECT t.name, f.id, f."from", f."table", coalesce(f."to", p.name)
      FROM sqlite_schema t, pragma_foreign_key_list(t.name) f
      LEFT JOIN pragma_table_info(f."table") p ON p.pk = f.seq + 1
      WHERE t.type = 'table' ORDER BY t.name, f.id, f.seq
      """;
  private static final String ROW_ID_ALIAS =
      """
      SELECT lower(name) FROM pragma_table_info(?1) WHERE pk > 0 AND upper(type) = 'INTEGER'
        AND (SELECT count(*) FROM pragma_table_info(?1) WHERE pk > 0) = 1
        AND NOT EXISTS (SELECT 1 FROM pragma_index_list(?1) WHERE origin = 'pk')
      """;

  /** All of a database. */
  static Collection<ForeignKey> all(Connection connection) throws SQLException {
    Map<List<String>, ForeignKey> found = new LinkedHashMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(ALL)) {
      while (row.next()) {
        List<String> id = List.of(row.getString(1), row.getString(2));
        ForeignKey key =
            found.computeIfAbsent(
                id, fresh -> new ForeignKey("", new ArrayList<>(), "", new ArrayList<>()));
        key.columns().add(row.getString(3).toLowerCase(Locale.ROOT));
        String to = row.getString(5);
        if (to != null) {
          key.parentColumns().add(to.toLowerCase(Locale.ROOT));
        }
        found.put(
            id,
            new ForeignKey(row.getString(1), key.columns(), row.getString(4), key.parentColumns()));
      }
    }
    return found.values();
  }

  /** The column that is the row id of {@code table}, if one is. */
  static Optional<String> rowId(Connection connection, String table) throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(ROW_ID_ALIAS)) {
      query.setString(1, table);
      try (ResultSet row = query.executeQuery()) {
        return row.next() ? Optional.of(row.getString(1)) : Optional.empty();
      }
    }
  }

  /**
   * Whether the children of a parent are found without reading the whole table: an index begins
   * with the columns, in any order, compared as the parent compares them.
   */
  boolean hasIndex(Connection connection, List<TableIndex> indexes) throws SQLException {
    if (rowId(connection, table).filter(alias -> columns.equals(List.of(alias))).isPresent()) {
      return true;
    }
    Set<String> wanted = new HashSet<>(columns);
    for (TableIndex index : indexes) {
      if (index.table().equals(table)
          && !index.partial()
          && index.keys().size() >= columns.size()) {
        List<TableIndex.Key> first = index.keys().subList(0, columns.size());
        boolean same =
            new HashSet<>(index.names().subList(0, columns.size())).equals(wanted)
                && first.stream().allMatch(key -> key.collation().equals(collation(key, indexes)));
        if (same) {
          return true;
        }
      }
    }
    return false;
  }

  /** How the parent compares what {@code key} refers to: as the index of its key does. */
  private String collation(TableIndex.Key key, List<TableIndex> indexes) {
    int at = columns.indexOf(key.column());
    for (TableIndex index : indexes) {
      boolean parents =
          index.unique()
              && index.table().equalsIgnoreCase(parent)
              && parentColumns.size() == columns.size()
              && new HashSet<>(index.names()).equals(new HashSet<>(parentColumns));
      if (parents) {
        return index.keys().get(index.names().indexOf(parentColumns.get(at))).collation();
      }
    }
    return "BINARY";
  }
}

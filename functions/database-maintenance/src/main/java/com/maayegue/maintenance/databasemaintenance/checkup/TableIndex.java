package com.maayegue.maintenance.databasemaintenance.checkup;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * An index as it is.
 *
 * @param made by a CREATE INDEX, and not by UNIQUE or PRIMARY KEY
 * @param partial with a WHERE, so that it serves only some queries
 * @param keys its columns in order; an expression has the name ""
 */
record TableIndex(
    String table, String name, boolean unique, boolean made, boolean partial, List<Key> keys) {
  private static final String ALL =
      """
      SELECT t.name, l.name, l."unique", l.origin, l.partial, x.name, x.coll, x."desc"
      FROM sqlite_schema t, pragma_index_list(t.name) l, pragma_index_xinfo(l.name) x
      WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND x.key = 1
      ORDER BY t.name, l.name, x.seqno
      """;

  TableIndex {
    keys = List.copyOf(keys);
  }

  /** All of a database, by table and name. */
  static List<TableIndex> all(Connection connection) throws SQLException {
    Map<List<String>, TableIndex> found = new LinkedHashMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(ALL)) {
      while (row.next()) {
        List<Key> keys = new ArrayList<>();
        TableIndex before = found.get(List.of(row.getString(1), row.getString(2)));
        if (before != null) {
          keys.addAll(before.keys());
        }
        keys.add(key(row));
        TableIndex index =
            new TableIndex(
                row.getString(1),
                row.getString(2),
                row.getBoolean(3),
                row.getString(4).equals("c"),
                row.getBoolean(5),
                keys);
        found.put(List.of(index.table(), index.name()), index);
      }
    }
    return List.copyOf(found.values());
  }

  private static Key key(ResultSet row) throws SQLException {
    String name = row.getString(6);
    String collation = row.getString(7);
    return new Key(
        name == null ? "" : name.toLowerCase(Locale.ROOT),
        collation == null ? "BINARY" : collation.toUpperCase(Locale.ROOT),
        row.getBoolean(8));
  }

  /** Whether it finds rows by {@code columns}, which are in lower case, in this order. */
  boolean startsWith(List<String> columns) {
    return !partial
        && keys.size() >= columns.size()
        && names().subList(0, columns.size()).equals(columns);
  }

  /** Whether all that {@code other} can find, this can find as well. */
  boolean includes(TableIndex other) {
    return !partial
        && !other.partial
        && table.equals(other.table)
        && keys.size() >= other.keys.size()
        && keys.subList(0, other.keys.size()).equals(other.keys)
        && !names().contains("");
  }

  /** The names of its columns. */
  List<String> names() {
    return keys.stream().map(Key::column).toList();
  }

  /** A column of an index. */
  record Key(String column, String collation, boolean descending) {}
}

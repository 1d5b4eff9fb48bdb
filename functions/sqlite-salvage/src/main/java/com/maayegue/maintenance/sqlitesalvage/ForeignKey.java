package com.maayegue.maintenance.sqlitesalvage;

import static com.maayegue.maintenance.stagedsqlite.DatabaseSchema.quoted;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A foreign key.
 *
 * @param from columns of the child
 * @param to columns of the parent, in the same order
 */
record ForeignKey(String child, String parent, List<String> from, List<String> to) {
  /** The keys of a table. One that names a parent without its columns means its primary key. */
  static Collection<ForeignKey> of(Connection connection, String child) throws SQLException {
    Map<Integer, ForeignKey> keys = new TreeMap<>();
    String sql =
        "SELECT f.id, f.\"table\", f.\"from\", coalesce(f.\"to\", (SELECT p.name FROM"
            + " pragma_table_info(f.\"table\") p WHERE p.pk = f.seq + 1))"
            + " FROM pragma_foreign_key_list(?1) f ORDER BY f.id, f.seq";
    try (PreparedStatement query = connection.prepareStatement(sql)) {
      query.setString(1, child);
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          String parent = rows.getString(2);
          ForeignKey key =
              keys.computeIfAbsent(
                  rows.getInt(1),
                  any -> new ForeignKey(child, parent, new ArrayList<>(), new ArrayList<>()));
          if (rows.getString(4) != null) {
            key.from().add(quoted(rows.getString(3)));
            key.to().add(quoted(rows.getString(4)));
          }
        }
      }
    }
    keys.values().removeIf(key -> key.to().isEmpty());
    return keys.values();
  }

  /** A condition on rows of the parent: some row of the child points there. */
  String isPointedTo() {
    return "(%s) IN (SELECT %s FROM main.%s)"
        .formatted(String.join(", ", to), String.join(", ", from), quoted(child));
  }
}

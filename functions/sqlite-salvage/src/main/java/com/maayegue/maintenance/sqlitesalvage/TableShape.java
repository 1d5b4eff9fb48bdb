package com.maayegue.maintenance.sqlitesalvage;

import static com.maayegue.maintenance.stagedsqlite.DatabaseSchema.quoted;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * How rows of a table are stored.
 *
 * @param withoutRowid whether the rows are in an index
 * @param fields what a record has, in its order
 * @param rowid what the rowid can be called; nothing if it has no name, or a column has it
 */
public record TableShape(
    String table, boolean withoutRowid, List<Field> fields, Optional<String> rowid) {
  private static final List<String> ROWID_NAMES = List.of("rowid", "_rowid_", "oid");
  private static final int STORED_GENERATED = 3;

  /**
   * A field of a record.
   *
   * @param generated whether SQLite computes it
   * @param isRowid whether it is the INTEGER PRIMARY KEY, which the record leaves empty
   * @param textual whether SQLite turns numbers into text here
   * @param mayLack whether a record may end before it: it was added later, with a default
   */
  public record Field(
      String name,
      boolean generated,
      boolean isRowid,
      boolean textual,
      boolean notNull,
      boolean mayLack) {}

  /** Asks an open database, which has such a table. */
  public static TableShape of(Connection connection, String table) throws SQLException {
    boolean withoutRowid =
        number(connection, "SELECT wr FROM pragma_table_list(?1) LIMIT 1", table) == 1;
    String keyIndex =
        text(connection, "SELECT name FROM pragma_index_list(?1) WHERE origin = 'pk'", table);
    List<Field> fields = new ArrayList<>();
    Set<String> names = new TreeSet<>();
    try (PreparedStatement query = connection.prepareStatement(columnsOf(withoutRowid))) {
      query.setString(1, table);
      if (withoutRowid) {
        query.setString(2, keyIndex);
      }
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          fields.add(field(rows, !withoutRowid && keyIndex == null));
          names.add(rows.getString("name").toLowerCase(Locale.ROOT));
        }
      }
    }
    Optional<String> rowid =
        withoutRowid
            ? Optional.empty()
            : ROWID_NAMES.stream().filter(name -> !names.contains(name)).findFirst();
    return new TableShape(table, withoutRowid, List.copyOf(fields), rowid);
  }

  /** Columns that are stored (hidden = 2 are computed when read), in the order of the record. */
  private static String columnsOf(boolean withoutRowid) {
    return withoutRowid
        ? "SELECT t.name, t.type, t.\"notnull\", t.pk, t.hidden, t.dflt_value FROM pragma_index_xinfo(?2) i"
            + " JOIN pragma_table_xinfo(?1) t ON t.cid = i.cid WHERE t.hidden <> 2 ORDER BY i.seqno"
        : "SELECT name, type, \"notnull\", pk, hidden, dflt_value FROM pragma_table_xinfo(?1)"
            + " WHERE hidden <> 2 ORDER BY cid";
  }

  private static Field field(ResultSet row, boolean keyIsRowid) throws SQLException {
    String type = Optional.ofNullable(row.getString("type")).orElse("").toUpperCase(Locale.ROOT);
    boolean textual =
        !type.contains("INT")
            && (type.contains("CHAR") || type.contains("CLOB") || type.contains("TEXT"));
    return new Field(
        row.getString("name"),
        row.getInt("hidden") == STORED_GENERATED,
        keyIsRowid && row.getInt("pk") > 0,
        textual,
        row.getInt("notnull") != 0,
        row.getInt("notnull") == 0 || row.getString("dflt_value") != null);
  }

  /** Names for SQL of the columns that can be written, in the order of the record. */
  public List<String> writable() {
    return fields.stream()
        .filter(field -> !field.generated())
        .map(field -> quoted(field.name()))
        .toList();
  }

  /** Whether the rowid is a column. */
  public boolean hasRowidColumn() {
    return fields.stream().anyMatch(Field::isRowid);
  }

  /** Whether SQLite could have written this record for this table. */
  boolean fits(Row row) {
    if (row.size() > fields.size()) {
      return false;
    }
    for (Field lacking : fields.subList(row.size(), fields.size())) {
      if (!lacking.mayLack()) {
        return false;
      }
    }
    for (int i = 0; i < row.size(); i++) {
      Field field = fields.get(i);
      boolean wrong =
          field.isRowid()
              ? !row.isNull(i)
              : (field.textual() && row.isNumber(i)) || (field.notNull() && row.isNull(i));
      if (wrong) {
        return false;
      }
    }
    return true;
  }

  private static long number(Connection connection, String sql, String table) throws SQLException {
    String text = text(connection, sql, table);
    return text == null ? 0 : Long.parseLong(text);
  }

  private static String text(Connection connection, String sql, String table) throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(sql)) {
      query.setString(1, table);
      try (ResultSet rows = query.executeQuery()) {
        return rows.next() ? rows.getString(1) : null;
      }
    }
  }
}

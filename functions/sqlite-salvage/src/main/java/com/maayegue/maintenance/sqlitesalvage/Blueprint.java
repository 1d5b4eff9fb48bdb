package com.maayegue.maintenance.sqlitesalvage;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The schema, proved by making it once in memory, without rows: what SQLite does not take is left
 * out, or taken as the backup has it.
 */
final class Blueprint implements AutoCloseable {
  private final Connection model;
  private final List<SchemaObject> objects = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private final Map<String, TableShape> shapes = new HashMap<>();

  private Blueprint(Connection model) {
    this.model = model;
  }

  /**
   * Makes the schema.
   *
   * @param fallback definitions to use where those of {@code schema} are refused
   */
  static Blueprint of(Schema schema, List<SchemaObject> fallback) throws SQLException {
    Map<String, SchemaObject> others = new HashMap<>();
    fallback.forEach(each -> others.put(each.id(), each));
    Blueprint blueprint = new Blueprint(DriverManager.getConnection("jdbc:sqlite::memory:"));
    for (String type : List.of("table", "index", "view", "trigger")) {
      for (SchemaObject object : schema.all(type)) {
        blueprint.add(object, Optional.ofNullable(others.get(object.id())));
      }
    }
    return blueprint;
  }

  private void add(SchemaObject object, Optional<SchemaObject> other) throws SQLException {
    boolean taken = object.isInternal() || object.isVirtual() || object.sql().isEmpty();
    if (taken || makes(object)) {
      objects.add(object);
    } else if (other.isPresent() && makes(other.get())) {
      objects.add(object.withSql(other.get().sql()));
      notes.add(object.type() + " " + object.name() + ": defined as in the backup");
    } else {
      notes.add(object.type() + " " + object.name() + ": its definition cannot be read");
    }
  }

  private boolean makes(SchemaObject object) throws SQLException {
    // A view or a trigger may rest on a virtual table, which the model lacks.
    if (object.is("view") || object.is("trigger")) {
      return true;
    }
    try (Statement statement = model.createStatement()) {
      statement.executeUpdate(object.sql().orElseThrow());
      return hasMade(object);
    } catch (SQLException refused) {
      return false;
    }
  }

  /** Whether the definition makes what the schema says, and not something of another name. */
  private boolean hasMade(SchemaObject object) throws SQLException {
    return exists(
        "SELECT 1 FROM sqlite_schema WHERE type = ?1 AND lower(name) = lower(?2)",
        object.type(),
        object.name());
  }

  /** Objects of one type that can be made. */
  List<SchemaObject> all(String type) {
    return objects.stream().filter(each -> each.is(type)).toList();
  }

  /** The table of that name, in any case. */
  Optional<SchemaObject> table(String name) {
    return all("table").stream().filter(each -> each.name().equalsIgnoreCase(name)).findFirst();
  }

  /** How rows of an ordinary table, or of {@code sqlite_sequence}, are stored. */
  TableShape shape(SchemaObject table) throws SQLException {
    TableShape shape = shapes.get(table.key());
    if (shape == null) {
      shape = TableShape.of(model, table.name());
      shapes.put(table.key(), shape);
    }
    return shape;
  }

  /** Indexes that have an entry for every row of a table, and whose place is known. */
  List<SchemaObject> wholeIndexes(SchemaObject table) throws SQLException {
    List<SchemaObject> whole = new ArrayList<>();
    for (SchemaObject index : all("index")) {
      boolean partial =
          exists(
              "SELECT 1 FROM pragma_index_list(?1) WHERE lower(name) = lower(?2) AND partial",
              table.name(),
              index.name());
      if (index.belongsTo(table.name()) && index.root() > 1 && !partial) {
        whole.add(index);
      }
    }
    return whole;
  }

  /** The columns of an index's entries, the rowid at the end left out; null for an expression. */
  List<String> columnsOf(SchemaObject index) throws SQLException {
    List<String> columns = new ArrayList<>();
    String sql = "SELECT name FROM pragma_index_xinfo(?1) WHERE cid <> -1 ORDER BY seqno";
    try (PreparedStatement query = model.prepareStatement(sql)) {
      query.setString(1, index.name());
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          columns.add(rows.getString(1));
        }
      }
    }
    return columns;
  }

  /** Whether the first column of an index rises byte by byte. */
  boolean isPlainlyOrdered(SchemaObject index) throws SQLException {
    return exists(
        "SELECT 1 FROM pragma_index_xinfo(?1) WHERE seqno = 0 AND NOT \"desc\" AND coll = ?2",
        index.name(),
        "BINARY");
  }

  /** Whether an index refuses a second row of the same key. */
  boolean isUnique(SchemaObject index) throws SQLException {
    return exists(
        "SELECT 1 FROM pragma_index_list(?1) WHERE lower(name) = lower(?2) AND \"unique\"",
        index.table(),
        index.name());
  }

  /** What was left out or replaced; names of objects only. */
  List<String> notes() {
    return notes;
  }

  private boolean exists(String sql, String first, String second) throws SQLException {
    try (PreparedStatement query = model.prepareStatement(sql)) {
      query.setString(1, first);
      query.setString(2, second);
      try (ResultSet rows = query.executeQuery()) {
        return rows.next();
      }
    }
  }

  @Override
  public void close() throws SQLException {
    model.close();
  }
}

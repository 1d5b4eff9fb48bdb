package com.maayegue.maintenance.databaserestore;

import static com.maayegue.maintenance.stagedsqlite.DatabaseSchema.quoted;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.maayegue.maintenance.sqlitesalvage.TableShape;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** One table of the database that is attached as {@code backup}, on its way into {@code main}. */
final class TableRestore {
  private final Connection connection;
  private final Connection theirs;
  private final String asked;
  private final JsonObject report = new JsonObject();

  /**
   * A restore.
   *
   * @param connection in a transaction, foreign keys off
   * @param theirs the backup by itself
   */
  TableRestore(Connection connection, Connection theirs, String asked) {
    this.connection = connection;
    this.theirs = theirs;
    this.asked = asked;
  }

  JsonObject run() throws SQLException {
    List<String> found =
        texts(
            "SELECT type || ' ' || name FROM pragma_table_list WHERE schema = 'backup' AND lower(name) = lower(?1)",
            asked);
    if (found.isEmpty()) {
      throw new Refusal(404, "request", "the backup has no table '" + asked + "'");
    }
    String type = found.get(0).substring(0, found.get(0).indexOf(' '));
    String name = found.get(0).substring(type.length() + 1);
    report.addProperty("table", name);
    switch (type) {
      case "table" -> ordinary(name);
      case "virtual" -> virtual(name);
      default ->
          throw new Refusal(
              409, "request", "'" + name + "' is a " + type + ": expected an ordinary table");
    }
    return report;
  }

  private void ordinary(String name) throws SQLException {
    String table = quoted(name);
    List<String> triggers =
        texts(
            "SELECT sql FROM main.sqlite_schema WHERE type = 'trigger' AND lower(tbl_name) = lower(?1)",
            name);
    if (texts(
            "SELECT 1 FROM main.sqlite_schema WHERE type = 'table' AND lower(name) = lower(?1)",
            name)
        .isEmpty()) {
      execute(sqlInBackup("table", name).get(0));
      for (String index : sqlInBackup("index", name)) {
        execute(index);
      }
      triggers = sqlInBackup("trigger", name);
      report.addProperty("created", true);
    }
    // Triggers are for what the app does, not for putting back what it did.
    for (String trigger :
        texts(
            "SELECT name FROM main.sqlite_schema WHERE type = 'trigger' AND lower(tbl_name) = lower(?1)",
            name)) {
      execute("DROP TRIGGER main." + quoted(trigger));
    }
    report.addProperty("rowsBefore", count("main", table));
    copy(name, table);
    for (String trigger : triggers) {
      execute(trigger);
    }
    raiseSequence(name);
    rebuildFullText(name);
    report.addProperty("rows", count("main", table));
  }

  private void copy(String name, String table) throws SQLException {
    TableShape mine = TableShape.of(connection, name);
    TableShape other = TableShape.of(theirs, name);
    List<String> common = common(mine, other);
    List<String> mineOnly = without(mine, common);
    List<String> theirsOnly = without(other, common);
    if (!theirsOnly.isEmpty()) {
      throw new Refusal(
          409,
          "schema",
          "'"
              + name
              + "' has columns in the backup that the live one lacks: expected a full restore",
          theirsOnly);
    }
    requireDefaults(mine, mineOnly);
    List<String> key = key(mine, name);
    if (!mineOnly.isEmpty()) {
      List<String> kept = new ArrayList<>(key);
      kept.addAll(mineOnly);
      execute(
          "CREATE TEMP TABLE kept AS SELECT " + String.join(", ", kept) + " FROM main." + table);
    }
    if (!mine.hasRowidColumn() && mine.rowid().isPresent() && mine.rowid().equals(other.rowid())) {
      common.add(0, mine.rowid().get());
    }
    execute("DELETE FROM main." + table);
    String columns = String.join(", ", common);
    execute("INSERT INTO main.%1$s (%2$s) SELECT %2$s FROM backup.%1$s".formatted(table, columns));
    if (!mineOnly.isEmpty()) {
      keepOwn(table, key, mineOnly);
    }
  }

  /** What only the live table has stays with the rows that are still there. */
  private void keepOwn(String table, List<String> key, List<String> columns) throws SQLException {
    String set =
        columns.stream().map(name -> name + " = k." + name).collect(Collectors.joining(", "));
    String same =
        key.stream()
            .map(name -> "k." + name + " IS t." + name)
            .collect(Collectors.joining(" AND "));
    execute("UPDATE main.%s AS t SET %s FROM temp.kept AS k WHERE %s".formatted(table, set, same));
    execute("DROP TABLE temp.kept");
    JsonArray names = new JsonArray();
    columns.forEach(names::add);
    report.add("columnsKeptFromLive", names);
  }

  private static List<String> common(TableShape mine, TableShape other) {
    Set<String> names =
        other.writable().stream().map(TableRestore::lower).collect(Collectors.toSet());
    return new ArrayList<>(
        mine.writable().stream().filter(name -> names.contains(lower(name))).toList());
  }

  private static List<String> without(TableShape shape, List<String> common) {
    Set<String> names = common.stream().map(TableRestore::lower).collect(Collectors.toSet());
    return shape.writable().stream().filter(name -> !names.contains(lower(name))).toList();
  }

  private static void requireDefaults(TableShape mine, List<String> mineOnly) {
    for (TableShape.Field field : mine.fields()) {
      if (mineOnly.contains(quoted(field.name())) && !field.mayLack()) {
        throw new Refusal(
            409,
            "schema",
            "'"
                + mine.table()
                + "': the backup has no column '"
                + field.name()
                + "', which needs a value");
      }
    }
  }

  private List<String> key(TableShape shape, String name) throws SQLException {
    List<String> key = new ArrayList<>();
    for (String column :
        texts("SELECT name FROM pragma_table_info(?1) WHERE pk > 0 ORDER BY pk", name)) {
      key.add(quoted(column));
    }
    if (key.isEmpty() && shape.rowid().isEmpty()) {
      throw new Refusal(409, "schema", "'" + name + "' has neither a primary key nor a rowid");
    }
    return key.isEmpty() ? List.of(shape.rowid().orElseThrow()) : key;
  }

  /** A virtual table is what its own tables hold, so these are copied as they are. */
  private void virtual(String name) throws SQLException {
    List<String> mine =
        texts(
            "SELECT sql FROM main.sqlite_schema WHERE type = 'table' AND lower(name) = lower(?1)",
            name);
    List<String> sql = sqlInBackup("table", name);
    if (mine.isEmpty()) {
      execute(sql.get(0));
      report.addProperty("created", true);
    } else if (!mine.equals(sql)) {
      throw new Refusal(409, "schema", "'" + name + "' is defined otherwise in the backup");
    }
    String shadows =
        "SELECT name FROM pragma_table_list WHERE schema = 'backup' AND type = 'shadow'"
            + " AND lower(substr(name, 1, length(?1) + 1)) = lower(?1) || '_'";
    for (String shadow : texts(shadows, name)) {
      String table = quoted(shadow);
      execute("DELETE FROM main." + table);
      execute("INSERT INTO main.%1$s SELECT * FROM backup.%1$s".formatted(table));
    }
    report.addProperty("rows", count("backup", quoted(name)));
  }

  /** A full-text index that points to rows of another table is made of them anew. */
  private void rebuildFullText(String name) throws SQLException {
    Pattern content =
        Pattern.compile(
            "\\bUSING\\s+fts5\\b.*\\bcontent\\s*=\\s*['\"]?"
                + Pattern.quote(name)
                + "['\"]?\\s*[,)]",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    for (String index :
        texts("SELECT name FROM main.sqlite_schema WHERE sql LIKE ?1", "CREATE VIRTUAL TABLE%")) {
      String sql =
          texts("SELECT sql FROM main.sqlite_schema WHERE type = 'table' AND name = ?1", index)
              .get(0);
      if (content.matcher(sql).find()) {
        String fts = quoted(index);
        execute("INSERT INTO %1$s(%1$s) VALUES ('rebuild')".formatted(fts));
      }
    }
  }

  /** A number that was given once is not given again. */
  private void raiseSequence(String name) throws SQLException {
    String here = "SELECT 1 FROM %s.sqlite_schema WHERE name = 'sqlite_sequence' AND ?1 <> ''";
    if (texts(here.formatted("main"), name).isEmpty()
        || texts(here.formatted("backup"), name).isEmpty()) {
      return;
    }
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE main.sqlite_sequence SET seq = max(seq, (SELECT seq FROM backup.sqlite_sequence WHERE name = ?1))"
                + " WHERE name = ?1 AND EXISTS (SELECT 1 FROM backup.sqlite_sequence WHERE name = ?1)")) {
      update.setString(1, name);
      update.executeUpdate();
    }
  }

  private List<String> sqlInBackup(String type, String table) throws SQLException {
    return texts(
        "SELECT sql FROM backup.sqlite_schema WHERE lower(tbl_name) = lower(?1) AND sql IS NOT NULL AND type = '"
            + type
            + "'",
        table);
  }

  private long count(String schema, String table) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT count(*) FROM " + schema + "." + table)) {
      return rows.getLong(1);
    }
  }

  private List<String> texts(String sql, String parameter) throws SQLException {
    List<String> texts = new ArrayList<>();
    try (PreparedStatement query = connection.prepareStatement(sql)) {
      query.setString(1, parameter);
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          texts.add(rows.getString(1));
        }
      }
    }
    return texts;
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.executeUpdate(sql);
    }
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}

package com.maayegue.maintenance.sqlitesalvage;

import static com.maayegue.maintenance.stagedsqlite.DatabaseSchema.quoted;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * The database that a salvage writes. Tables and what guards their keys come before the rows,
 * everything else after, so that no trigger fires and every index is made of what is there.
 */
final class NewDatabase implements AutoCloseable {
  private static final Pattern FULL_TEXT =
      Pattern.compile("\\bUSING\\s+fts[345]\\b", Pattern.CASE_INSENSITIVE);
  private static final Pattern CONTENTLESS =
      Pattern.compile("\\bcontent\\s*=\\s*(''|\"\")", Pattern.CASE_INSENSITIVE);

  private final Path path;
  private final Blueprint blueprint;
  private final Connection connection;
  private final List<String> notes = new ArrayList<>();

  private NewDatabase(Path path, Blueprint blueprint, Connection connection) {
    this.path = path;
    this.blueprint = blueprint;
    this.connection = connection;
  }

  /** Begins a database at {@code path}, in the form that {@code file} has. */
  static NewDatabase create(Path path, PageFile file, Optional<Path> backup, Blueprint blueprint)
      throws SQLException {
    Connection connection = DriverManager.getConnection("jdbc:sqlite:" + path.toAbsolutePath());
    try {
      NewDatabase database = new NewDatabase(path, blueprint, connection);
      database.prepare(file, backup);
      return database;
    } catch (SQLException failure) {
      connection.close();
      throw failure;
    }
  }

  private void prepare(PageFile file, Optional<Path> backup) throws SQLException {
    execute("PRAGMA page_size = " + file.pageSize());
    execute("PRAGMA encoding = '" + file.encoding() + "'");
    execute("PRAGMA auto_vacuum = " + file.autoVacuum());
    execute("PRAGMA journal_mode = OFF");
    execute("PRAGMA synchronous = OFF");
    execute("PRAGMA cache_size = -16384");
    execute("PRAGMA foreign_keys = OFF");
    execute("PRAGMA user_version = " + file.userVersion());
    execute("PRAGMA application_id = " + file.applicationId());
    if (backup.isPresent()) {
      try (PreparedStatement attach = connection.prepareStatement("ATTACH ? AS backup")) {
        attach.setString(1, backup.get().toAbsolutePath().toString());
        attach.execute();
      }
    }
    connection.setAutoCommit(false);
    for (SchemaObject table : blueprint.all("table")) {
      if (table.isOrdinaryTable()) {
        execute(table.sql().orElseThrow());
      }
    }
    makeIndexes(blueprint::isUnique);
  }

  private void makeIndexes(Choice choice) throws SQLException {
    for (SchemaObject index : blueprint.all("index")) {
      if (index.sql().isPresent() && choice.takes(index)) {
        execute(index.sql().get());
      }
    }
  }

  /** The open connection, in a transaction, with the backup attached if there is one. */
  Connection connection() {
    return connection;
  }

  /** Forgets what filling in no rows at all has noted: that a table has given the number 0. */
  void forgetSequencesOfNothing() throws SQLException {
    execute("DELETE FROM main.sqlite_sequence WHERE seq = 0");
  }

  /** Raises the last number that AUTOINCREMENT has given for a table. */
  void raiseSequence(String table, long last) throws SQLException {
    try (PreparedStatement update =
            connection.prepareStatement(
                "UPDATE main.sqlite_sequence SET seq = max(seq, ?1) WHERE name = ?2");
        PreparedStatement insert =
            connection.prepareStatement("INSERT INTO main.sqlite_sequence VALUES (?2, ?1)")) {
      for (PreparedStatement statement : List.of(update, insert)) {
        statement.setLong(1, last);
        statement.setString(2, table);
        if (statement.executeUpdate() > 0) {
          return;
        }
      }
    }
  }

  /**
   * Makes the rest, and closes. A virtual table whose own tables are damaged is made anew from what
   * it indexes, or taken from the backup as a whole.
   *
   * @param damaged whether a table is
   */
  void finish(Predicate<SchemaObject> damaged) throws SQLException {
    for (SchemaObject table : virtualTables()) {
      boolean broken = shadows(table).stream().anyMatch(damaged);
      if (broken && !canBeRebuilt(table)) {
        takeFromBackup(table);
      }
    }
    makeIndexes(index -> !blueprint.isUnique(index));
    List<SchemaObject> last = new ArrayList<>(blueprint.all("view"));
    last.addAll(blueprint.all("trigger"));
    registerVirtualTables();
    connection.commit();
    connection.close();
    try (Connection reopened = DriverManager.getConnection("jdbc:sqlite:" + path.toAbsolutePath());
        Statement statement = reopened.createStatement()) {
      for (SchemaObject table : virtualTables()) {
        if (canBeRebuilt(table)) {
          String name = quoted(table.name());
          attempt(statement, table, "INSERT INTO " + name + "(" + name + ") VALUES ('rebuild')");
        }
      }
      for (SchemaObject object : last) {
        attempt(statement, object, object.sql().orElse(""));
      }
      if (blueprint.table("sqlite_stat1").isPresent()) {
        statement.execute("ANALYZE");
      }
    }
  }

  private void attempt(Statement statement, SchemaObject object, String sql) {
    try {
      statement.execute(sql);
    } catch (SQLException refused) {
      notes.add(object.type() + " " + object.name() + ": cannot be made: " + refused.getMessage());
    }
  }

  private List<SchemaObject> virtualTables() {
    return blueprint.all("table").stream().filter(SchemaObject::isVirtual).toList();
  }

  /** The ordinary tables in which a virtual one keeps its rows. */
  private List<SchemaObject> shadows(SchemaObject virtual) {
    return blueprint.all("table").stream()
        .filter(each -> each.isOrdinaryTable() && each.key().startsWith(virtual.key() + "_"))
        .toList();
  }

  private static boolean canBeRebuilt(SchemaObject virtual) {
    String sql = virtual.sql().orElse("");
    return FULL_TEXT.matcher(sql).find() && !CONTENTLESS.matcher(sql).find();
  }

  private void takeFromBackup(SchemaObject virtual) {
    for (SchemaObject shadow : shadows(virtual)) {
      try {
        execute("DELETE FROM main." + quoted(shadow.name()));
        execute("INSERT INTO main.%1$s SELECT * FROM backup.%1$s".formatted(quoted(shadow.name())));
      } catch (SQLException absent) {
        notes.add("table " + virtual.name() + ": damaged, and not in the backup");
        return;
      }
    }
    notes.add("table " + virtual.name() + ": taken from the backup as a whole");
  }

  /** Its tables are there already, so the module must not make them again. */
  private void registerVirtualTables() throws SQLException {
    if (virtualTables().isEmpty()) {
      return;
    }
    execute("PRAGMA writable_schema = ON");
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO main.sqlite_schema (type, name, tbl_name, rootpage, sql)"
                + " VALUES ('table', ?1, ?1, 0, ?2)")) {
      for (SchemaObject table : virtualTables()) {
        insert.setString(1, table.name());
        insert.setString(2, table.sql().orElseThrow());
        insert.executeUpdate();
      }
    }
    execute("PRAGMA writable_schema = OFF");
  }

  /** How many rows have no parent, by table. */
  static List<String> orphans(Connection connection) throws SQLException {
    List<String> tables = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("PRAGMA main.foreign_key_check")) {
      while (rows.next()) {
        tables.add(rows.getString(1));
      }
    }
    return tables;
  }

  /** What could not be made: names of objects. */
  List<String> notes() {
    return notes;
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }

  @FunctionalInterface
  private interface Choice {
    boolean takes(SchemaObject index) throws SQLException;
  }
}

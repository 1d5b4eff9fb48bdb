package com.maayegue.maintenance.sqlitesalvage;

import java.util.Locale;
import java.util.Optional;

/**
 * A row of {@code sqlite_schema}.
 *
 * @param type table, index, view or trigger
 * @param table that it belongs to
 * @param root the first page, 0 if it has none or nobody knows it
 * @param guessed whether that is only where the backup has it; it moves with a VACUUM
 * @param sql absent for an index that a constraint made
 */
record SchemaObject(
    String type, String name, String table, int root, boolean guessed, Optional<String> sql) {
  /** The names are compared as SQLite does. */
  String key() {
    return name.toLowerCase(Locale.ROOT);
  }

  /** Type and name, which no two objects share. */
  String id() {
    return type + " " + key();
  }

  boolean is(String kind) {
    return type.equals(kind);
  }

  /** A table that a module provides, which keeps its rows in other tables or nowhere. */
  boolean isVirtual() {
    return is("table")
        && sql.isPresent()
        && sql.get().stripLeading().toUpperCase(Locale.ROOT).startsWith("CREATE VIRTUAL");
  }

  /** A table that SQLite makes itself. */
  boolean isInternal() {
    return key().startsWith("sqlite_");
  }

  boolean isOrdinaryTable() {
    return is("table") && !isVirtual() && !isInternal();
  }

  boolean belongsTo(String owner) {
    return table.equalsIgnoreCase(owner);
  }

  /** The same in another place. */
  SchemaObject at(int page) {
    return new SchemaObject(type, name, table, page, false, sql);
  }

  /** The same, in a place that is to be proved. */
  SchemaObject asGuess() {
    return new SchemaObject(type, name, table, root, true, sql);
  }

  SchemaObject withSql(Optional<String> other) {
    return new SchemaObject(type, name, table, root, guessed, other);
  }
}

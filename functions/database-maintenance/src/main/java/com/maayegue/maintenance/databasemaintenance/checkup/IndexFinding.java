package com.maayegue.maintenance.databasemaintenance.checkup;

import static com.maayegue.maintenance.stagedsqlite.DatabaseSchema.quoted;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Something about the indexes of a database that costs time or space.
 *
 * @param columns that it is about
 * @param detail one line for a person
 * @param sql what mends it
 */
public record IndexFinding(
    Kind kind, String table, List<String> columns, String detail, String sql) {
  /** What kind of thing. */
  public enum Kind {
    /** The app creates an index that is not there. */
    EXPECTED_ABSENT,
    /** An index has the name of one that the app creates, and other columns. */
    EXPECTED_DIFFERENT,
    /** To find the rows of a parent, the whole child table is read. */
    FOREIGN_KEY_WITHOUT_INDEX,
    /** Another index finds all that this one does. */
    REDUNDANT,
    /** A query of the app reads a whole table. */
    FULL_SCAN;

    /** The name in counts and reports, such as {@code foreignKeyWithoutIndex}. */
    public String label() {
      StringBuilder label = new StringBuilder();
      for (String word : name().toLowerCase(Locale.ROOT).split("_", -1)) {
        label.append(
            label.isEmpty()
                ? word
                : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1));
      }
      return label.toString();
    }
  }

  static String create(String name, String table, List<String> columns) {
    return "CREATE INDEX %s ON %s (%s);"
        .formatted(
            quoted(name),
            quoted(table),
            columns.stream().map(column -> quoted(column)).collect(Collectors.joining(", ")));
  }

  static String drop(String name) {
    return "DROP INDEX " + quoted(name) + ";";
  }
}

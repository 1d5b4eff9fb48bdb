package com.maayegue.maintenance.sampledata;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collections;
import java.util.Optional;

/** Rows for one table, sent in batches. Closing sends the last one. */
final class Rows implements AutoCloseable {
  private static final int BATCH = 1_000;

  private final PreparedStatement insert;
  private int waiting;
  private int added;

  Rows(Connection connection, String table, String columns) throws SQLException {
    int count = columns.split(",", -1).length;
    insert =
        connection.prepareStatement(
            "INSERT INTO %s (%s) VALUES (%s)"
                .formatted(table, columns, String.join(", ", Collections.nCopies(count, "?"))));
  }

  /** Adds a row: text, numbers, Instants (to milliseconds), Optionals (empty to NULL) and null. */
  void add(Object... values) throws SQLException {
    for (int i = 0; i < values.length; i++) {
      insert.setObject(i + 1, stored(values[i]));
    }
    insert.addBatch();
    added++;
    waiting++;
    if (waiting == BATCH) {
      send();
    }
  }

  /** How many rows were added: the last AUTOINCREMENT id, if the table was empty. */
  int added() {
    return added;
  }

  private void send() throws SQLException {
    insert.executeBatch();
    waiting = 0;
  }

  private static Object stored(Object value) {
    if (value instanceof Optional<?> optional) {
      return stored(optional.orElse(null));
    }
    return value instanceof Instant instant ? (Object) instant.toEpochMilli() : value;
  }

  @Override
  public void close() throws SQLException {
    try (insert) {
      if (waiting > 0) {
        send();
      }
    }
  }
}

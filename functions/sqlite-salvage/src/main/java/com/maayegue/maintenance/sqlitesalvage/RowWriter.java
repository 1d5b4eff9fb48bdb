package com.maayegue.maintenance.sqlitesalvage;

import static com.maayegue.maintenance.stagedsqlite.DatabaseSchema.quoted;

import com.maayegue.maintenance.sqlitesalvage.TableShape.Field;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes records into a table as they were. A row that breaks a constraint is refused: a row that
 * came first has its key, or no intact database can hold it.
 */
final class RowWriter implements AutoCloseable {
  private static final int CONSTRAINT = 19;
  private static final int MISMATCH = 20;
  private static final int ERROR = 1;

  private final Connection connection;
  private final TableShape shape;
  private final Map<List<Object>, PreparedStatement> statements = new HashMap<>();
  private long written;
  private long refused;

  RowWriter(Connection connection, TableShape shape) {
    this.connection = connection;
    this.shape = shape;
  }

  void write(Row row) throws SQLException {
    if (row.size() > shape.fields().size()) {
      refused++;
      return;
    }
    PreparedStatement statement = statement(row);
    int parameter = 1;
    if (!shape.hasRowidColumn() && shape.rowid().isPresent()) {
      statement.setLong(parameter++, row.rowid());
    }
    for (int i = 0; i < row.size(); i++) {
      Field field = shape.fields().get(i);
      if (field.isRowid()) {
        statement.setLong(parameter++, row.rowid());
      } else if (!field.generated()) {
        row.bind(statement, parameter++, i);
      }
    }
    try {
      int changed = statement.executeUpdate();
      written += changed;
      refused += 1 - changed;
    } catch (SQLException failure) {
      int code = failure.getErrorCode() & 0xff;
      if (code != CONSTRAINT && code != MISMATCH && code != ERROR) {
        throw failure;
      }
      refused++;
    }
  }

  /** Rows that were written. */
  long written() {
    return written;
  }

  /** Rows that the table did not take. */
  long refused() {
    return refused;
  }

  private PreparedStatement statement(Row row) throws SQLException {
    BitSet texts = new BitSet();
    for (int i = 0; i < row.size(); i++) {
      texts.set(i, row.isText(i));
    }
    List<Object> form = List.of(row.size(), texts);
    PreparedStatement statement = statements.get(form);
    if (statement == null) {
      statement = connection.prepareStatement(insert(row.size(), texts));
      statements.put(form, statement);
    }
    return statement;
  }

  private String insert(int size, BitSet texts) {
    List<String> names = new ArrayList<>();
    List<String> values = new ArrayList<>();
    if (!shape.hasRowidColumn() && shape.rowid().isPresent()) {
      names.add(shape.rowid().get());
      values.add("?");
    }
    for (int i = 0; i < size; i++) {
      Field field = shape.fields().get(i);
      if (!field.generated()) {
        names.add(quoted(field.name()));
        values.add(texts.get(i) ? "CAST(? AS TEXT)" : "?");
      }
    }
    return "INSERT OR IGNORE INTO main."
        + quoted(shape.table())
        + " ("
        + String.join(", ", names)
        + ") VALUES ("
        + String.join(", ", values)
        + ")";
  }

  @Override
  public void close() throws SQLException {
    for (PreparedStatement statement : statements.values()) {
      statement.close();
    }
  }
}

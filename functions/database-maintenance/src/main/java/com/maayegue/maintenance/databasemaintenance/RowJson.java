package com.maayegue.maintenance.databasemaintenance;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * Rows as lines of JSON, a field a column, in the types that SQLite stored: INTEGER and REAL as
 * numbers, TEXT as text, NULL as null. What JSON cannot say is an object with one field: {@code
 * {"base64": …}} for a BLOB, {@code {"textBase64": …}} for a text that is not UTF-8, {@code
 * {"real": "Infinity"}}.
 */
final class RowJson {
  private static final Gson GSON =
      new GsonBuilder().disableHtmlEscaping().serializeNulls().create();
  private static final char REPLACEMENT = '\uFFFD';

  private final List<String> columns;

  private RowJson(List<String> columns) {
    this.columns = columns;
  }

  /** For the rows of {@code rows}. */
  static RowJson of(ResultSet rows) throws SQLException {
    ResultSetMetaData about = rows.getMetaData();
    List<String> columns = new ArrayList<>();
    for (int i = 1; i <= about.getColumnCount(); i++) {
      columns.add(about.getColumnName(i));
    }
    return new RowJson(List.copyOf(columns));
  }

  /** The current row; the same row always gives the same line. */
  String line(ResultSet row) throws SQLException {
    JsonObject json = new JsonObject();
    for (int i = 1; i <= columns.size(); i++) {
      json.add(columns.get(i - 1), value(row, i));
    }
    return GSON.toJson(json);
  }

  private static JsonElement value(ResultSet row, int column) throws SQLException {
    Object value = row.getObject(column);
    if (value == null) {
      return JsonNull.INSTANCE;
    }
    if (value instanceof byte[] bytes) {
      return wrapped("base64", Base64.getEncoder().encodeToString(bytes));
    }
    if (value instanceof Number number) {
      boolean sayable = Double.isFinite(number.doubleValue());
      return sayable ? new JsonPrimitive(number) : wrapped("real", number.toString());
    }
    String text = value.toString();
    return text.indexOf(REPLACEMENT) < 0
        ? new JsonPrimitive(text)
        : wrapped("textBase64", Base64.getEncoder().encodeToString(row.getBytes(column)));
  }

  private static JsonObject wrapped(String kind, String value) {
    JsonObject json = new JsonObject();
    json.addProperty(kind, value);
    return json;
  }
}

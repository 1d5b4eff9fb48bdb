package com.maayegue.maintenance.sampledata;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteException;

/** Opens copies of the fixtures of test-fixtures/sqlite, as opening one may change it. */
abstract class FixtureCopies {
  static final Path FIXTURES = Path.of("..", "..", "test-fixtures", "sqlite");
  static final String FILE = "maa_yegue_app.db";

  @TempDir Path folder;

  void copy(String fixture) throws IOException {
    for (String left : names(folder)) {
      Files.delete(folder.resolve(left));
    }
    for (String name : names(FIXTURES.resolve(fixture))) {
      Files.copy(FIXTURES.resolve(fixture).resolve(name), folder.resolve(name));
    }
  }

  static List<String> names(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  List<String> tables() throws SQLException {
    return texts("SELECT name FROM sqlite_schema WHERE type = 'table'");
  }

  /** What integrity_check says; on some damage it throws instead. */
  String integrity() throws SQLException {
    try {
      return String.join("\n", texts("PRAGMA integrity_check"));
    } catch (SQLiteException e) {
      return e.getMessage();
    }
  }

  List<String> texts(String sql) throws SQLException {
    List<String> texts = new ArrayList<>();
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve(FILE));
        Statement statement = connection.createStatement()) {
      if (statement.execute(sql)) {
        try (ResultSet rows = statement.getResultSet()) {
          while (rows.next()) {
            texts.add(rows.getString(1));
          }
        }
      }
    }
    return texts;
  }
}

package com.maayegue.maintenance.stagedsqlite;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.sqlite.SQLiteConfig;

/** A local SQLite file: opened as the app would, and checked. */
public final class DatabaseFile {
  // https://www.sqlite.org/fileformat.html#magic_header_string
  private static final byte[] MAGIC = "SQLite format 3\0".getBytes(US_ASCII);
  private static final int MOST_FINDINGS = 5;

  private DatabaseFile() {}

  /** Opens {@code file} with foreign keys on. */
  public static Connection open(Path file) throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.enforceForeignKeys(true);
    config.setBusyTimeout(5_000);
    Connection connection = config.createConnection("jdbc:sqlite:" + file.toAbsolutePath());
    try (Statement statement = connection.createStatement()) {
      // Local files and memory are the same thing in a function: a large mapping costs nothing
      // more.
      statement.execute("PRAGMA mmap_size=1073741824");
      statement.execute("PRAGMA cache_size=-16384");
    } catch (SQLException failure) {
      connection.close();
      throw failure;
    }
    return connection;
  }

  /** Whether the file begins as a SQLite database does. */
  public static boolean looksLikeSqlite(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return Arrays.equals(in.readNBytes(MAGIC.length), MAGIC);
    }
  }

  /** What {@code integrity_check} finds, the first few; empty if the database is intact. */
  public static List<String> damage(Connection connection) {
    List<String> findings = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("PRAGMA integrity_check(" + MOST_FINDINGS + ")")) {
      while (rows.next()) {
        findings.add(rows.getString(1));
      }
    } catch (SQLException damaged) {
      // A damaged page can make the check itself fail: that means "not intact" too.
      findings.add(damaged.getMessage());
    }
    return findings.equals(List.of("ok")) ? List.of() : findings;
  }
}

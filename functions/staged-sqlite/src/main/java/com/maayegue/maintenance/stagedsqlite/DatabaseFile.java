package com.maayegue.maintenance.stagedsqlite;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
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

  /**
   * Opens {@code file} as it is: nothing of it, nor beside it, is written or locked, not even for a
   * database in WAL mode. What a {@code -wal} beside it holds is not seen. SQLite does not load
   * CHECK constraints here, so {@code integrity_check} wants {@link #openToCheck}.
   *
   * @param cacheBytes of memory for pages
   */
  public static Connection openUnchanged(Path file, long cacheBytes) throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setReadOnly(true);
    // https://www.sqlite.org/uri.html#uriimmutable
    String uri = "file:" + file.toAbsolutePath().toUri().getRawPath() + "?immutable=1";
    return with(config.createConnection("jdbc:sqlite:" + uri), "cache_size=-" + cacheBytes / 1024);
  }

  /**
   * Opens {@code file} for {@code integrity_check}, which with a read-only handle would pass rows
   * that break a CHECK constraint. Nothing of it is written; beside a database in WAL mode there
   * are a {@code -wal} and a {@code -shm} until it is closed.
   *
   * @param mappedBytes of the beginning of the file that are read without copying them
   */
  public static Connection openToCheck(Path file, long mappedBytes) throws SQLException {
    return with(
        new SQLiteConfig().createConnection("jdbc:sqlite:" + file.toAbsolutePath()),
        "query_only=ON",
        "cache_size=-16384",
        "mmap_size=" + mappedBytes);
  }

  private static Connection with(Connection connection, String... pragmas) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String pragma : pragmas) {
        statement.execute("PRAGMA " + pragma);
      }
      return connection;
    } catch (SQLException failure) {
      connection.close();
      throw failure;
    }
  }

  /** Whether the file begins as a SQLite database does. */
  public static boolean looksLikeSqlite(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return Arrays.equals(in.readNBytes(MAGIC.length), MAGIC);
    }
  }

  /**
   * For a copy that is thrown away if anything fails: no journal on disk, and no waiting for the
   * disk.
   */
  public static void forgetDurability(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA synchronous=OFF");
      if (!isWal(statement)) {
        statement.execute("PRAGMA journal_mode=MEMORY");
      }
    }
  }

  private static boolean isWal(Statement statement) throws SQLException {
    try (ResultSet mode = statement.executeQuery("PRAGMA journal_mode")) {
      return mode.getString(1).equals("wal");
    }
  }

  /** Brings what a {@code -wal} holds into the file itself, which is then the whole database. */
  static void checkpoint(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA wal_checkpoint(TRUNCATE)");
    }
  }

  /**
   * Writes the database anew without its free space, as VACUUM does, with one temporary copy beside
   * the file and none in memory. Row ids, journal mode and header fields stay. All connections to
   * the file have to be closed.
   *
   * @param database for the log
   * @return the bytes saved; below zero if it grew
   * @throws DeadlineReached if the time was over before it was done; the file is as it was then
   */
  public static long compact(Path file, Steps steps, String database)
      throws IOException, SQLException {
    Path compacted = Files.createTempFile(file.getParent(), "compact-", ".db");
    Files.delete(compacted); // VACUUM INTO makes the file itself.
    try {
      compactInto(compacted, file, steps, database);
      long saved = Files.size(file) - Files.size(compacted);
      Files.move(compacted, file, StandardCopyOption.REPLACE_EXISTING);
      return saved;
    } finally {
      Files.deleteIfExists(compacted);
    }
  }

  /**
   * The same to another file, which must not exist. The file itself is only read, and others may
   * read it meanwhile.
   *
   * @throws DeadlineReached if the time was over before it was done
   */
  public static void compactInto(Path target, Path file, Steps steps, String database)
      throws SQLException {
    if (vacuumInto(target, file, steps, database)) {
      // VACUUM INTO leaves the mode behind.
      try (Connection connection = open(target);
          Statement statement = connection.createStatement()) {
        statement.execute("PRAGMA journal_mode=WAL");
      }
    }
  }

  /** Returns whether the database is in WAL mode. */
  private static boolean vacuumInto(Path target, Path file, Steps steps, String database)
      throws SQLException {
    try (Connection connection = open(file);
        Statement statement = connection.createStatement();
        PreparedStatement vacuum = connection.prepareStatement("VACUUM INTO ?")) {
      vacuum.setString(1, target.toString());
      steps.sql(database + ": VACUUM", connection, vacuum::execute);
      return isWal(statement);
    }
  }

  /** What {@code integrity_check} finds, the first few; empty if the database is intact. */
  public static List<String> damage(Connection connection) {
    return findings(connection, "integrity_check");
  }

  /** What {@code quick_check} finds, which does not compare indexes with their tables. */
  static List<String> quickDamage(Connection connection) {
    return findings(connection, "quick_check");
  }

  private static List<String> findings(Connection connection, String check) {
    List<String> findings = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("PRAGMA " + check + "(" + MOST_FINDINGS + ")")) {
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

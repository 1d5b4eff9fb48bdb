package com.maayegue.maintenance.local;

import com.google.cloud.storage.BlobId;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.Storage;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** The staged database, as a person with the right to read and write the bucket sees it. */
final class LiveDatabase {
  private static final BlobId LIVE =
      BlobId.of(LocalStack.BUCKET, "live/" + LocalStack.DATABASE + ".db");

  private final Storage storage;

  LiveDatabase(Storage storage) {
    this.storage = storage;
  }

  /** The generation of the object. */
  long generation() {
    return storage.get(LIVE).getGeneration();
  }

  /** The size in bytes. */
  long bytes() {
    return storage.get(LIVE).getSize();
  }

  /** What a query finds first. */
  long number(String sql) throws IOException, SQLException {
    Path copy = download();
    try {
      return number(copy, sql);
    } finally {
      Files.delete(copy);
    }
  }

  /** The rows of a table. */
  long rows(String table) throws IOException, SQLException {
    return number("SELECT count(*) FROM " + table);
  }

  /**
   * Flips one bit, in the first byte of a page in the middle of a table: as a bad disk would.
   *
   * @return the number of the page
   */
  long flipABitOf(String table) throws IOException, SQLException {
    Path copy = download();
    try {
      String leaves = "FROM dbstat WHERE pagetype = 'leaf' AND name = '" + table + "'";
      long middle = number(copy, "SELECT count(*) / 2 " + leaves);
      long page =
          number(copy, "SELECT pageno " + leaves + " ORDER BY pageno LIMIT 1 OFFSET " + middle);
      long at = (page - 1) * number(copy, "PRAGMA page_size");
      try (RandomAccessFile file = new RandomAccessFile(copy.toFile(), "rw")) {
        file.seek(at);
        int found = file.read();
        file.seek(at);
        file.write(found ^ 0x10);
      }
      upload(copy);
      return page;
    } finally {
      Files.delete(copy);
    }
  }

  private static long number(Path file, String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      return row.getLong(1);
    }
  }

  private Path download() throws IOException {
    Path copy = Files.createTempFile("live-", ".db");
    storage.downloadTo(LIVE, copy);
    return copy;
  }

  private void upload(Path file) throws IOException {
    storage.createFrom(
        BlobInfo.newBuilder(LIVE).setContentType("application/vnd.sqlite3").build(), file);
  }
}

package com.maayegue.maintenance.sampledata;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;

/**
 * Schema version 2 of {@code maa_yegue_app.db}, as the app creates it: every table, CHECK, foreign
 * key, default and index, and the rows of {@code app_metadata}.
 */
public final class AppSchema {
  /** {@code app_metadata.db_version} of this schema. */
  public static final int VERSION = 2;

  private static final String RESOURCE = "schema-v2.sql";

  private AppSchema() {}

  /** The schema as a script, the same text that {@code sqlite3 file.db < schema-v2.sql} takes. */
  public static String script() {
    try (InputStream in = AppSchema.class.getResourceAsStream(RESOURCE)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the resource " + RESOURCE, e);
    }
  }

  /**
   * Creates the schema in an empty database, and leaves {@code foreign_keys} of the connection on
   * unless a transaction is open.
   *
   * @param createdAt when the app would have created the database
   * @throws SQLException also when a table of the schema is there already
   */
  public static void create(Connection connection, Instant createdAt) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      // The driver hands the text to sqlite3_exec, which runs every statement of it.
      statement.executeUpdate(script());
    }
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE app_metadata SET updated_at = ?1,"
                + " value = CASE key WHEN 'created_at' THEN CAST(?1 AS TEXT) ELSE value END")) {
      update.setLong(1, createdAt.toEpochMilli());
      update.executeUpdate();
    }
  }
}

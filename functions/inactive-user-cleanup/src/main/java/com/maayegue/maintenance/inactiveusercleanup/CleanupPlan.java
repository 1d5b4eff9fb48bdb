package com.maayegue.maintenance.inactiveusercleanup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a run is going to do, kept in a temporary SQLite file, since a quarter of a million
 * candidates do not fit into a small heap. One thread at a time.
 */
final class CleanupPlan implements AutoCloseable {
  private final Path file;
  private final Connection connection;
  private final PreparedStatement addOpen;
  private final PreparedStatement addDisabled;
  private final PreparedStatement findEarlier;
  private final PreparedStatement see;
  private final PreparedStatement addEntry;
  private boolean anyEarlier;

  CleanupPlan() throws IOException, SQLException {
    file = Files.createTempFile("plan-", ".db");
    connection = DriverManager.getConnection("jdbc:sqlite:" + file);
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA journal_mode=OFF");
      statement.execute("PRAGMA synchronous=OFF");
      statement.execute("PRAGMA cache_size=-8192");
      statement.execute(
          "CREATE TABLE earlier (uid TEXT PRIMARY KEY, delete_after INTEGER, seen INTEGER DEFAULT 0) WITHOUT ROWID");
      statement.execute(
          "CREATE TABLE entry (phase TEXT, uid TEXT, email TEXT, latest INTEGER, PRIMARY KEY (phase, uid))"
              + " WITHOUT ROWID");
    }
    connection.setAutoCommit(false);
    addOpen =
        connection.prepareStatement(
            "INSERT OR REPLACE INTO earlier (uid, delete_after) VALUES (?, ?)");
    addDisabled = connection.prepareStatement("INSERT OR IGNORE INTO earlier (uid) VALUES (?)");
    findEarlier = connection.prepareStatement("SELECT delete_after FROM earlier WHERE uid = ?");
    see = connection.prepareStatement("UPDATE earlier SET seen = 1 WHERE uid = ?");
    addEntry = connection.prepareStatement("INSERT OR REPLACE INTO entry VALUES (?, ?, ?, ?)");
  }

  /** Takes note of a deletion that an earlier run has announced or begun. */
  void addOpen(String uid, Instant deleteAfter) throws SQLException {
    addOpen.setString(1, uid);
    addOpen.setLong(2, deleteAfter.toEpochMilli());
    addOpen.executeUpdate();
    anyEarlier = true;
  }

  /** Takes note of an account whose user an earlier run has disabled. */
  void addDisabled(String uid) throws SQLException {
    addDisabled.setString(1, uid);
    addDisabled.executeUpdate();
    anyEarlier = true;
  }

  /** What earlier runs did to an account; the account is thereby known to exist. */
  Earlier seeEarlier(String uid) throws SQLException {
    if (!anyEarlier) {
      return Earlier.NOTHING;
    }
    findEarlier.setString(1, uid);
    try (ResultSet row = findEarlier.executeQuery()) {
      if (!row.next()) {
        return Earlier.NOTHING;
      }
      see.setString(1, uid);
      see.executeUpdate();
      long deleteAfter = row.getLong(1);
      return new Earlier(
          true, row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(deleteAfter)));
    }
  }

  /** Puts an account into a phase. */
  void add(Phase phase, Entry entry) throws SQLException {
    addEntry.setString(1, phase.name());
    addEntry.setString(2, entry.uid());
    addEntry.setString(3, entry.email());
    addEntry.setLong(4, entry.latest().toEpochMilli());
    addEntry.executeUpdate();
  }

  /**
   * Turns the announced deletions whose account was not seen into entries of {@link Phase#GONE}.
   */
  void concludeListing() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.executeUpdate(
          "INSERT INTO entry SELECT 'GONE', uid, NULL, 0 FROM earlier WHERE seen = 0 AND delete_after IS NOT NULL");
    }
    connection.commit();
  }

  long count(Phase phase) throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement("SELECT count(*) FROM entry WHERE phase = ?")) {
      query.setString(1, phase.name());
      try (ResultSet row = query.executeQuery()) {
        return row.getLong(1);
      }
    }
  }

  /**
   * The next entries of a phase in the order of their uids, those after {@code uid}; empty at the
   * end.
   */
  List<Entry> after(Phase phase, String uid, int most) throws SQLException {
    String sql =
        "SELECT uid, email, latest FROM entry WHERE phase = ? AND uid > ? ORDER BY uid LIMIT ?";
    List<Entry> entries = new ArrayList<>();
    try (PreparedStatement query = connection.prepareStatement(sql)) {
      query.setString(1, phase.name());
      query.setString(2, uid);
      query.setInt(3, most);
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          entries.add(
              new Entry(
                  rows.getString(1), rows.getString(2), Instant.ofEpochMilli(rows.getLong(3))));
        }
      }
    }
    return entries;
  }

  /** Removes the file. */
  @Override
  public void close() throws SQLException, IOException {
    connection.close();
    Files.delete(file);
  }

  /**
   * What earlier runs did to an account.
   *
   * @param anything whether they announced its deletion, or disabled its user
   * @param deleteAfter when an announced deletion is due
   */
  record Earlier(boolean anything, Optional<Instant> deleteAfter) {
    static final Earlier NOTHING = new Earlier(false, Optional.empty());
  }

  /** What is to be done with an account. */
  enum Phase {
    /** Its owner gets a notice. */
    NOTICE,
    /** The notice period goes on. */
    WAITING,
    /** Its deletion was announced, and it is due. */
    DUE,
    /** Due without notice, as there is no notice period. */
    DUE_AT_ONCE,
    /** Its deletion was announced or begun, and it is in use, or protected, again. */
    RETURNED,
    /** Its deletion was announced or begun, and it does not exist any more. */
    GONE
  }

  /**
   * An account.
   *
   * @param email null where there is none, or where it does not matter
   * @param latest the newest activity
   */
  record Entry(String uid, String email, Instant latest) {}
}

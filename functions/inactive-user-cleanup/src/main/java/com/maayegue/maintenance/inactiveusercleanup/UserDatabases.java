package com.maayegue.maintenance.inactiveusercleanup;

import com.google.cloud.storage.Storage;
import com.maayegue.maintenance.core.RunLog;
import com.maayegue.maintenance.inactiveusercleanup.Activity.AppUser;
import com.maayegue.maintenance.inactiveusercleanup.CleanupPlan.Entry;
import com.maayegue.maintenance.stagedsqlite.DatabaseSchema;
import com.maayegue.maintenance.stagedsqlite.StagedDatabase;
import com.maayegue.maintenance.stagedsqlite.StagedDatabase.Edited;
import com.maayegue.maintenance.stagedsqlite.UnusableDatabase;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The staged databases that have users, looked at as one. */
final class UserDatabases implements AutoCloseable {
  private final CleanupSettings settings;
  private final Instant now;
  private final List<StagedDatabase> databases = new ArrayList<>();
  private final List<Connection> connections = new ArrayList<>();
  private final List<AppUsers> readers = new ArrayList<>();

  private UserDatabases(CleanupSettings settings, Instant now) {
    this.settings = settings;
    this.now = now;
  }

  /**
   * Downloads and checks the databases.
   *
   * @throws UnusableDatabase if one cannot be trusted, or none has users
   */
  static UserDatabases download(Storage storage, CleanupSettings settings, Instant now, RunLog log)
      throws IOException, SQLException {
    UserDatabases all = new UserDatabases(settings, now);
    try {
      for (String name : settings.staging().databases()) {
        all.add(new StagedDatabase(storage, settings.staging().bucket(), name), log);
      }
      if (all.databases.isEmpty()) {
        throw new UnusableDatabase(
            "no database of "
                + settings.staging().databases()
                + " has a table 'users', so who is protected is unknown");
      }
      all.openForReading();
      return all;
    } catch (IOException | SQLException | RuntimeException failure) {
      all.close();
      throw failure;
    }
  }

  private void add(StagedDatabase database, RunLog log) throws IOException, SQLException {
    databases.add(database);
    database.download();
    try (Connection connection = database.open()) {
      if (!DatabaseSchema.hasTable(connection, "users")) {
        log.warning(database.where() + " has no table 'users': left out");
        databases.remove(database);
        database.close();
        return;
      }
      AppSchema.check(connection, database.where());
    }
  }

  /** The rows of one account in all databases. */
  List<AppUser> find(String uid) throws SQLException {
    List<AppUser> found = new ArrayList<>(1);
    for (AppUsers reader : readers) {
      found.addAll(reader.find(uid));
    }
    return found;
  }

  /**
   * Accounts with something that is dated after {@code limit}, and the date; some thousands of them
   * at most.
   */
  Map<String, Instant> datedAfter(Instant limit) throws SQLException {
    Map<String, Instant> dates = new HashMap<>();
    for (AppUsers reader : readers) {
      dates.putAll(reader.datedAfter(limit));
    }
    return dates;
  }

  /** The accounts whose users this function has disabled, and nobody has changed since. */
  Set<String> disabledByUs() throws SQLException {
    Set<String> uids = new TreeSet<>();
    for (AppUsers reader : readers) {
      uids.addAll(reader.disabledByUs());
    }
    return uids;
  }

  /** Whether nobody has changed the live databases since this run downloaded or changed them. */
  boolean areCurrent() {
    return databases.stream().allMatch(StagedDatabase::isCurrent);
  }

  /** Downloads what others have changed since. */
  void refresh() throws IOException, SQLException {
    closeReaders();
    for (StagedDatabase database : databases) {
      if (!database.isCurrent()) {
        database.download();
      }
    }
    openForReading();
  }

  /**
   * Disables the users of accounts, in one edit of each database.
   *
   * @return the accounts that must stay after all
   */
  Changed disable(List<Entry> entries, CleanupPolicy policy) throws IOException, SQLException {
    Set<String> staying = new TreeSet<>();
    long changes =
        edit(
            rows -> {
              Set<String> here = rows.disable(entries, policy);
              staying.addAll(here);
            });
    return new Changed(staying, changes);
  }

  /** Enables the users of accounts that this function had disabled; returns how many there were. */
  long enable(Iterable<String> uids) throws IOException, SQLException {
    return edit(rows -> rows.enable(uids));
  }

  private long edit(RowsChange change) throws IOException, SQLException {
    closeReaders();
    long changes = 0;
    for (StagedDatabase database : databases) {
      changes +=
          database.<Long>edit(
              connection -> {
                try (AppUsers users = reader(connection);
                    UserRows rows = new UserRows(connection, users, now)) {
                  change.apply(rows);
                  return new Edited<>(rows.changes(), rows.changes() > 0);
                }
              });
    }
    openForReading();
    return changes;
  }

  private void openForReading() throws SQLException {
    for (StagedDatabase database : databases) {
      Connection connection = database.open();
      connections.add(connection);
      // One lock for all that is read, not one for each account; the copy is nobody else's.
      connection.setAutoCommit(false);
      readers.add(reader(connection));
    }
  }

  private AppUsers reader(Connection connection) throws SQLException {
    return new AppUsers(connection, settings.common().timeZone(), now);
  }

  private void closeReaders() throws SQLException {
    for (AppUsers reader : readers) {
      reader.close();
    }
    readers.clear();
    for (Connection connection : connections) {
      connection.close();
    }
    connections.clear();
  }

  /** Removes the copies. */
  @Override
  public void close() throws IOException, SQLException {
    closeReaders();
    for (StagedDatabase database : databases) {
      database.close();
    }
  }

  @FunctionalInterface
  private interface RowsChange {
    void apply(UserRows rows) throws SQLException;
  }

  /**
   * What a change did.
   *
   * @param staying accounts that must stay
   * @param rows users that were changed
   */
  record Changed(Set<String> staying, long rows) {}
}

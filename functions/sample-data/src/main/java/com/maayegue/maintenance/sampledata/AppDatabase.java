package com.maayegue.maintenance.sampledata;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes {@code maa_yegue_app.db} of a plan: the staged copy of the app's database, with rows in
 * every table. Without traps it is intact and every foreign key finds its parent.
 */
public final class AppDatabase {
  private final DatabasePlan plan;
  private final SampleAccounts accounts;

  public AppDatabase(DatabasePlan plan) {
    this.plan = plan;
    this.accounts = new SampleAccounts(plan.accounts());
  }

  /**
   * Writes the database. What a failure leaves is deleted.
   *
   * @throws FileAlreadyExistsException if {@code file} exists
   */
  public void write(Path file) throws IOException, SQLException {
    if (Files.exists(file)) {
      throw new FileAlreadyExistsException(file.toString());
    }
    boolean complete = false;
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file)) {
      fill(connection);
      complete = true;
    } finally {
      if (!complete) {
        Files.deleteIfExists(file);
      }
    }
  }

  private void fill(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      // A file that is not complete is thrown away, so nothing needs to survive a crash.
      statement.execute("PRAGMA journal_mode = OFF");
      statement.execute("PRAGMA synchronous = OFF");
      statement.execute("PRAGMA locking_mode = EXCLUSIVE");
      statement.execute("PRAGMA cache_size = -65536");
    }
    AppSchema.create(connection, plan.accounts().now());
    try (Statement statement = connection.createStatement()) {
      // Rows agree with each other by construction; traps do not want to.
      statement.execute("PRAGMA foreign_keys = OFF");
    }
    connection.setAutoCommit(false);
    List<String> indexes = dropIndexes(connection);
    fillUsers(connection);
    new SharedRows(connection, plan, accounts).write();
    TrapRows.write(connection, plan);
    try (Statement statement = connection.createStatement()) {
      for (String index : indexes) {
        statement.executeUpdate(index);
      }
    }
    connection.commit();
  }

  /** An index sorted once is made in half the time of one kept up row by row. */
  private static List<String> dropIndexes(Connection connection) throws SQLException {
    Map<String, String> indexes = new LinkedHashMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL")) {
      while (rows.next()) {
        indexes.put(rows.getString(1), rows.getString(2));
      }
    }
    try (Statement statement = connection.createStatement()) {
      for (String name : indexes.keySet()) {
        statement.executeUpdate("DROP INDEX " + name);
      }
    }
    return List.copyOf(indexes.values());
  }

  private void fillUsers(Connection connection) throws SQLException {
    try (UserRows users = new UserRows(connection, plan.accounts());
        LearningRows learning = new LearningRows(connection, plan, learners());
        MoneyRows money = new MoneyRows(connection, plan.accounts());
        DailyRows daily = new DailyRows(connection, plan.accounts())) {
      for (Iterator<SampleAccount> all = accounts.stream().iterator(); all.hasNext(); ) {
        SampleAccount account = all.next();
        if (account.appUser().isPresent()) {
          AppUser user = account.appUser().get();
          users.add(account, user);
          learning.add(account, user);
          money.add(account, user);
          daily.add(account, user);
        }
      }
    }
  }

  private int learners() {
    return (int)
        accounts.stream()
            .flatMap(account -> account.appUser().stream())
            .filter(user -> user.newestProgress().isPresent())
            .count();
  }
}

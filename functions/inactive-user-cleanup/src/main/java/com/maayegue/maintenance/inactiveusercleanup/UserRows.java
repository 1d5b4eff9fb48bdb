package com.maayegue.maintenance.inactiveusercleanup;

import com.google.gson.JsonObject;
import com.maayegue.maintenance.inactiveusercleanup.Activity.AppUser;
import com.maayegue.maintenance.inactiveusercleanup.CleanupPlan.Entry;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Changes users of one open staged database: disables those that nobody uses, and enables again
 * those that it disabled itself. The newest row of {@code admin_logs} about a user says who
 * disabled it, so a run needs no memory of its own.
 */
final class UserRows implements AutoCloseable {
  private static final String OURS = "inactive-user-cleanup";
  private static final String DISABLED = "user_deactivate";
  private static final String ENABLED = "user_reactivate";
  // As Dart's toIso8601String writes a UTC time.
  private static final DateTimeFormatter DART =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  /** A condition on {@code users u}: disabled, and not by anyone but this function. */
  static final String DISABLED_BY_US =
      "(u.is_active = 0 AND EXISTS (SELECT 1 FROM admin_logs a WHERE a.log_id = (SELECT max(b.log_id) FROM admin_logs b"
          + " WHERE b.user_id = u.user_id AND b.action IN ('"
          + DISABLED
          + "', '"
          + ENABLED
          + "'))"
          + " AND a.action = '"
          + DISABLED
          + "' AND a.details LIKE '%"
          + OURS
          + "%'))";

  private final AppUsers users;
  private final long now;
  private final String nowAsText;
  private final PreparedStatement disable;
  private final PreparedStatement enable;
  private final PreparedStatement log;
  private long changes;

  UserRows(Connection connection, AppUsers users, Instant now) throws SQLException {
    this.users = users;
    this.now = now.toEpochMilli();
    this.nowAsText = DART.format(now);
    this.disable =
        connection.prepareStatement(
            "UPDATE users SET is_active = 0, updated_at = ? WHERE user_id = ? AND is_active <> 0");
    this.enable =
        connection.prepareStatement(
            "UPDATE users AS u SET is_active = 1, updated_at = ? WHERE user_id = ? AND "
                + DISABLED_BY_US);
    this.log =
        connection.prepareStatement(
            "INSERT INTO admin_logs (action, user_id, details, timestamp) VALUES (?, ?, ?, ?)");
  }

  /**
   * Disables the users of accounts, judging each again by what the database says now.
   *
   * @return the accounts that must stay after all
   */
  Set<String> disable(List<Entry> entries, CleanupPolicy policy) throws SQLException {
    Set<String> staying = new TreeSet<>();
    for (Entry entry : entries) {
      List<AppUser> found = users.find(entry.uid());
      Activity account =
          new Activity(
              entry.uid(), Optional.of(entry.latest()), Optional.empty(), Optional.empty(), false);
      if (!policy.judge(account, found).inactive()) {
        staying.add(entry.uid());
        continue;
      }
      for (AppUser user : found) {
        change(disable, DISABLED, user.userId(), details(entry));
      }
    }
    return staying;
  }

  /** Enables the users of accounts where this function had disabled them. */
  void enable(Iterable<String> uids) throws SQLException {
    JsonObject details = new JsonObject();
    details.addProperty("by", OURS);
    details.addProperty("reason", "active again");
    for (String uid : uids) {
      for (AppUser user : users.find(uid)) {
        change(enable, ENABLED, user.userId(), details.toString());
      }
    }
  }

  /** How many users were changed. */
  long changes() {
    return changes;
  }

  private void change(PreparedStatement update, String action, String userId, String details)
      throws SQLException {
    update.setLong(1, now);
    update.setString(2, userId);
    if (update.executeUpdate() == 0) {
      return;
    }
    log.setString(1, action);
    log.setString(2, userId);
    log.setString(3, details);
    log.setString(4, nowAsText);
    log.executeUpdate();
    changes++;
  }

  private static String details(Entry entry) {
    JsonObject details = new JsonObject();
    details.addProperty("by", OURS);
    details.addProperty("reason", "inactive");
    details.addProperty("lastActivity", entry.latest().toString());
    return details.toString();
  }

  @Override
  public void close() throws SQLException {
    disable.close();
    enable.close();
    log.close();
  }
}

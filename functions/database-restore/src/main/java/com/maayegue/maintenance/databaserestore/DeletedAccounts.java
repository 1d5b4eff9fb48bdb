package com.maayegue.maintenance.databaserestore;

import com.google.cloud.Timestamp;
import com.google.cloud.firestore.FieldPath;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.Query;
import com.google.cloud.firestore.QueryDocumentSnapshot;
import com.google.gson.JsonObject;
import com.maayegue.maintenance.stagedsqlite.DatabaseSchema;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;

/**
 * Accounts that were deleted since a backup: their users are disabled in what is restored of it, as
 * the clean-up that deleted them had done. Disabling them again changes nothing, and the same
 * deletions give the same rows.
 */
record DeletedAccounts(List<Deleted> accounts) {
  private static final String COLLECTION = "account_deletions";
  private static final int PAGE = 1000;

  // The clean-up disables a user before it deletes the account, in another run than the backup.
  private static final Duration MARGIN = Duration.ofDays(1);

  private static final DateTimeFormatter DART =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private static final String DISABLE =
      "UPDATE users SET is_active = 0%s WHERE is_active IS NOT 0 AND user_id = ?1";
  private static final String FIND =
      "SELECT user_id FROM users WHERE is_active IS NOT 0"
          + " AND (firebase_uid = ?1 OR (user_id = ?1 AND firebase_uid IS NULL))";
  private static final String LOG =
      """
      INSERT INTO admin_logs (action, user_id, details, timestamp)
      SELECT 'user_deactivate', ?1, ?2, ?3 WHERE NOT EXISTS (
        SELECT 1 FROM admin_logs a WHERE a.rowid = (SELECT max(b.rowid) FROM admin_logs b
          WHERE b.user_id = ?1 AND b.action IN ('user_deactivate', 'user_reactivate'))
        AND a.action = 'user_deactivate' AND (a.details LIKE '%inactive-user-cleanup%'
          OR a.details LIKE '%database-restore%'))
      """;

  /** One account, and when it was deleted. */
  record Deleted(String uid, Instant at) {}

  /** Reads the accounts that were deleted after {@code time}, or nobody knows when. */
  static DeletedAccounts since(Instant time, Firestore firestore)
      throws ExecutionException, InterruptedException {
    List<Deleted> accounts = new ArrayList<>();
    Query query =
        firestore
            .collection(COLLECTION)
            .whereEqualTo("state", "deleted")
            .orderBy(FieldPath.documentId())
            .select("deletedAt")
            .limit(PAGE);
    List<QueryDocumentSnapshot> page = query.get().get().getDocuments();
    while (!page.isEmpty()) {
      for (QueryDocumentSnapshot found : page) {
        Instant at = time;
        if (found.get("deletedAt") instanceof Timestamp deleted) {
          at = deleted.toDate().toInstant();
        }
        if (!at.isBefore(time.minus(MARGIN))) {
          accounts.add(new Deleted(found.getId(), at));
        }
      }
      page = query.startAfter(page.get(page.size() - 1).getId()).get().get().getDocuments();
    }
    return new DeletedAccounts(accounts);
  }

  /**
   * Disables their users, in one transaction.
   *
   * @return how many were not disabled yet
   */
  long disable(Connection connection) throws SQLException {
    Set<String> columns = DatabaseSchema.columns(connection, "users");
    if (!columns.containsAll(Set.of("user_id", "firebase_uid", "is_active"))) {
      return 0;
    }
    boolean logged =
        DatabaseSchema.columns(connection, "admin_logs")
            .containsAll(Set.of("action", "user_id", "details", "timestamp"));
    String disable = DISABLE.formatted(columns.contains("updated_at") ? ", updated_at = ?2" : "");
    long disabled = 0;
    connection.setAutoCommit(false);
    try (PreparedStatement find = connection.prepareStatement(FIND);
        PreparedStatement update = connection.prepareStatement(disable)) {
      for (Deleted account : accounts) {
        for (String user : users(find, account.uid())) {
          update.setString(1, user);
          if (columns.contains("updated_at")) {
            update.setLong(2, account.at().toEpochMilli());
          }
          disabled += update.executeUpdate();
          if (logged) {
            log(connection, user, account.at());
          }
        }
      }
    }
    connection.commit();
    connection.setAutoCommit(true);
    return disabled;
  }

  private static List<String> users(PreparedStatement find, String uid) throws SQLException {
    List<String> users = new ArrayList<>(1);
    find.setString(1, uid);
    try (ResultSet rows = find.executeQuery()) {
      while (rows.next()) {
        users.add(rows.getString(1));
      }
    }
    return users;
  }

  private static void log(Connection connection, String user, Instant at) throws SQLException {
    JsonObject details = new JsonObject();
    details.addProperty("by", "database-restore");
    details.addProperty("reason", "account deleted");
    details.addProperty("deletedAt", at.toString());
    try (PreparedStatement insert = connection.prepareStatement(LOG)) {
      insert.setString(1, user);
      insert.setString(2, details.toString());
      insert.setString(3, DART.format(at));
      insert.executeUpdate();
    }
  }
}

package com.maayegue.maintenance.paymentledger;

import com.maayegue.maintenance.paymentledger.PaymentChange.PaidPlan;
import com.maayegue.maintenance.paymentstates.PaymentStatus;
import com.maayegue.maintenance.stagedsqlite.DatabaseSchema;
import com.maayegue.maintenance.stagedsqlite.UnusableDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The tables {@code payments} and {@code subscriptions} of one open database. */
record LedgerTables(Connection connection) {
  // The phone's own rows have ids of the phone.
  private static final String OUR_SUBSCRIPTION = "payment-";

  static LedgerTables of(Connection connection) throws SQLException {
    for (String table : List.of("users", "payments", "subscriptions")) {
      if (!DatabaseSchema.hasTable(connection, table)) {
        throw new UnusableDatabase(
            "expected the tables users, payments and subscriptions, but there is no " + table);
      }
    }
    return new LedgerTables(connection);
  }

  /**
   * The {@code user_id} of an account: by {@code firebase_uid}, or as key where that is not set.
   */
  Optional<String> user(String uid) throws SQLException {
    return value(
        "SELECT user_id FROM users WHERE firebase_uid = ?1"
            + " UNION ALL SELECT user_id FROM users WHERE user_id = ?1 AND firebase_uid IS NULL LIMIT 1",
        uid);
  }

  boolean isOfAnother(String paymentId, String userId) throws SQLException {
    return value("SELECT user_id FROM payments WHERE payment_id = ?1", paymentId)
        .filter(owner -> !owner.equals(userId))
        .isPresent();
  }

  /** Inserts or updates a payment; returns whether anything was changed. */
  boolean put(PaymentChange change, String userId) throws SQLException {
    Optional<String> known =
        value(
            "SELECT coalesce(status, '') FROM payments WHERE payment_id = ?1", change.paymentId());
    if (known.isEmpty()) {
      insert(change, userId);
      return true;
    }
    PaymentStatus status = PaymentStatus.of(known.get()).orElse(PaymentStatus.PENDING);
    boolean stronger = change.status().outranks(status);
    if (!stronger && (status != change.status() || !isNewer(change))) {
      return false;
    }
    return update(
        """
        UPDATE payments SET status = ?, payment_method = coalesce(?, payment_method),
          transaction_id = coalesce(?, transaction_id), completed_at = coalesce(?, completed_at), updated_at = ?
        WHERE payment_id = ?
        """,
        change.status().word(),
        change.provider().orElse(null),
        change.transactionId().orElse(null),
        millis(change.completedAt()),
        change.updatedAt().toEpochMilli(),
        change.paymentId());
  }

  /** A time that is no number is older than any. */
  private boolean isNewer(PaymentChange change) throws SQLException {
    return value(
            "SELECT 1 FROM payments WHERE payment_id = ?1"
                + " AND (typeof(updated_at) NOT IN ('integer', 'real') OR updated_at < ?2)",
            change.paymentId(),
            change.updatedAt().toEpochMilli())
        .isPresent();
  }

  private void insert(PaymentChange change, String userId) throws SQLException {
    update(
        """
        INSERT INTO payments (payment_id, user_id, amount, currency, status, payment_method, transaction_id,
          created_at, updated_at, completed_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        change.paymentId(),
        userId,
        change.amount(),
        change.currency(),
        change.status().word(),
        change.provider().orElse(null),
        change.transactionId().orElse(null),
        change.createdAt().toEpochMilli(),
        change.updatedAt().toEpochMilli(),
        millis(change.completedAt()));
  }

  /**
   * Ends what a refunded payment had bought, and writes what the user has paid for by the row of
   * the last purchase.
   */
  boolean putSubscription(PaymentChange change, String userId) throws SQLException {
    boolean changed = false;
    if (change.status() == PaymentStatus.REFUNDED) {
      long ended = change.refundedAt().orElse(change.updatedAt()).toEpochMilli();
      changed =
          update(
              "UPDATE subscriptions SET status = 'cancelled', end_date = min(end_date, ?2), updated_at = ?3"
                  + " WHERE payment_id = ?1 AND status <> 'cancelled'",
              change.paymentId(),
              ended,
              change.updatedAt().toEpochMilli());
    }
    Optional<PaidPlan> plan =
        change.plan().filter(paid -> paid.paymentId().isPresent() && !isCancelled(paid));
    return plan.isPresent() ? put(plan.get(), change, userId) || changed : changed;
  }

  private static boolean isCancelled(PaidPlan paid) {
    return paid.status().equals("cancelled");
  }

  private boolean put(PaidPlan paid, PaymentChange change, String userId) throws SQLException {
    String paymentId = paid.paymentId().orElseThrow();
    Optional<String> row =
        value(
            "SELECT subscription_id FROM subscriptions"
                + " WHERE (payment_id = ?1 OR subscription_id = ?3) AND user_id = ?2"
                + " ORDER BY updated_at DESC, subscription_id LIMIT 1",
            paymentId,
            userId,
            OUR_SUBSCRIPTION + paymentId);
    String status = paid.status().equals("expired") ? "expired" : "active";
    long updated = change.updatedAt().toEpochMilli();
    if (row.isPresent()) {
      return update(
          """
          UPDATE subscriptions SET plan_type = ?1, status = ?2, start_date = ?3, end_date = ?4, updated_at = ?5,
            payment_id = coalesce(payment_id, (SELECT p.payment_id FROM payments p WHERE p.payment_id = ?7))
          WHERE subscription_id = ?6 AND (plan_type IS NOT ?1 OR status IS NOT ?2 OR start_date IS NOT ?3
            OR end_date IS NOT ?4 OR (payment_id IS NULL AND EXISTS
              (SELECT 1 FROM payments p WHERE p.payment_id = ?7)))
          """,
          paid.plan(),
          status,
          paid.start().toEpochMilli(),
          paid.end().toEpochMilli(),
          updated,
          row.get(),
          paymentId);
    }
    return update(
        """
        INSERT INTO subscriptions (subscription_id, user_id, plan_type, status, start_date, end_date, payment_id,
          auto_renew, created_at, updated_at)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, (SELECT payment_id FROM payments WHERE payment_id = ?7), 0, ?8, ?8)
        """,
        OUR_SUBSCRIPTION + paymentId,
        userId,
        paid.plan(),
        status,
        paid.start().toEpochMilli(),
        paid.end().toEpochMilli(),
        paymentId,
        updated);
  }

  private static Object millis(Optional<Instant> time) {
    return time.map(Instant::toEpochMilli).orElse(null);
  }

  private Optional<String> value(String sql, Object... values) throws SQLException {
    try (PreparedStatement query = prepared(sql, values);
        ResultSet rows = query.executeQuery()) {
      return rows.next() ? Optional.ofNullable(rows.getString(1)) : Optional.empty();
    }
  }

  private boolean update(String sql, Object... values) throws SQLException {
    try (PreparedStatement statement = prepared(sql, values)) {
      return statement.executeUpdate() > 0;
    }
  }

  private PreparedStatement prepared(String sql, Object... values) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, values[i]);
    }
    return statement;
  }
}

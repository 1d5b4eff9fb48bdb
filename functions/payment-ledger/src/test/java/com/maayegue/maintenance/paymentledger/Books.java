package com.maayegue.maintenance.paymentledger;

import com.google.cloud.Timestamp;
import com.google.cloud.firestore.Firestore;
import com.maayegue.maintenance.core.CommonSettings;
import com.maayegue.maintenance.core.Env;
import com.maayegue.maintenance.emulators.FirestoreEmulator;
import com.maayegue.maintenance.paymentledger.PaymentLedger.Applied;
import com.maayegue.maintenance.runrecords.FirestoreConnection;
import com.maayegue.maintenance.sampledata.AppSchema;
import com.maayegue.maintenance.stagedsqlite.DatabaseFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Firestore's payments beside a database of the app. */
final class Books implements AutoCloseable {
  static final Instant NOW = Instant.parse("2025-10-07T12:00:00Z");
  static final String PAYMENTS =
      "SELECT payment_id, user_id, amount, currency, status, payment_method, transaction_id, completed_at"
          + " FROM payments ORDER BY payment_id";
  static final String SUBSCRIPTIONS =
      "SELECT user_id, plan_type, status, start_date, end_date, payment_id FROM subscriptions"
          + " ORDER BY subscription_id";
  private static final String PROJECT = "demo-ledger";

  private static FirestoreEmulator emulator;
  private static Firestore shared;

  final Firestore firestore = firestore();
  final PaymentLedger ledger = new PaymentLedger(firestore);
  final Connection database;

  /** Empty but for the users ada (with an account) and bob. */
  Books(Path folder) throws Exception {
    emulator.clear();
    database = DatabaseFile.open(folder.resolve("app.db"));
    AppSchema.create(database, NOW);
    user("row-ada", "ada");
    user("bob", null);
  }

  /** One emulator for all tests of this process; it ends with it. */
  private static synchronized Firestore firestore() throws Exception {
    if (shared == null) {
      emulator = FirestoreEmulator.start(PROJECT, Files.createTempDirectory("books-"));
      Env env =
          Env.of(
              Map.of(
                  "GOOGLE_CLOUD_PROJECT",
                  PROJECT,
                  "FIRESTORE_EMULATOR_HOST",
                  emulator.hostAndPort()));
      shared = FirestoreConnection.open(CommonSettings.from(env, false));
    }
    return shared;
  }

  @Override
  public void close() throws SQLException {
    database.close();
  }

  Applied takeOver() throws Exception {
    return ledger.apply(database, ledger.pending());
  }

  List<String> everything() throws SQLException {
    List<String> all = new ArrayList<>(rows(PAYMENTS));
    all.addAll(rows(SUBSCRIPTIONS));
    return all;
  }

  Map<String, Object> payment(String id, String user, String status, Instant at, boolean pending) {
    Map<String, Object> fields = new HashMap<>();
    fields.put("userId", user);
    fields.put("provider", "campay");
    fields.put("amount", 2500L);
    fields.put("currency", "XAF");
    fields.put("status", status);
    fields.put("plan", "premium");
    fields.put("transactionId", "tx-" + id);
    fields.put("createdAt", timestamp(NOW));
    fields.put("updatedAt", timestamp(at));
    fields.put("sqlitePending", pending);
    if (status.equals("completed")) {
      fields.put("completedAt", timestamp(at));
    }
    return fields;
  }

  void subscribe(
      String user, String plan, String status, Instant start, Instant end, String paymentId)
      throws Exception {
    firestore
        .document("subscriptions/" + user)
        .set(
            Map.of(
                "plan", plan,
                "status", status,
                "start", timestamp(start),
                "end", timestamp(end),
                "paymentId", paymentId))
        .get();
  }

  void user(String id, String uid) throws SQLException {
    sql(
        "INSERT INTO users (user_id, firebase_uid, created_at, updated_at) VALUES ('%s', %s, 0, 0)"
            .formatted(id, uid == null ? "NULL" : "'" + uid + "'"));
  }

  void sql(String... statements) throws SQLException {
    try (Statement statement = database.createStatement()) {
      for (String each : statements) {
        statement.execute(each);
      }
    }
  }

  List<String> rows(String query) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (Statement statement = database.createStatement();
        ResultSet found = statement.executeQuery(query)) {
      while (found.next()) {
        List<String> values = new ArrayList<>();
        for (int column = 1; column <= found.getMetaData().getColumnCount(); column++) {
          values.add(String.valueOf(found.getObject(column)));
        }
        rows.add(String.join("|", values));
      }
    }
    return rows;
  }

  static Timestamp timestamp(Instant instant) {
    return Timestamp.ofTimeSecondsAndNanos(instant.getEpochSecond(), instant.getNano());
  }

  void put(String id, String user, String status, Instant at) throws Exception {
    put(id, user, status, at, true);
  }

  void put(String id, String user, String status, Instant at, boolean pending) throws Exception {
    firestore.document("payments/" + id).set(payment(id, user, status, at, pending)).get();
  }
}

package com.maayegue.maintenance.paymentledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.maayegue.maintenance.stagedsqlite.UnusableDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LedgerTablesTest {
  private static final Instant NOW = Books.NOW;

  @TempDir private Path folder;
  private Books books;

  @BeforeEach
  void open() throws Exception {
    books = new Books(folder);
  }

  @AfterEach
  void close() throws Exception {
    books.close();
  }

  @ParameterizedTest
  @CsvSource({
    "pending, 0, completed, -60, completed",
    "failed, 0, completed, -60, completed",
    "completed, 0, failed, 60, completed",
    "refunded, 0, completed, 60, refunded",
    "completed, 0, refunded, -60, refunded",
    "completed, 0, pending, 60, completed"
  })
  void letsTheStrongerStatusWin(
      String inSqlite, long sqliteSecond, String inFirestore, long second, String expected)
      throws Exception {
    books.sql(
        "INSERT INTO payments (payment_id, user_id, amount, status, created_at, updated_at) VALUES"
            + " ('p1', 'row-ada', 2500, '%s', 0, %d)"
                .formatted(inSqlite, NOW.plusSeconds(sqliteSecond).toEpochMilli()));
    books.put("p1", "ada", inFirestore, NOW.plusSeconds(second));
    books.takeOver();
    assertThat(books.rows("SELECT status FROM payments")).containsExactly(expected);
  }

  @Test
  void letsTheNewerOfTwoEqualOnesWin() throws Exception {
    books.sql(
        "INSERT INTO payments (payment_id, user_id, amount, status, transaction_id, created_at, updated_at)"
            + " VALUES ('newer', 'row-ada', 2500, 'completed', 'own', 0, %1$d),"
                .formatted(NOW.plusSeconds(1).toEpochMilli())
            + " ('older', 'row-ada', 2500, 'completed', 'own', 0, %1$d),"
                .formatted(NOW.minusSeconds(1).toEpochMilli())
            + " ('odd', 'row-ada', 2500, 'completed', 'own', 0, 'hier')");
    for (String id : List.of("newer", "older", "odd")) {
      books.put(id, "ada", "completed", NOW);
    }
    books.takeOver();
    assertThat(books.rows("SELECT payment_id, transaction_id FROM payments ORDER BY 1"))
        .containsExactly("newer|own", "odd|tx-odd", "older|tx-older");
  }

  @Test
  void endsWhatARefundedPaymentHadBoughtAndKeepsTheRest() throws Exception {
    Instant end = NOW.plus(Duration.ofDays(365));
    books.put("p1", "ada", "completed", NOW);
    books.put("p2", "ada", "completed", NOW);
    books.subscribe("ada", "premium", "active", NOW, end.plus(Duration.ofDays(365)), "p2");
    books.ledger.settled(books.takeOver().applied());
    Map<String, Object> refunded =
        books.payment("p2", "ada", "refunded", NOW.plusSeconds(60), true);
    refunded.put("refundedAt", Books.timestamp(NOW.plusSeconds(60)));
    books.firestore.document("payments/p2").set(refunded).get();
    books.subscribe("ada", "premium", "active", NOW, end, "p1");
    books.takeOver();
    long start = NOW.toEpochMilli();
    assertThat(books.rows(Books.SUBSCRIPTIONS))
        .containsExactly(
            "row-ada|premium|active|%d|%d|p1".formatted(start, end.toEpochMilli()),
            "row-ada|premium|cancelled|%d|%d|p2".formatted(start, start + 60_000));
  }

  @Test
  void updatesTheAppsOwnRowOfAPayment() throws Exception {
    books.sql(
        "INSERT INTO payments (payment_id, user_id, amount, status, created_at, updated_at)"
            + " VALUES ('p1', 'row-ada', 2500, 'pending', 0, 0)",
        "INSERT INTO subscriptions (subscription_id, user_id, plan_type, status, start_date, end_date,"
            + " payment_id, created_at, updated_at)"
            + " VALUES ('own', 'row-ada', 'premium', 'pending', 0, 0, 'p1', 0, 0)");
    books.put("p1", "ada", "completed", NOW);
    books.subscribe("ada", "premium", "active", NOW, NOW.plusSeconds(60), "p1");
    books.takeOver();
    assertThat(books.rows("SELECT subscription_id, status FROM subscriptions"))
        .containsExactly("own|active");
  }

  @Test
  void writesASubscriptionWhosePaymentIsNotThereOnlyOnce() throws Exception {
    books.put("p2", "ada", "failed", NOW);
    books.subscribe("ada", "premium", "active", NOW, NOW.plusSeconds(60), "p1");
    assertThat(books.takeOver().changed()).isTrue();
    assertThat(books.takeOver().changed()).isFalse();
    assertThat(books.rows(Books.SUBSCRIPTIONS)).hasSize(1).first().asString().endsWith("|null");
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4})
  void worksOnEverySchemaFromTwoToFour(int version) throws Exception {
    if (version >= 3) {
      books.sql(
          "ALTER TABLE users ADD COLUMN phone_number TEXT",
          "CREATE INDEX idx_users_phone ON users (phone_number)");
    }
    if (version == 4) {
      books.sql(
          "CREATE TABLE user_achievements (achievement_id INTEGER PRIMARY KEY AUTOINCREMENT, user_id TEXT NOT"
              + " NULL REFERENCES users (user_id), achievement_type TEXT NOT NULL, earned_at INTEGER NOT NULL)");
    }
    books.sql("UPDATE app_metadata SET value = '" + version + "' WHERE key = 'db_version'");
    books.put("p1", "ada", "completed", NOW);
    books.subscribe("ada", "premium", "active", NOW, NOW.plusSeconds(60), "p1");
    assertThat(books.takeOver().changed()).isTrue();
    assertThat(books.rows(Books.SUBSCRIPTIONS)).hasSize(1);
  }

  @Test
  void refusesADatabaseWithoutItsTables() throws Exception {
    books.sql("DROP TABLE subscriptions");
    books.put("p1", "ada", "completed", NOW);
    assertThatThrownBy(books::takeOver)
        .isInstanceOf(UnusableDatabase.class)
        .hasMessageContaining("no subscriptions");
  }
}

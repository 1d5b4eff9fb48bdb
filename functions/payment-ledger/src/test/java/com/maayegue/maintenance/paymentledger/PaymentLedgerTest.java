package com.maayegue.maintenance.paymentledger;

import static org.assertj.core.api.Assertions.assertThat;

import com.maayegue.maintenance.paymentledger.PaymentLedger.Applied;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PaymentLedgerTest {
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

  @Test
  void takesOverPaymentsAndSubscriptionsOnce() throws Exception {
    books.put("p1", "ada", "completed", NOW);
    books.put("p2", "bob", "failed", NOW);
    books.put("old", "ada", "completed", NOW, false);
    books.subscribe("ada", "premium", "active", NOW, NOW.plus(Duration.ofDays(365)), "p1");

    Applied applied = books.takeOver();
    assertThat(applied.changed()).isTrue();
    assertThat(books.rows(Books.PAYMENTS))
        .containsExactly(
            "p1|row-ada|2500.0|XAF|completed|campay|tx-p1|" + NOW.toEpochMilli(),
            "p2|bob|2500.0|XAF|failed|campay|tx-p2|null");
    assertThat(books.rows(Books.SUBSCRIPTIONS))
        .containsExactly(
            "row-ada|premium|active|%d|%d|p1"
                .formatted(NOW.toEpochMilli(), NOW.plus(Duration.ofDays(365)).toEpochMilli()));
    assertThat(books.ledger.settled(applied.applied())).isEqualTo(2);
    assertThat(books.ledger.pending()).isEmpty();
    assertThat(books.rows("PRAGMA foreign_key_check")).isEmpty();
  }

  @Test
  void changesNothingTheSecondTime() throws Exception {
    books.put("p1", "ada", "completed", NOW);
    books.put("p2", "ada", "refunded", NOW);
    books.subscribe("ada", "premium", "active", NOW, NOW.plus(Duration.ofDays(365)), "p1");
    books.takeOver();
    List<String> before = books.everything();
    Applied again = books.takeOver();
    assertThat(again.changed()).isFalse();
    assertThat(again.applied()).hasSize(2);
    assertThat(books.everything()).isEqualTo(before);
  }

  @Test
  void leavesAPaymentPendingThatWasWrittenSinceItWasRead() throws Exception {
    books.put("p1", "ada", "failed", NOW);
    books.put("p2", "ada", "failed", NOW);
    books.put("gone", "ada", "failed", NOW);
    Applied applied = books.takeOver();
    books.put("p1", "ada", "completed", NOW.plusSeconds(60));
    books.firestore.document("payments/gone").delete().get();
    assertThat(books.ledger.settled(applied.applied())).isEqualTo(1);
    assertThat(books.ledger.pending()).extracting(PaymentChange::paymentId).containsExactly("p1");
    books.takeOver();
    assertThat(books.rows("SELECT status FROM payments WHERE payment_id = 'p1'"))
        .containsExactly("completed");
  }

  @Test
  void reportsWhoseUserIsMissingAndInsertsNothing() throws Exception {
    books.put("p1", "nobody", "completed", NOW);
    books.subscribe("nobody", "premium", "active", NOW, NOW.plusSeconds(60), "p1");
    Applied applied = books.takeOver();
    assertThat(applied.withoutUser()).containsExactly("p1");
    assertThat(applied.applied()).isEmpty();
    assertThat(applied.changed()).isFalse();
    assertThat(books.rows(Books.PAYMENTS)).isEmpty();
    assertThat(books.ledger.settled(applied.applied())).isZero();
    books.user("row-late", "nobody");
    books.takeOver();
    assertThat(books.rows(Books.SUBSCRIPTIONS)).hasSize(1);
  }

  @Test
  void touchesNoPaymentOfSomebodyElse() throws Exception {
    books.sql(
        "INSERT INTO payments (payment_id, user_id, amount, status, created_at, updated_at)"
            + " VALUES ('p1', 'bob', 2500, 'pending', 0, 0)");
    books.put("p1", "ada", "completed", NOW);
    Applied applied = books.takeOver();
    assertThat(applied.conflicting()).containsExactly("p1");
    assertThat(books.rows("SELECT status FROM payments")).containsExactly("pending");
  }

  @Test
  void leavesOutDocumentsThatSqliteCouldNotHold() throws Exception {
    Map<String, Object> odd = books.payment("odd", "ada", "completed", NOW, true);
    odd.put("amount", "viel");
    books.firestore.document("payments/odd").set(odd).get();
    Map<String, Object> unknown = books.payment("unknown", "ada", "processing", NOW, true);
    books.firestore.document("payments/unknown").set(unknown).get();
    books.firestore.document("payments/empty").set(Map.of("sqlitePending", true)).get();
    assertThat(books.ledger.pending()).isEmpty();
  }

  @Test
  void endsTheSameInWhateverOrderChangesAreApplied() throws Exception {
    for (int i = 0; i < 6; i++) {
      books.put(
          "p" + i,
          i % 2 == 0 ? "ada" : "bob",
          i < 4 ? "completed" : "refunded",
          NOW.plusSeconds(i));
    }
    books.subscribe("ada", "premium", "active", NOW, NOW.plusSeconds(60), "p2");
    books.subscribe("bob", "vip", "active", NOW, NOW.plusSeconds(90), "p3");
    List<PaymentChange> changes = new ArrayList<>(books.ledger.pending());
    books.ledger.apply(books.database, changes);
    List<String> expected = books.everything();
    Random random = new Random(3);
    for (int round = 0; round < 20; round++) {
      books.sql("DELETE FROM subscriptions", "DELETE FROM payments");
      Collections.shuffle(changes, random);
      for (PaymentChange change : changes) {
        books.ledger.apply(books.database, List.of(change));
      }
      assertThat(books.everything()).isEqualTo(expected);
    }
  }
}

package com.maayegue.maintenance.paymentledger;

import com.google.api.core.ApiFuture;
import com.google.cloud.firestore.DocumentReference;
import com.google.cloud.firestore.DocumentSnapshot;
import com.google.cloud.firestore.FieldPath;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.FirestoreException;
import com.google.cloud.firestore.Precondition;
import com.google.cloud.firestore.Query;
import com.google.cloud.firestore.QueryDocumentSnapshot;
import com.google.cloud.firestore.WriteResult;
import com.maayegue.maintenance.paymentledger.PaymentChange.PaidPlan;
import io.grpc.Status;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;

/**
 * Takes payments that changed in Firestore over into the staged SQLite database. In this order:
 * {@link #pending()}, {@link #apply} within an edit of the database, and {@link #settled} once the
 * database is uploaded. Killed anywhere in between, the payments are still pending, and taking them
 * over again changes nothing.
 *
 * <p>Changes the field {@code sqlitePending} of {@code payments}, and the tables {@code payments}
 * and {@code subscriptions}.
 */
public final class PaymentLedger {
  private static final int PAGE = 500;
  private static final int MOST = 10_000;
  private static final int AT_ONCE = 50;

  private final Firestore firestore;

  /** Reads from and writes to {@code firestore}. */
  public PaymentLedger(Firestore firestore) {
    this.firestore = firestore;
  }

  /**
   * What {@link #apply} did.
   *
   * @param applied now as in Firestore, whether anything had to be changed or not: for {@link
   *     #settled}
   * @param withoutUser ids of payments whose user SQLite does not know; they stay pending
   * @param conflicting ids of payments that belong to somebody else in SQLite; they stay pending
   * @param changed whether the database was changed
   */
  public record Applied(
      List<PaymentChange> applied,
      List<String> withoutUser,
      List<String> conflicting,
      boolean changed) {}

  /**
   * The payments that SQLite has not taken over yet, with their users' subscriptions; 10,000 at
   * most. Those without a user, an amount or a known status are left out.
   */
  public List<PaymentChange> pending() throws ExecutionException, InterruptedException {
    List<PaymentChange> changes = new ArrayList<>();
    Optional<DocumentSnapshot> last = Optional.empty();
    do {
      List<QueryDocumentSnapshot> page = page(last);
      Map<String, Optional<PaidPlan>> plans = plans(page);
      for (QueryDocumentSnapshot payment : page) {
        Optional<PaidPlan> plan =
            PaymentChange.text(payment, "userId")
                .flatMap(userId -> plans.getOrDefault(userId, Optional.empty()));
        PaymentChange.from(payment, plan).ifPresent(changes::add);
      }
      last = page.size() < PAGE ? Optional.empty() : Optional.of(page.get(PAGE - 1));
    } while (last.isPresent() && changes.size() < MOST);
    return changes;
  }

  private List<QueryDocumentSnapshot> page(Optional<DocumentSnapshot> last)
      throws ExecutionException, InterruptedException {
    Query query =
        firestore
            .collection("payments")
            .whereEqualTo("sqlitePending", true)
            .orderBy(FieldPath.documentId())
            .limit(PAGE);
    return last.map(query::startAfter).orElse(query).get().get().getDocuments();
  }

  private Map<String, Optional<PaidPlan>> plans(List<QueryDocumentSnapshot> payments)
      throws ExecutionException, InterruptedException {
    DocumentReference[] subscriptions =
        payments.stream()
            .flatMap(payment -> PaymentChange.text(payment, "userId").stream())
            .filter(userId -> !userId.contains("/"))
            .distinct()
            .map(userId -> firestore.collection("subscriptions").document(userId))
            .toArray(DocumentReference[]::new);
    Map<String, Optional<PaidPlan>> plans = new LinkedHashMap<>();
    if (subscriptions.length > 0) {
      for (DocumentSnapshot found : firestore.getAll(subscriptions).get()) {
        plans.put(found.getId(), PaymentChange.plan(found));
      }
    }
    return plans;
  }

  /**
   * Brings the open database up to date, by payment id: of a payment that is in both, the stronger
   * status wins, and of two equal ones the newer. The transaction is the caller's.
   *
   * @param connection to a database with the tables {@code users}, {@code payments} and {@code
   *     subscriptions}, schema version 2 to 4
   * @throws com.maayegue.maintenance.stagedsqlite.UnusableDatabase if it lacks one of them
   */
  public Applied apply(Connection connection, List<PaymentChange> changes) throws SQLException {
    LedgerTables tables = LedgerTables.of(connection);
    List<PaymentChange> applied = new ArrayList<>();
    List<String> withoutUser = new ArrayList<>();
    List<String> conflicting = new ArrayList<>();
    boolean changed = false;
    for (PaymentChange change : changes) {
      Optional<String> user = tables.user(change.userId());
      if (user.isEmpty()) {
        withoutUser.add(change.paymentId());
      } else if (tables.isOfAnother(change.paymentId(), user.get())) {
        conflicting.add(change.paymentId());
      } else {
        changed |= tables.put(change, user.get());
        applied.add(change);
      }
    }
    // When all payments are there, as subscriptions refer to them.
    for (PaymentChange change : applied) {
      changed |= tables.putSubscription(change, tables.user(change.userId()).orElseThrow());
    }
    return new Applied(
        List.copyOf(applied), List.copyOf(withoutUser), List.copyOf(conflicting), changed);
  }

  /**
   * Marks payments as taken over, once the database is stored; one that was written since it was
   * read stays pending.
   *
   * @return how many are marked now
   */
  public int settled(List<PaymentChange> changes) throws ExecutionException, InterruptedException {
    int marked = 0;
    for (int from = 0; from < changes.size(); from += AT_ONCE) {
      List<ApiFuture<WriteResult>> writes = new ArrayList<>();
      for (PaymentChange change : changes.subList(from, Math.min(changes.size(), from + AT_ONCE))) {
        writes.add(
            firestore
                .collection("payments")
                .document(change.paymentId())
                .update(Map.of("sqlitePending", false), Precondition.updatedAt(change.version())));
      }
      for (ApiFuture<WriteResult> write : writes) {
        marked += isMarked(write) ? 1 : 0;
      }
    }
    return marked;
  }

  private static boolean isMarked(ApiFuture<WriteResult> write)
      throws ExecutionException, InterruptedException {
    try {
      write.get();
      return true;
    } catch (ExecutionException failure) {
      Status.Code code = code(failure);
      if (code == Status.Code.FAILED_PRECONDITION || code == Status.Code.NOT_FOUND) {
        return false;
      }
      throw failure;
    }
  }

  private static Status.Code code(ExecutionException failure) {
    return failure.getCause() instanceof FirestoreException known && known.getStatus() != null
        ? known.getStatus().getCode()
        : Status.fromThrowable(failure).getCode();
  }
}

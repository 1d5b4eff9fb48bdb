package com.maayegue.maintenance.databasemaintenance;

import com.google.cloud.firestore.Firestore;
import com.maayegue.maintenance.paymentledger.PaymentChange;
import com.maayegue.maintenance.paymentledger.PaymentLedger;
import com.maayegue.maintenance.paymentledger.PaymentLedger.Applied;
import com.maayegue.maintenance.stagedsqlite.DatabaseSchema;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.ExecutionException;

/**
 * Takes payments that changed in Firestore over into {@code payments} and {@code subscriptions} of
 * the database, by payment id, the stronger state first. What a database has no user for stays
 * pending. A payment counts as taken over once the database is live: killed before that, it is
 * taken over again, which changes nothing.
 */
final class ChangedPayments implements WeeklyChore {
  private static final List<String> TABLES = List.of("users", "payments", "subscriptions");

  private final PaymentLedger ledger;
  private List<PaymentChange> applied = List.of();

  ChangedPayments(Firestore firestore) {
    this.ledger = new PaymentLedger(firestore);
  }

  @Override
  public String name() {
    return "payments";
  }

  @Override
  public boolean apply(Work work) throws SQLException, IOException {
    applied = List.of();
    for (String table : TABLES) {
      if (!DatabaseSchema.hasTable(work.connection(), table)) {
        work.counts().add("missing." + table, 1);
        return false;
      }
    }
    List<PaymentChange> changes = pending();
    work.counts().add("due.payments", changes.size());
    Applied result = apply(work, changes);
    work.counts().add("applied.payments", work.dryRun() ? 0 : result.applied().size());
    work.counts().add("withoutUser.payments", result.withoutUser().size());
    work.counts().add("conflicting.payments", result.conflicting().size());
    if (!work.dryRun()) {
      applied = result.applied();
    }
    return result.changed();
  }

  private Applied apply(Work work, List<PaymentChange> changes) throws SQLException {
    Connection connection = work.connection();
    return work.steps()
        .sql(work.database() + ": payments", connection, () -> ledger.apply(connection, changes));
  }

  private List<PaymentChange> pending() throws IOException {
    try {
      return ledger.pending();
    } catch (ExecutionException away) {
      throw new IOException("the payments that changed could not be read from Firestore", away);
    } catch (InterruptedException stopped) {
      throw interrupted();
    }
  }

  @Override
  public void settle() throws IOException {
    try {
      ledger.settled(applied);
    } catch (ExecutionException away) {
      throw new IOException("payments that were taken over could not be marked", away);
    } catch (InterruptedException stopped) {
      throw interrupted();
    }
  }

  private static InterruptedIOException interrupted() {
    Thread.currentThread().interrupt();
    return new InterruptedIOException("interrupted while payments were taken over");
  }
}

package com.maayegue.maintenance.runrecords;

import com.google.api.gax.rpc.ApiException;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.Transaction;
import com.google.cloud.firestore.TransactionOptions;
import java.util.concurrent.ExecutionException;

/**
 * Firestore transactions that begin again when they lose a race, whether a read or the commit lost
 * it. The client by itself begins again only what throws an {@link ApiException}; a read that is
 * waited for with {@code get()} throws that inside an {@link ExecutionException}.
 */
public final class Transactions {
  private static final TransactionOptions PATIENT =
      TransactionOptions.createReadWriteOptionsBuilder().setNumberOfAttempts(10).build();

  private Transactions() {}

  /**
   * Runs {@code work} in a transaction, at most 10 times.
   *
   * @param work called again if somebody else was faster, so it must start afresh each time
   * @return what {@code work} returned when it was committed
   */
  public static <T> T run(Firestore firestore, Transaction.Function<T> work)
      throws ExecutionException, InterruptedException {
    return firestore.runTransaction(transaction -> unwrapped(work, transaction), PATIENT).get();
  }

  private static <T> T unwrapped(Transaction.Function<T> work, Transaction transaction)
      throws Exception {
    try {
      return work.updateCallback(transaction);
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof ApiException refused) {
        throw refused;
      }
      throw failed;
    }
  }
}

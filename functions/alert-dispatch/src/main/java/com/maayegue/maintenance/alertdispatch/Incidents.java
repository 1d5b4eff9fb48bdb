package com.maayegue.maintenance.alertdispatch;

import com.google.cloud.firestore.CollectionReference;
import com.google.cloud.firestore.DocumentReference;
import com.google.cloud.firestore.DocumentSnapshot;
import com.google.cloud.firestore.Firestore;
import com.maayegue.maintenance.runrecords.Transactions;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;

/** The incidents in Firestore, each changed in a transaction. */
final class Incidents {
  static final String COLLECTION = "alerts";
  // So many causes at once are one cause that nobody has understood; the rest waits its turn.
  private static final int MOST_OPEN = 200;

  private final CollectionReference alerts;
  private final Firestore firestore;

  Incidents(Firestore firestore) {
    this.firestore = firestore;
    this.alerts = firestore.collection(COLLECTION);
  }

  /** What is known of a cause. */
  Optional<Incident> get(String key) throws ExecutionException, InterruptedException {
    return read(alerts.document(key).get().get());
  }

  /** All with something left to do. */
  List<Incident> open() throws ExecutionException, InterruptedException {
    return alerts.whereEqualTo("open", true).limit(MOST_OPEN).get().get().getDocuments().stream()
        .map(IncidentDocument::read)
        .toList();
  }

  /**
   * Changes one.
   *
   * @param change called again if somebody else was faster; what it returns unchanged is not
   *     written
   * @return what is stored then
   */
  Optional<Incident> change(String key, Function<Optional<Incident>, Optional<Incident>> change)
      throws ExecutionException, InterruptedException {
    DocumentReference document = alerts.document(key);
    return Transactions.run(
        firestore,
        transaction -> {
          Optional<Incident> before = read(transaction.get(document).get());
          Optional<Incident> after = change.apply(before);
          if (after.isPresent() && !after.equals(before)) {
            transaction.set(document, IncidentDocument.write(after.get()));
          }
          return after;
        });
  }

  private static Optional<Incident> read(DocumentSnapshot document) {
    // Another part of the project may have written no more than a state.
    return document.exists() && document.contains("incident")
        ? Optional.of(IncidentDocument.read(document))
        : Optional.empty();
  }
}

package com.maayegue.maintenance.alertdispatch;

import static com.maayegue.maintenance.alertdispatch.DocumentFields.choice;
import static com.maayegue.maintenance.alertdispatch.DocumentFields.flag;
import static com.maayegue.maintenance.alertdispatch.DocumentFields.instant;
import static com.maayegue.maintenance.alertdispatch.DocumentFields.number;
import static com.maayegue.maintenance.alertdispatch.DocumentFields.text;
import static com.maayegue.maintenance.alertdispatch.DocumentFields.timestamp;

import com.google.cloud.firestore.CollectionReference;
import com.google.cloud.firestore.DocumentReference;
import com.google.cloud.firestore.DocumentSnapshot;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.Precondition;
import com.google.cloud.firestore.WriteResult;
import io.grpc.Status;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;

/** The deliveries of incidents in Firestore: {@code alerts/{dedupKey}/deliveries}. */
final class Deliveries {
  private final Firestore firestore;

  Deliveries(Firestore firestore) {
    this.firestore = firestore;
  }

  /** All of an incident. */
  List<Delivery> of(Incident incident) throws ExecutionException, InterruptedException {
    return collection(incident)
        .whereEqualTo("incident", incident.id())
        .get()
        .get()
        .getDocuments()
        .stream()
        .map(Deliveries::read)
        .toList();
  }

  /**
   * Begins an attempt, so that nobody else does.
   *
   * @return what is stored then; empty when somebody else was faster
   */
  Optional<Delivery> claim(Incident incident, Delivery delivery, Instant now)
      throws ExecutionException, InterruptedException {
    DocumentReference document = collection(incident).document(delivery.id());
    Delivery claimed = delivery.claimed(now);
    try {
      WriteResult result =
          delivery.isNew()
              ? document.create(write(claimed)).get()
              : document
                  .update(write(claimed), Precondition.updatedAt(delivery.version().orElseThrow()))
                  .get();
      return Optional.of(claimed.at(result.getUpdateTime()));
    } catch (ExecutionException failure) {
      Status.Code code = Status.fromThrowable(failure).getCode();
      if (code == Status.Code.ALREADY_EXISTS || code == Status.Code.FAILED_PRECONDITION) {
        return Optional.empty();
      }
      throw failure;
    }
  }

  /** Writes how an attempt ended, or how a call did. */
  void record(Incident incident, Delivery delivery)
      throws ExecutionException, InterruptedException {
    collection(incident).document(delivery.id()).update(write(delivery)).get();
  }

  private CollectionReference collection(Incident incident) {
    return firestore
        .collection(Incidents.COLLECTION)
        .document(incident.key())
        .collection("deliveries");
  }

  private static Map<String, Object> write(Delivery delivery) {
    Map<String, Object> fields = new HashMap<>();
    fields.put("incident", delivery.incident());
    fields.put("stage", delivery.stage().word());
    fields.put("person", delivery.person());
    fields.put("channel", delivery.means().word());
    fields.put("state", JsonFields.word(delivery.state()));
    fields.put("claimedAt", timestamp(delivery.claimedAt()));
    fields.put("attempts", delivery.attempts());
    fields.put("repeated", delivery.repeated());
    fields.put("retryAt", timestamp(delivery.retryAt()));
    fields.put("reference", delivery.reference());
    fields.put("answer", JsonFields.word(delivery.answer()));
    fields.put("reason", delivery.reason());
    return fields;
  }

  private static Delivery read(DocumentSnapshot document) {
    return new Delivery(
        text(document, "incident"),
        Stage.of(text(document, "stage")),
        text(document, "person"),
        choice(Means.class, document, "channel"),
        choice(Delivery.State.class, document, "state"),
        instant(document, "claimedAt").orElse(Instant.EPOCH),
        (int) number(document, "attempts"),
        flag(document, "repeated"),
        instant(document, "retryAt"),
        text(document, "reference"),
        choice(Delivery.Answer.class, document, "answer"),
        text(document, "reason"),
        Optional.ofNullable(document.getUpdateTime()));
  }
}

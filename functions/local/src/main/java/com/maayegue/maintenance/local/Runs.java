package com.maayegue.maintenance.local;

import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.QueryDocumentSnapshot;
import com.maayegue.maintenance.emulators.Await;
import com.maayegue.maintenance.emulators.CloudEventCarrier.Delivery;
import java.io.IOException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;

/** What became of messages: how functions answered, and what they wrote of their runs. */
public final class Runs {
  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

  private final Firestore firestore;
  private final int mostAttempts;
  private final List<Delivery> deliveries = new CopyOnWriteArrayList<>();

  /** Messages go to the dead letters after {@code mostAttempts}. */
  Runs(Firestore firestore, int mostAttempts) {
    this.firestore = firestore;
    this.mostAttempts = mostAttempts;
  }

  /** Takes note of a delivery. */
  void heard(Delivery delivery) {
    deliveries.add(delivery);
  }

  /** Something that looks how far a run has come, now and then. */
  @FunctionalInterface
  public interface Watch {
    /** Looks; what it throws is not a failure of the run, and not reported. */
    void look() throws Exception;
  }

  /**
   * Waits for the end of the run of a message.
   *
   * @param watch is called about once a second meanwhile
   * @return what the function wrote about it
   * @throws IllegalStateException when no run has ended well enough to be acknowledged in time
   */
  RunRecord await(LocalFunction function, String message, Duration atMost, Watch watch)
      throws IOException {
    long[] lookedAt = {System.nanoTime()};
    Await.until(
        atMost,
        function.name() + " to take message " + message,
        () -> {
          if (System.nanoTime() - lookedAt[0] > LOOK_EVERY.toNanos()) {
            watch.look();
            lookedAt[0] = System.nanoTime();
          }
          return isTaken(message) || isGivenUp(message);
        });
    if (!isTaken(message)) {
      throw new IllegalStateException(
          function.name() + " failed at message " + message + " each time; see its log");
    }
    return Await.value(atMost, "the record of " + function.name(), () -> record(message));
  }

  private boolean isTaken(String message) {
    return deliveries.stream()
        .anyMatch(each -> each.messageId().equals(message) && each.status() / 100 == 2);
  }

  /** Whether the message went to the dead letters. */
  private boolean isGivenUp(String message) {
    return deliveries.stream().filter(each -> each.messageId().equals(message)).count()
        >= mostAttempts;
  }

  private Optional<RunRecord> record(String message)
      throws ExecutionException, InterruptedException {
    List<QueryDocumentSnapshot> found =
        firestore
            .collection(RunRecord.COLLECTION)
            .whereEqualTo("event", message)
            .get()
            .get()
            .getDocuments();
    return found.stream()
        .filter(each -> each.get("outcome") != null)
        .map(RunRecord::from)
        .max(Comparator.comparing(RunRecord::finishedAt));
  }

  /** The run that a call of a function over HTTP has just ended. */
  RunRecord latest(LocalFunction function) throws ExecutionException, InterruptedException {
    return firestore
        .collection(RunRecord.COLLECTION)
        .whereEqualTo("function", function.name())
        .get()
        .get()
        .getDocuments()
        .stream()
        .filter(each -> each.get("outcome") != null)
        .map(RunRecord::from)
        .max(Comparator.comparing(RunRecord::finishedAt))
        .orElseThrow(() -> new IllegalStateException(function.name() + " wrote no run record"));
  }
}

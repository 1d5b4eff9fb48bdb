package com.maayegue.maintenance.paymentfailurealert;

import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.Query;
import com.google.cloud.firestore.QueryDocumentSnapshot;
import com.maayegue.maintenance.core.Counts;
import com.maayegue.maintenance.paymentfailurealert.FailureFigures.FailedPayment;
import com.maayegue.maintenance.paymentfailurealert.FailureWindow.Breach;
import com.maayegue.maintenance.paymentfailurealert.WatchState.Told;
import com.maayegue.maintenance.pubsub.Outbox;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;

/**
 * Tells when too many payments failed, and when that is over. What it knows are the payments
 * themselves, by {@code failedAt}: so it makes no difference whether an event or a sweep moved
 * them, in which order, or on which instance. Writes {@code payment_watch/payment-failures} alone.
 */
final class FailureWatch {
  // A sweep finds what happened up to 25 minutes ago; what is over for longer is no news.
  private static final Duration SHORTEST_MEMORY = Duration.ofHours(1);
  private static final int MOST_READ = 5000;
  private static final String FAILED_AT = "failedAt";

  private final Firestore firestore;
  private final FailureWindow window;
  private final ZoneId zone;
  private final Outbox outbox;
  private final WatchState state;
  private final Duration memory;

  FailureWatch(Firestore firestore, FailureWindow window, ZoneId zone, Outbox outbox) {
    this.firestore = firestore;
    this.window = window;
    this.zone = zone;
    this.outbox = outbox;
    this.state = new WatchState(firestore, PaymentAlerts.FAILURES);
    this.memory =
        window.length().compareTo(SHORTEST_MEMORY) > 0 ? window.length() : SHORTEST_MEMORY;
  }

  /**
   * Looks at the windows that hold a failure. Mostly one count; all is read only when there are too
   * many.
   *
   * @param failedAt of the payment that failed
   */
  void afterFailure(Instant failedAt, Instant now)
      throws ExecutionException, InterruptedException, IOException {
    Duration length = window.length();
    if (!failedAt.plus(length).isAfter(now.minus(memory))) {
      return;
    }
    Query around = between(failedAt.minus(length), failedAt.plus(length));
    if (around.count().get().get().getCount() <= window.threshold()) {
      return;
    }
    Told told = state.told();
    if (!told.firing()) {
      Optional<Breach> news = news(near(failedAt), told, now);
      if (news.isPresent()) {
        fire(news.get(), told, now);
      }
    }
  }

  /** Looks at all windows of late, and tells also when it is over. */
  void sweep(Instant now, boolean dryRun, Counts counts)
      throws ExecutionException, InterruptedException, IOException {
    List<Instant> failures =
        times(
            between(now.minus(memory).minus(window.length()), now.plusNanos(1000))
                .orderBy(FAILED_AT, Query.Direction.DESCENDING)
                .limit(MOST_READ));
    Instant start = now.minus(window.length());
    counts.add("failedInWindow", failures.stream().filter(start::isBefore).count());
    Told told = state.told();
    Optional<Breach> news = news(failures, told, now);
    if (dryRun) {
      return;
    }
    if (news.isPresent()) {
      fire(news.get(), told, now);
    } else if (told.firing()) {
      outbox.alert(PaymentAlerts.failuresOver(window.threshold(), now));
      state.told(new Told(false, told.until()));
    }
  }

  /** The last breach, if it is not over yet, or was not told and is not over for long. */
  private Optional<Breach> news(List<Instant> failures, Told told, Instant now) {
    List<Breach> all = window.breaches(failures);
    return all.isEmpty()
        ? Optional.empty()
        : Optional.of(all.get(all.size() - 1))
            .filter(
                last ->
                    last.contains(now)
                        || (last.end().isAfter(now.minus(memory))
                            && last.start().isAfter(told.until())));
  }

  private void fire(Breach breach, Told told, Instant now)
      throws ExecutionException, InterruptedException, IOException {
    // Of a breach that is over, its last moment.
    Instant end = breach.contains(now) ? now : breach.end().minusNanos(1000);
    outbox.alert(PaymentAlerts.failures(figures(end), now));
    Instant until = breach.end().isAfter(told.until()) ? breach.end() : told.until();
    state.told(new Told(true, until));
  }

  private FailureFigures figures(Instant end) throws ExecutionException, InterruptedException {
    Instant start = end.minus(window.length());
    Instant after = end.plusNanos(1000);
    List<FailedPayment> failures = new ArrayList<>();
    Query failed = between(start, after).orderBy(FAILED_AT).limit(MOST_READ);
    for (QueryDocumentSnapshot found : failed.get().get().getDocuments()) {
      PaymentDocument payment = new PaymentDocument(found);
      failures.add(
          new FailedPayment(
              payment.time(FAILED_AT).orElseThrow(),
              payment.text("provider").orElse("?"),
              payment.text("operator").orElse("–"),
              payment.text("reason").orElse("–")));
    }
    long completed =
        firestore
            .collection(PaymentDocument.COLLECTION)
            .whereGreaterThan("completedAt", PaymentDocument.timestamp(start))
            .whereLessThan("completedAt", PaymentDocument.timestamp(after))
            .count()
            .get()
            .get()
            .getCount();
    return new FailureFigures(failures, completed, end, window.length(), zone);
  }

  /**
   * The failures nearest to one. A window with too many that holds it is among them: it has one
   * more than are borne, and so many are read on each side.
   */
  private List<Instant> near(Instant failedAt) throws ExecutionException, InterruptedException {
    int enough = window.threshold() + 1;
    Instant justAfter = failedAt.plusNanos(1000);
    List<Instant> near =
        times(
            between(failedAt.minus(window.length()), justAfter)
                .orderBy(FAILED_AT, Query.Direction.DESCENDING)
                .limit(enough));
    near.addAll(
        times(between(failedAt, failedAt.plus(window.length())).orderBy(FAILED_AT).limit(enough)));
    return near;
  }

  /** Payments that failed after {@code start} and before {@code end}. */
  private Query between(Instant start, Instant end) {
    return firestore
        .collection(PaymentDocument.COLLECTION)
        .whereGreaterThan(FAILED_AT, PaymentDocument.timestamp(start))
        .whereLessThan(FAILED_AT, PaymentDocument.timestamp(end));
  }

  private static List<Instant> times(Query query) throws ExecutionException, InterruptedException {
    List<Instant> times = new ArrayList<>();
    for (QueryDocumentSnapshot found : query.get().get().getDocuments()) {
      new PaymentDocument(found).time(FAILED_AT).ifPresent(times::add);
    }
    return times;
  }
}

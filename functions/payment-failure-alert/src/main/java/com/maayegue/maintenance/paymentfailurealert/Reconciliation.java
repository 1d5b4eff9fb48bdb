package com.maayegue.maintenance.paymentfailurealert;

import com.google.cloud.firestore.Firestore;
import com.google.gson.JsonObject;
import com.maayegue.maintenance.core.Counts;
import com.maayegue.maintenance.core.RunOutcome;
import com.maayegue.maintenance.paymentfailurealert.PaymentBook.Booking;
import com.maayegue.maintenance.paymentfailurealert.UnsettledPayments.UnsettledPayment;
import com.maayegue.maintenance.paymentproviders.PaymentProvider;
import com.maayegue.maintenance.paymentproviders.ProviderFailure;
import com.maayegue.maintenance.paymentstates.PaymentStatus;
import com.maayegue.maintenance.paymentstates.Reading;
import com.maayegue.maintenance.pubsub.Outbox;
import com.maayegue.maintenance.runrecords.Job;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/**
 * The sweep: asks the providers for payments that are pending for long or failed of late, and moves
 * them on as events would, so that nothing depends on webhooks arriving. Then it looks at the
 * window of failures, and tells of payments that hang. Safe to run again, and beside itself and the
 * events.
 */
final class Reconciliation {
  private static final Set<String> OPTIONS = Set.of("sweep", "dryRun");
  private static final int SWEEPS_BORNE = 3;

  private final Firestore firestore;
  private final PaymentSettings settings;
  private final PaymentBook book;
  private final FailureWatch failures;
  private final InstantSource clock;
  private final UnsettledPayments payments;
  private final OpenMatters matters;

  Reconciliation(
      Firestore firestore,
      PaymentSettings settings,
      PaymentBook book,
      FailureWatch failures,
      Outbox outbox,
      InstantSource clock) {
    this.firestore = firestore;
    this.settings = settings;
    this.book = book;
    this.failures = failures;
    this.clock = clock;
    this.payments = new UnsettledPayments(firestore);
    this.matters = new OpenMatters(firestore, settings.stuckAfter(), payments, outbox);
  }

  /** Sweeps, or only looks at what a sweep would find. */
  RunOutcome run(Job.Frame frame) throws Exception {
    Optional<String> wrong = wrongOption(frame.message());
    if (wrong.isPresent()) {
      return new RunOutcome.Failed("message", wrong.get());
    }
    Counts counts = new Counts();
    List<UnsettledPayment> pending =
        payments.pendingBefore(frame.now().minus(settings.pendingAfter()), frame.now());
    counts.add("pending", pending.size());
    List<UnsettledPayment> failed = payments.failedOfLate(frame.now());
    counts.add("failedOfLate", failed.size());
    // What is pending goes first: the others are most likely settled.
    Asked asked = ask(Stream.concat(pending.stream(), failed.stream()).toList(), frame, counts);
    // Also if a lane broke: what is known already has to be told.
    failures.sweep(frame.now(), frame.dryRun(), counts);
    List<String> stuck = matters.review(frame.now(), frame.dryRun(), counts);
    if (asked.failure().isPresent()) {
      throw asked.failure().get();
    }
    return outcome(asked.lanes(), stuck, counts);
  }

  /** How the lanes ended, and what broke one of them. */
  private record Asked(List<ProviderLane.Result> lanes, Optional<Exception> failure) {}

  private static Optional<String> wrongOption(JsonObject message) {
    return message.keySet().stream()
        .filter(name -> !OPTIONS.contains(name))
        .findFirst()
        .map(
            name ->
                "message data: expected a payment event with an eventId, or {\"sweep\": true}, but"
                    + " it has '"
                    + name.substring(0, Math.min(name.length(), 40))
                    + "'");
  }

  /** Each provider has a lane of its own, so that one that is slow holds up no other. */
  private Asked ask(List<UnsettledPayment> unsettled, Job.Frame frame, Counts counts)
      throws InterruptedException {
    // Half of the time: the rest is for what has to be told.
    Duration half = Duration.between(frame.now(), frame.deadline()).dividedBy(2);
    Instant deadline = frame.now().plus(half);
    ExecutorService lanes = Executors.newFixedThreadPool(Math.max(1, settings.providers().size()));
    try {
      List<Future<ProviderLane.Result>> all = new ArrayList<>();
      for (PaymentProvider provider : settings.providers().values()) {
        ProviderLane lane =
            new ProviderLane(
                firestore,
                provider,
                settings.providerThreads(),
                clock,
                (asked, payment) -> read(asked, payment, frame, counts),
                counts);
        List<UnsettledPayment> its =
            unsettled.stream()
                .filter(payment -> payment.provider().equals(provider.name()))
                .filter(payment -> payment.isDue(frame.now()))
                .toList();
        all.add(lanes.submit(() -> lane.work(its, frame.now(), deadline, frame.dryRun())));
      }
      counts.add(
          "withoutProvider",
          unsettled.stream()
              .filter(payment -> !payment.failed())
              .filter(payment -> !settings.providers().containsKey(payment.provider()))
              .count());
      return results(all);
    } finally {
      lanes.shutdownNow();
    }
  }

  private static Asked results(List<Future<ProviderLane.Result>> all) throws InterruptedException {
    List<ProviderLane.Result> results = new ArrayList<>();
    Optional<Exception> failure = Optional.empty();
    for (Future<ProviderLane.Result> one : all) {
      try {
        results.add(one.get());
      } catch (ExecutionException failed) {
        failure = Optional.of(failed.getCause() instanceof Exception cause ? cause : failed);
      }
    }
    return new Asked(results, failure);
  }

  private void read(
      PaymentProvider provider, UnsettledPayment payment, Job.Frame frame, Counts counts)
      throws Exception {
    Optional<String> transaction = payments.transaction(payment);
    if (transaction.isEmpty()) {
      counts.add("withoutTransaction", 1);
      return;
    }
    Optional<Reading> reading = provider.read(transaction.get(), frame.now());
    counts.add("asked." + provider.name(), 1);
    if (reading.isEmpty()) {
      counts.add("unknownToProvider", 1);
    } else if (!ofAnother(reading.get(), payment, counts)
        && isNews(reading.get(), payment)
        && !frame.dryRun()) {
      Booking booking = book(payment, reading.get(), frame.now());
      counts.add(booking.result(), 1);
      booking.status().ifPresent(status -> counts.add("now." + status.word(), 1));
    }
  }

  /** A provider may not say when a payment failed: read again, it would have failed just now. */
  private static boolean isNews(Reading reading, UnsettledPayment payment) {
    return reading.status() != PaymentStatus.PENDING
        && !(payment.failed() && reading.status() == PaymentStatus.FAILED);
  }

  /** The app may have noted a transaction that is not of this payment. */
  private static boolean ofAnother(Reading reading, UnsettledPayment payment, Counts counts) {
    boolean another = reading.paymentId().filter(id -> !id.equals(payment.id())).isPresent();
    counts.add("ofAnotherPayment", another ? 1 : 0);
    return another;
  }

  private Booking book(UnsettledPayment payment, Reading reading, Instant now)
      throws ExecutionException, InterruptedException, IOException {
    String what =
        String.join(
            "|",
            reading.transactionId(),
            reading.status().word(),
            reading.amountText(),
            payment.id());
    String eventId =
        "sweep-"
            + reading.provider()
            + "-"
            + UUID.nameUUIDFromBytes(what.getBytes(StandardCharsets.UTF_8));
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("type", "sweep");
    fields.put("provider", reading.provider());
    fields.put("paymentId", payment.id());
    fields.put("transactionId", reading.transactionId());
    fields.put("status", reading.status().word());
    fields.put("amount", reading.amountText());
    reading.operator().ifPresent(operator -> fields.put("operator", operator));
    reading.reason().ifPresent(reason -> fields.put("reason", reason));
    return book.book(eventId, fields, Optional.of(payment.id()), reading, now);
  }

  private static RunOutcome outcome(
      List<ProviderLane.Result> lanes, List<String> stuck, Counts counts) {
    List<String> notes =
        Stream.concat(
                lanes.stream().flatMap(ProviderLane.Result::notes),
                stuck.stream().map(payment -> "stuck: " + payment))
            .limit(20)
            .toList();
    Optional<ProviderLane.Result> silent =
        lanes.stream()
            .filter(
                lane ->
                    lane.failure().isPresent()
                        && (lane.sweeps() >= SWEEPS_BORNE
                            || lane.failure().get().credentialsRefused()))
            .findFirst();
    if (silent.isEmpty()) {
      return new RunOutcome.Done(counts.snapshot(), notes);
    }
    ProviderFailure failure = silent.get().failure().orElseThrow();
    return new RunOutcome.Failed(
        counts.snapshot(),
        failure.credentialsRefused() ? "credentials" : "provider",
        failure.getMessage(),
        notes);
  }
}

package com.maayegue.maintenance.paymentfailurealert;

import com.google.cloud.firestore.Firestore;
import com.maayegue.maintenance.core.Counts;
import com.maayegue.maintenance.core.Failure;
import com.maayegue.maintenance.paymentfailurealert.UnsettledPayments.UnsettledPayment;
import com.maayegue.maintenance.paymentproviders.PaymentProvider;
import com.maayegue.maintenance.paymentproviders.ProviderFailure;
import com.maayegue.maintenance.runrecords.GoogleFailure;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/**
 * Asks one provider for its unsettled payments, a few at once. After three failures in a row it
 * stops for this sweep; the pause until the next try is kept in {@code
 * payment_watch/provider-<name>}, as the next sweep may be on another instance.
 */
final class ProviderLane {
  private static final int FAILURES_BORNE = 3;
  private static final Duration FIRST_PAUSE = Duration.ofMinutes(5);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(30);

  private final PaymentProvider provider;
  private final int threads;
  private final InstantSource clock;
  private final WatchState state;
  private final Step step;
  private final Counts counts;
  private final List<String> broken = Collections.synchronizedList(new ArrayList<>());
  private int failuresInRow;
  private Optional<ProviderFailure> lastFailure = Optional.empty();
  private boolean closed;

  /** What is done for one payment. */
  @FunctionalInterface
  interface Step {
    void on(PaymentProvider provider, UnsettledPayment payment) throws Exception;
  }

  ProviderLane(
      Firestore firestore,
      PaymentProvider provider,
      int threads,
      InstantSource clock,
      Step step,
      Counts counts) {
    this.provider = provider;
    this.threads = threads;
    this.clock = clock;
    this.state = new WatchState(firestore, "provider-" + provider.name());
    this.step = step;
    this.counts = counts;
  }

  /**
   * How a lane ended.
   *
   * @param failure why it stopped, if it did
   * @param sweeps in a row that failed
   * @param broken payments that could not be booked, and why
   */
  record Result(
      String provider, Optional<ProviderFailure> failure, int sweeps, List<String> broken) {
    /** What a person may want to look at. */
    Stream<String> notes() {
      return Stream.concat(failure.map(ProviderFailure::getMessage).stream(), broken.stream());
    }
  }

  /** Works off {@code payments} until the deadline. */
  Result work(List<UnsettledPayment> payments, Instant now, Instant deadline, boolean dryRun)
      throws Exception {
    if (payments.isEmpty()) {
      return new Result(provider.name(), Optional.empty(), 0, List.of());
    }
    Backoff before = state.backoff();
    if (before.holdsAt(now)) {
      counts.add("left." + provider.name(), payments.size());
      String message = provider.name() + " is left alone until " + before.retryAt();
      return new Result(
          provider.name(), Optional.of(new ProviderFailure(message)), before.failures(), List.of());
    }
    Queue<UnsettledPayment> queue = new ConcurrentLinkedQueue<>(payments);
    if (before.failures() > 0) {
      // The first one shows whether there is a sense in asking for the others.
      workOff(queue, deadline, 1);
      closed |= failuresInRow > 0;
    }
    inThreads(queue, deadline);
    counts.add("left." + provider.name(), queue.size());
    boolean failed = closed;
    Backoff after =
        failed
            ? before.after(
                now, FIRST_PAUSE, LONGEST_PAUSE, lastFailure.flatMap(ProviderFailure::retryAfter))
            : Backoff.NONE;
    if (!dryRun && !after.equals(before)) {
      state.backoff(after);
    }
    return new Result(
        provider.name(),
        failed ? lastFailure : Optional.empty(),
        after.failures(),
        List.copyOf(broken));
  }

  private void inThreads(Queue<UnsettledPayment> queue, Instant deadline) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Future<?>> all = new ArrayList<>();
      for (int thread = 0; thread < threads; thread++) {
        all.add(
            pool.submit(
                () -> {
                  workOff(queue, deadline, Integer.MAX_VALUE);
                  return null;
                }));
      }
      for (Future<?> one : all) {
        one.get();
      }
    } catch (ExecutionException failure) {
      throw failure.getCause() instanceof Exception cause ? cause : failure;
    } finally {
      pool.shutdownNow();
    }
  }

  private void workOff(Queue<UnsettledPayment> queue, Instant deadline, int most) throws Exception {
    for (int done = 0; done < most && !isClosed() && clock.instant().isBefore(deadline); done++) {
      UnsettledPayment payment = queue.poll();
      if (payment == null) {
        return;
      }
      try {
        step.on(provider, payment);
        answered();
      } catch (ProviderFailure failure) {
        counts.add("unanswered." + provider.name(), 1);
        failed(failure);
      } catch (InterruptedException stopped) {
        throw stopped;
      } catch (Exception failure) {
        if (GoogleFailure.classify(failure) == Failure.TRANSIENT) {
          throw failure;
        }
        // Payments are independent of each other: one that is broken does not stop the others.
        broken.add(payment.id() + ": " + failure.getMessage());
      }
    }
  }

  private synchronized boolean isClosed() {
    return closed;
  }

  private synchronized void answered() {
    failuresInRow = 0;
  }

  private synchronized void failed(ProviderFailure failure) {
    failuresInRow++;
    lastFailure = Optional.of(failure);
    closed |= failuresInRow >= FAILURES_BORNE || failure.credentialsRefused();
  }
}

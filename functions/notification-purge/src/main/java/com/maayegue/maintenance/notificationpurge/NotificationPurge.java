package com.maayegue.maintenance.notificationpurge;

import com.google.cloud.firestore.Firestore;
import com.maayegue.maintenance.core.Counts;
import com.maayegue.maintenance.core.RunOutcome;
import com.maayegue.maintenance.notificationpurge.DateKind.Slice;
import com.maayegue.maintenance.runrecords.Job;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/**
 * Deletes the documents of one collection that are older than the retention; touches no other
 * collection. Documents whose date is missing or unreadable are counted and kept. Safe to run
 * again, and beside itself.
 */
final class NotificationPurge {
  private final Firestore firestore;
  private final PurgeSettings settings;
  private final InstantSource clock;

  NotificationPurge(Firestore firestore, PurgeSettings settings, InstantSource clock) {
    this.firestore = firestore;
    this.settings = settings;
    this.clock = clock;
  }

  /** Purges, or counts what a purge would delete. */
  RunOutcome run(Job.Frame frame) throws Exception {
    Counts counts = new Counts();
    counts.add(frame.dryRun() ? "wouldDelete" : "deleted", 0);
    PurgePolicy policy = PurgePolicy.at(frame.now(), settings);
    Pace pace =
        new Pace(new Ramp(settings.deletesPerSecond()), frame.now(), frame.deadline(), clock);
    List<Slice> kinds =
        Stream.of(DateKind.values()).map(kind -> kind.olderThan(policy.cutoff())).toList();
    SliceQueue queue = new SliceQueue(kinds);
    Progress progress = work(queue, slice -> act(frame, policy, pace, counts, slice, queue));
    // What is left is counted afterwards, when it is less.
    Census.Result left = new Census(firestore, settings).take();
    counts.add("documents", left.documents() + counts.get("deleted"));
    counts.add("kept.unreadable", left.unreadable());
    counts.add("kept.withoutField", left.withoutField());
    if (frame.dryRun()) {
      counts.add("wouldDelete.costXaf", DeletionCost.xaf(counts.get("wouldDelete")));
    }
    return outcome(progress, counts);
  }

  private boolean act(
      Job.Frame frame, PurgePolicy policy, Pace pace, Counts counts, Slice slice, SliceQueue queue)
      throws Exception {
    return frame.dryRun()
        ? new SliceSurvey(firestore, settings, policy, frame.now(), pace, counts)
            .survey(slice, queue)
        : new SlicePurge(firestore, settings, policy, pace, counts).purge(slice, queue);
  }

  private RunOutcome outcome(Progress progress, Counts counts) throws Exception {
    List<String> failures =
        progress.failures().stream()
            .map(failure -> "a slice of time: " + failure.getMessage())
            .limit(20)
            .toList();
    boolean deleted = counts.get("deleted") > 0;
    if (!progress.failures().isEmpty()) {
      if (!deleted) {
        throw progress.failures().get(0);
      }
      return new RunOutcome.Partial(
          counts.snapshot(), "some slices of time failed", failures, true);
    }
    if (counts.get("documents") == 0) {
      String reason =
          "the collection '" + settings.collection() + "' has no documents: is COLLECTION right?";
      return new RunOutcome.Skipped(counts.snapshot(), reason);
    }
    if (!progress.complete()) {
      return new RunOutcome.Partial(
          counts.snapshot(), "the time limit was reached", failures, deleted);
    }
    return new RunOutcome.Done(counts.snapshot());
  }

  private Progress work(SliceQueue queue, SliceWork work) throws InterruptedException {
    ExecutorService threads = Executors.newFixedThreadPool(settings.parallelism());
    try {
      List<Future<Progress>> all = new ArrayList<>();
      for (int thread = 0; thread < settings.parallelism(); thread++) {
        all.add(threads.submit(() -> workOff(queue, work)));
      }
      boolean complete = true;
      List<Exception> failures = new ArrayList<>();
      for (Future<Progress> one : all) {
        try {
          Progress part = one.get();
          complete &= part.complete();
          failures.addAll(part.failures());
        } catch (ExecutionException failure) {
          failures.add(failure);
        }
      }
      return new Progress(complete, failures);
    } finally {
      threads.shutdownNow();
    }
  }

  /** Slices are independent of each other: one that fails does not stop the others. */
  private static Progress workOff(SliceQueue queue, SliceWork work) throws InterruptedException {
    boolean complete = true;
    List<Exception> failures = new ArrayList<>();
    Optional<Slice> slice = queue.take();
    while (slice.isPresent()) {
      try {
        complete &= work.on(slice.get());
      } catch (InterruptedException stopped) {
        throw stopped;
      } catch (Exception failure) {
        failures.add(failure);
      } finally {
        queue.done();
      }
      slice = queue.take();
    }
    return new Progress(complete, failures);
  }

  @FunctionalInterface
  private interface SliceWork {
    boolean on(Slice slice) throws Exception;
  }

  private record Progress(boolean complete, List<Exception> failures) {}
}

package com.maayegue.maintenance.notificationpurge;

import static java.time.temporal.ChronoUnit.DAYS;

import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.Query;
import com.google.cloud.firestore.QueryDocumentSnapshot;
import com.maayegue.maintenance.core.Counts;
import com.maayegue.maintenance.core.RunOutcome;
import com.maayegue.maintenance.notificationpurge.DateKind.Slice;
import com.maayegue.maintenance.runrecords.Job;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Deletes the documents of one collection that are older than the retention; touches no other
 * collection. Documents whose date is missing or unreadable are counted and kept. Safe to run
 * again, and beside itself.
 */
final class NotificationPurge {
  // More slices than threads, so that a month with many documents does not leave the other threads
  // idle.
  private static final int SLICES_PER_THREAD = 4;

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
    Census census = new Census(firestore, settings);
    Counts counts = new Counts();
    counts.add("documents", census.total());
    if (counts.get("documents") == 0) {
      String reason =
          "the collection '" + settings.collection() + "' has no documents: is COLLECTION right?";
      return new RunOutcome.Skipped(counts.snapshot(), reason);
    }
    PurgePolicy policy = PurgePolicy.at(frame.now(), settings);
    Pace pace =
        new Pace(new Ramp(settings.deletesPerSecond()), frame.now(), frame.deadline(), clock);
    counts.add(frame.dryRun() ? "wouldDelete" : "deleted", 0);
    counts.add("kept.unreadable", census.unreadable());
    counts.add("kept.withoutField", census.withoutField());
    Progress progress =
        work(slices(policy.cutoff()), slice -> act(frame, policy, pace, counts, slice));
    if (frame.dryRun()) {
      counts.add("wouldDelete.costXaf", DeletionCost.xaf(counts.get("wouldDelete")));
    }
    return outcome(progress, counts);
  }

  private boolean act(Job.Frame frame, PurgePolicy policy, Pace pace, Counts counts, Slice slice)
      throws Exception {
    return frame.dryRun()
        ? new SliceSurvey(firestore, settings, policy, frame.now(), pace, counts).survey(slice)
        : new SlicePurge(firestore, settings, policy, pace, counts).purge(slice);
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
    if (!progress.complete()) {
      return new RunOutcome.Partial(
          counts.snapshot(), "the time limit was reached", failures, deleted);
    }
    return new RunOutcome.Done(counts.snapshot());
  }

  private List<Slice> slices(Instant cutoff) throws ExecutionException, InterruptedException {
    List<Slice> slices = new ArrayList<>();
    for (DateKind kind : DateKind.values()) {
      Instant end = kind.end(cutoff);
      Optional<Instant> oldest = edge(kind, end, Query.Direction.ASCENDING);
      Optional<Instant> newest = edge(kind, end, Query.Direction.DESCENDING);
      if (oldest.isPresent() && newest.isPresent()) {
        Instant last =
            newest.get().plusSeconds(1).isBefore(end) ? newest.get().plusSeconds(1) : end;
        slices.addAll(kind.slices(oldest.get(), last, settings.parallelism() * SLICES_PER_THREAD));
      }
    }
    return slices;
  }

  /** The date of the oldest or newest document of a kind before {@code end}; one read. */
  private Optional<Instant> edge(DateKind kind, Instant end, Query.Direction direction)
      throws ExecutionException, InterruptedException {
    List<QueryDocumentSnapshot> found =
        firestore
            .collection(settings.collection())
            .whereGreaterThanOrEqualTo(settings.timestampField(), kind.value(PurgePolicy.EARLIEST))
            .whereLessThan(settings.timestampField(), kind.value(end))
            .orderBy(settings.timestampField(), direction)
            .limit(1)
            .select(settings.timestampField())
            .get()
            .get()
            .getDocuments();
    if (found.isEmpty()) {
      return Optional.empty();
    }
    Object value = found.get(0).get(settings.timestampField());
    if (kind.needsReading()) {
      // A text that is no date could stand at either edge; then the slices reach to the end of what
      // is possible.
      boolean first = direction == Query.Direction.ASCENDING;
      Optional<Instant> day =
          DateKind.dayOf(String.valueOf(value)).map(start -> start.plus(first ? -1 : 2, DAYS));
      return Optional.of(day.orElse(first ? PurgePolicy.EARLIEST : end));
    }
    return new PurgePolicy(end, settings.common().timeZone()).date(value);
  }

  private Progress work(List<Slice> slices, SliceWork work) throws InterruptedException {
    ExecutorService threads = Executors.newFixedThreadPool(settings.parallelism());
    try {
      List<Future<Boolean>> all = new ArrayList<>();
      for (Slice slice : slices) {
        all.add(threads.submit(() -> work.on(slice)));
      }
      boolean complete = true;
      List<Exception> failures = new ArrayList<>();
      for (Future<Boolean> one : all) {
        try {
          complete &= one.get();
        } catch (ExecutionException failure) {
          failures.add(failure);
        }
      }
      return new Progress(complete, failures);
    } finally {
      threads.shutdownNow();
    }
  }

  @FunctionalInterface
  private interface SliceWork {
    boolean on(Slice slice) throws Exception;
  }

  private record Progress(boolean complete, List<Exception> failures) {}
}

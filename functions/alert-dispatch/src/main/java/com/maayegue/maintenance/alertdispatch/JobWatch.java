package com.maayegue.maintenance.alertdispatch;

import static com.maayegue.maintenance.alertdispatch.DocumentFields.timestamp;

import com.google.cloud.Timestamp;
import com.google.cloud.firestore.DocumentReference;
import com.google.cloud.firestore.DocumentSnapshot;
import com.google.cloud.firestore.FieldPath;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.SetOptions;
import com.maayegue.maintenance.alertdispatch.JobPolicy.Run;
import com.maayegue.maintenance.pubsub.Alert;
import com.maayegue.maintenance.runrecords.Job;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;

/**
 * Compares the runs on record with the schedules. Writes {@code job_watches/schedules}, so that a
 * schedule is waited for from its first day on, and marks runs that died; starts no job. Safe to
 * run again.
 */
final class JobWatch {
  private static final String SELF = "alert-dispatch";
  // HTTP functions may run for 60 minutes; a minute or five for clocks.
  private static final Duration LONGEST_LIMIT = Duration.ofMinutes(65);
  // A Scheduler's clock may be ahead of ours.
  private static final Duration CLOCKS = Duration.ofMinutes(1);
  // A good run is looked for so far back; the next tick finds it, so that a day is plenty.
  private static final Duration REMEMBERED = Duration.ofDays(1);

  private final List<ScheduledJob> jobs;
  private final Set<String> unwatched;
  private final JobPolicy policy;
  private final RunHistory history;
  private final DocumentReference watches;

  JobWatch(List<ScheduledJob> jobs, Set<String> unwatched, JobPolicy policy, Firestore firestore) {
    this.jobs = jobs;
    this.unwatched = unwatched;
    this.policy = policy;
    this.history = new RunHistory(firestore);
    this.watches = firestore.document("job_watches/schedules");
  }

  /** Watches the schedules that the jar was built with. */
  static JobWatch of(Firestore firestore, DispatchSettings settings) {
    return new JobWatch(
        ScheduledJob.readAll(AlertHtml.resource("/schedules.json")),
        settings.unwatched(),
        new JobPolicy(settings.common().timeZone()),
        firestore);
  }

  /**
   * What was found.
   *
   * @param alerts to be told
   * @param dead runs to be marked once they are
   */
  record Findings(List<Alert> alerts, List<Run> dead) {}

  /**
   * What has to be said now.
   *
   * @param open the incidents that are open
   */
  Findings findings(Job.Frame frame, List<Incident> open)
      throws ExecutionException, InterruptedException {
    Set<String> openKeys = open.stream().map(Incident::key).collect(Collectors.toSet());
    List<Alert> findings = new ArrayList<>();
    DocumentSnapshot known = watches.get().get();
    Map<String, Object> fresh = new HashMap<>();
    for (ScheduledJob job : jobs) {
      if (!unwatched.contains(job.name()) && !job.function().equals(SELF)) {
        Optional<Instant> since = since(known, job);
        if (since.isEmpty()) {
          fresh.put(job.name(), Map.of("cron", job.expression(), "since", timestamp(frame.now())));
        } else {
          missed(job, since.get(), frame.now(), openKeys).ifPresent(findings::add);
        }
      }
    }
    if (!fresh.isEmpty() && !frame.dryRun()) {
      watches.set(fresh, SetOptions.merge()).get();
    }
    List<Run> dead =
        history.unfinished().stream()
            .filter(run -> frame.now().isAfter(run.startedAt().plus(limit(run.function()))))
            .toList();
    findings.addAll(died(dead));
    findings.addAll(endedAgain(frame.now(), openKeys));
    return new Findings(findings, dead);
  }

  /** Takes runs that died out of what is looked at; after people were told. */
  void markDead(List<Run> dead) throws ExecutionException, InterruptedException {
    for (Run run : dead) {
      history.markDied(run);
    }
  }

  /** A schedule whose cron has changed is a new one: what was due by the old one says nothing. */
  private static Optional<Instant> since(DocumentSnapshot known, ScheduledJob job) {
    if (!known.exists()) {
      return Optional.empty();
    }
    Object cron = known.get(FieldPath.of(job.name(), "cron"));
    Object since = known.get(FieldPath.of(job.name(), "since"));
    return job.expression().equals(cron) && since instanceof Timestamp at
        ? Optional.of(Instant.ofEpochSecond(at.getSeconds(), at.getNanos()))
        : Optional.empty();
  }

  private Optional<Alert> missed(ScheduledJob job, Instant since, Instant now, Set<String> openKeys)
      throws ExecutionException, InterruptedException {
    Optional<Instant> due = job.lastDue(now);
    if (due.isEmpty() || due.get().isBefore(since)) {
      return Optional.empty();
    }
    List<Run> runs =
        history.since(
            job.function(),
            due.get().minus(CLOCKS),
            run -> run.endedWell() && job.isOf(run.message()));
    Optional<Run> well = policy.wellRun(job, runs);
    if (well.isPresent()) {
      return openKeys.contains(JobPolicy.missedKey(job))
          ? Optional.of(JobPolicy.ranAgain(job, well.get()))
          : Optional.empty();
    }
    return policy.missed(job, due.get(), since, runs);
  }

  /** A dead run that was followed by a good one needs nobody. */
  private List<Alert> died(List<Run> dead) throws ExecutionException, InterruptedException {
    List<Alert> findings = new ArrayList<>();
    for (Run run : dead) {
      if (goodRun(run.function(), run.startedAt()).isEmpty()) {
        findings.add(policy.died(run));
      }
    }
    return findings;
  }

  private List<Alert> endedAgain(Instant now, Set<String> openKeys)
      throws ExecutionException, InterruptedException {
    List<Alert> findings = new ArrayList<>();
    for (String key : openKeys) {
      if (key.startsWith(JobPolicy.DIED + "-")) {
        String function = key.substring(JobPolicy.DIED.length() + 1);
        goodRun(function, now.minus(REMEMBERED))
            .ifPresent(run -> findings.add(JobPolicy.endedAgain(run)));
      }
    }
    return findings;
  }

  private Optional<Run> goodRun(String function, Instant after)
      throws ExecutionException, InterruptedException {
    return history.since(function, after, Run::endedWell).stream()
        .filter(Run::endedWell)
        .findFirst();
  }

  private Duration limit(String function) {
    if (function.equals(SELF)) {
      return ScheduledJob.DEFAULT_LIMIT;
    }
    return jobs.stream()
        .filter(job -> job.function().equals(function))
        .map(ScheduledJob::limit)
        .max(Duration::compareTo)
        .orElse(LONGEST_LIMIT);
  }
}

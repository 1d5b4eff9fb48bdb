package com.maayegue.maintenance.databaserestore;

import com.google.cloud.functions.HttpRequest;
import com.google.gson.JsonObject;
import com.maayegue.maintenance.core.RunOutcome;
import com.maayegue.maintenance.databasebackups.Backup;
import com.maayegue.maintenance.pubsub.Trigger;
import com.maayegue.maintenance.runrecords.Job;
import com.maayegue.maintenance.runrecords.JobRunner;
import com.maayegue.maintenance.stagedsqlite.DeadlineReached;
import com.maayegue.maintenance.stagedsqlite.UnusableDatabase;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Runs a restore as a job, with a run record, a log line and an alert when it fails. */
final class RestoreRun {
  private static final Pattern TRACE = Pattern.compile("00-([0-9a-f]{32})-.*");

  private final JobRunner runner;
  private final DatabaseRestore restore;
  private final InstantSource clock;
  private final ReentrantLock busy = new ReentrantLock();

  RestoreRun(JobRunner runner, DatabaseRestore restore, InstantSource clock) {
    this.runner = runner;
    this.restore = restore;
    this.clock = clock;
  }

  /**
   * Does what is asked for; returns the report.
   *
   * @throws Refusal if it was not done
   * @throws Exception if a service failed for the moment
   */
  JsonObject run(RestoreRequest request, HttpRequest http) throws Exception {
    if (!busy.tryLock()) {
      throw new Refusal(409, "busy", "another restore is going on: try again when it is done");
    }
    try {
      Optional<Backup> backup = restore.backup(request);
      Answer answer = new Answer();
      RunOutcome outcome =
          runner.run(trigger(request, http), frame -> job(request, backup, frame, answer));
      if (answer.refusal != null) {
        throw answer.refusal;
      }
      if (answer.report == null) {
        // A failure for good, such as a right that is missing: the runner has told of it.
        throw new Refusal(500, "remote", outcome.reason());
      }
      return answer.report;
    } finally {
      busy.unlock();
    }
  }

  private RunOutcome job(
      RestoreRequest request, Optional<Backup> backup, Job.Frame frame, Answer answer)
      throws Exception {
    try {
      answer.report = restore.run(request, backup, frame);
      return outcome(answer.report);
    } catch (Refusal refused) {
      answer.refusal = refused;
    } catch (UnusableDatabase unusable) {
      answer.refusal = new Refusal(409, "result", unusable.getMessage());
    } catch (DeadlineReached late) {
      answer.refusal = new Refusal(503, "deadline", late.getMessage());
    }
    String reason = request.database() + ": " + answer.refusal.getMessage();
    return new RunOutcome.Failed(Map.of(), answer.refusal.kind(), reason, List.of(reason));
  }

  private static RunOutcome outcome(JsonObject report) {
    Map<String, Long> counts = new TreeMap<>();
    boolean changed = report.get("changed").getAsBoolean();
    counts.put("replaced", changed && !report.get("dryRun").getAsBoolean() ? 1L : 0L);
    if (report.has("accountsDisabledAgain")) {
      counts.put("accountsDisabledAgain", report.get("accountsDisabledAgain").getAsLong());
    }
    Reports.salvaged(report, counts);
    return changed
        ? new RunOutcome.Done(counts)
        : new RunOutcome.Skipped(counts, "the live database is as it should be already");
  }

  private Trigger trigger(RestoreRequest request, HttpRequest http) {
    Matcher trace = TRACE.matcher(http.getFirstHeader("traceparent").orElse(""));
    Instant now = clock.instant();
    return new Trigger(
        UUID.randomUUID().toString(),
        now,
        request.message(),
        trace.matches() ? Optional.of(trace.group(1)) : Optional.empty());
  }

  private static final class Answer {
    private JsonObject report;
    private Refusal refusal;
  }
}

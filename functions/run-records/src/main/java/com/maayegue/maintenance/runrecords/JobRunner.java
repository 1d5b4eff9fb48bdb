package com.maayegue.maintenance.runrecords;

import com.google.cloud.firestore.DocumentReference;
import com.google.cloud.firestore.Firestore;
import com.maayegue.maintenance.core.CommonSettings;
import com.maayegue.maintenance.core.Failure;
import com.maayegue.maintenance.core.RunLog;
import com.maayegue.maintenance.core.RunOutcome;
import com.maayegue.maintenance.pubsub.Alert;
import com.maayegue.maintenance.pubsub.Outbox;
import com.maayegue.maintenance.pubsub.Trigger;
import io.cloudevents.CloudEvent;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ExecutionException;

/**
 * Runs a job for an event and tells the world: the run record at start and end, one log line, an
 * alert when it failed and its end when it works again, and a message to the function's own topic
 * when work is left.
 *
 * <p>Throws only what can succeed when the event comes again.
 */
public final class JobRunner {
  private final String function;
  private final CommonSettings settings;
  private final RunRecords records;
  private final FiringAlerts firing;
  private final Outbox outbox;
  private final RunLog log;
  private final InstantSource clock;

  /** Runs jobs of {@code function}, whose deployable is of {@code version}. */
  public JobRunner(
      String function,
      String version,
      CommonSettings settings,
      Firestore firestore,
      Outbox outbox,
      RunLog log,
      InstantSource clock) {
    this.function = function;
    this.settings = settings;
    this.records = new RunRecords(firestore, function, version);
    this.firing = new FiringAlerts(firestore);
    this.outbox = outbox;
    this.log = log;
    this.clock = clock;
  }

  /**
   * Runs {@code job} once.
   *
   * @return how it ended
   * @throws Exception if a transient failure stopped the run, so that the event is delivered again
   */
  public RunOutcome run(CloudEvent event, Job job) throws Exception {
    Instant now = clock.instant();
    Trigger trigger;
    try {
      trigger = Trigger.from(event, now);
    } catch (IllegalArgumentException unreadable) {
      return run(Trigger.unreadable(event, now), settings.dryRun(), now, refusal(unreadable));
    }
    return run(trigger, job);
  }

  /**
   * Runs {@code job} once, for something else than a Pub/Sub message.
   *
   * @return how it ended
   * @throws Exception if a transient failure stopped the run
   */
  public RunOutcome run(Trigger trigger, Job job) throws Exception {
    Instant now = clock.instant();
    boolean dryRun;
    try {
      dryRun = settings.dryRun() || trigger.asksForDryRun();
    } catch (IllegalArgumentException unreadable) {
      return run(trigger, settings.dryRun(), now, refusal(unreadable));
    }
    return run(trigger, dryRun, now, job);
  }

  private static Job refusal(IllegalArgumentException unreadable) {
    RunOutcome refused = new RunOutcome.Failed("message", unreadable.getMessage());
    return frame -> refused;
  }

  private RunOutcome run(Trigger trigger, boolean dryRun, Instant now, Job job) throws Exception {
    DocumentReference record = records.start(trigger, dryRun, now);
    RunOutcome outcome;
    try {
      Instant deadline = now.plus(settings.runTimeLimit());
      outcome = job.run(new Job.Frame(now, deadline, dryRun, trigger.data()));
    } catch (Exception failure) {
      if (failure instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      outcome = new RunOutcome.Failed("remote", explain(failure));
      if (GoogleFailure.classify(failure) == Failure.TRANSIENT) {
        log.run(outcome, dryRun, Duration.between(now, clock.instant()), trigger.trace());
        finishIfPossible(record, outcome, failure);
        throw failure;
      }
    }
    log.run(outcome, dryRun, Duration.between(now, clock.instant()), trigger.trace());
    records.finish(record, outcome, clock.instant());
    tell(trigger, outcome, dryRun);
    return outcome;
  }

  private void finishIfPossible(DocumentReference record, RunOutcome outcome, Exception failure) {
    try {
      records.finish(record, outcome, clock.instant());
    } catch (ExecutionException alsoAway) {
      failure.addSuppressed(alsoAway);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private void tell(Trigger trigger, RunOutcome outcome, boolean dryRun)
      throws IOException, InterruptedException, ExecutionException {
    boolean partial = outcome instanceof RunOutcome.Partial;
    boolean goesOn = partial && ((RunOutcome.Partial) outcome).progressed();
    Optional<String> database = trigger.database();
    Alert recovered = Alert.runRecovered(function, clock.instant()).of(database);
    if (outcome instanceof RunOutcome.Failed failed) {
      outbox.alert(failure(failed.cause(), failed.reason()).of(database));
    } else if (partial && !goesOn) {
      outbox.alert(failure("partial", outcome.reason()).of(database));
    } else if (firing.isFiring(recovered.dedupKey())) {
      outbox.alert(recovered);
    }
    if (goesOn && !dryRun) {
      outbox.publish(function, trigger.data().toString());
    }
  }

  private Alert failure(String cause, String reason) {
    return Alert.runFailed(function, cause, reason, clock.instant());
  }

  /** The innermost message that says something, with the kind of failure. */
  private static String explain(Throwable failure) {
    Throwable cause = failure;
    while (cause instanceof ExecutionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause.getClass().getSimpleName()
        + ": "
        + Optional.ofNullable(cause.getMessage()).orElse("no message");
  }
}

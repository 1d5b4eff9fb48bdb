package com.maayegue.maintenance.alertdispatch;

import com.google.cloud.firestore.DocumentReference;
import com.google.cloud.firestore.Firestore;
import com.maayegue.maintenance.core.CommonSettings;
import com.maayegue.maintenance.core.Failure;
import com.maayegue.maintenance.core.RunLog;
import com.maayegue.maintenance.core.RunOutcome;
import com.maayegue.maintenance.pubsub.Alert;
import com.maayegue.maintenance.pubsub.Trigger;
import com.maayegue.maintenance.runrecords.GoogleFailure;
import com.maayegue.maintenance.runrecords.Job;
import com.maayegue.maintenance.runrecords.RunRecords;
import io.cloudevents.CloudEvent;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ExecutionException;

/**
 * Runs alert-dispatch for an event: record, log line, and what may be thrown, as every function has
 * them; but no alert is published, as each would be an event of its own. The tick, every five
 * minutes, has one record that the next one writes over.
 */
final class DispatchRuns {
  private final AlertDispatch dispatch;
  private final CommonSettings settings;
  private final RunRecords records;
  private final RunLog log;
  private final InstantSource clock;

  DispatchRuns(
      AlertDispatch dispatch,
      CommonSettings settings,
      Firestore firestore,
      String function,
      String version,
      RunLog log,
      InstantSource clock) {
    this.dispatch = dispatch;
    this.settings = settings;
    this.records = new RunRecords(firestore, function, version);
    this.log = log;
    this.clock = clock;
  }

  /**
   * Handles one message of the alert topic.
   *
   * @throws Exception a transient failure, so that the event is delivered again
   */
  RunOutcome run(CloudEvent event) throws Exception {
    Instant now = clock.instant();
    Request request = request(event, now);
    Trigger trigger = request.trigger();
    boolean tick = request.refused().isEmpty() && AlertDispatch.isTick(trigger.data());
    DocumentReference record =
        tick
            ? records.startOver("tick", trigger, request.dryRun(), now)
            : records.start(trigger, request.dryRun(), now);
    Job.Frame frame =
        new Job.Frame(now, now.plus(settings.runTimeLimit()), request.dryRun(), trigger.data());
    RunOutcome outcome;
    try {
      outcome =
          request.refused().isPresent()
              ? dispatch.alert(frame, request.refused().get())
              : dispatch.run(frame);
    } catch (Exception failure) {
      outcome = failed(failure);
      if (GoogleFailure.classify(failure) == Failure.TRANSIENT) {
        finishIfPossible(record, outcome, failure);
        log.run(outcome, request.dryRun(), Duration.between(now, clock.instant()), trigger.trace());
        throw failure;
      }
    }
    log.run(outcome, request.dryRun(), Duration.between(now, clock.instant()), trigger.trace());
    records.finish(record, outcome, clock.instant());
    return outcome;
  }

  /**
   * What an event asks for.
   *
   * @param refused the alert that it cannot be read
   */
  private record Request(Trigger trigger, boolean dryRun, Optional<Alert> refused) {}

  private Request request(CloudEvent event, Instant now) {
    try {
      Trigger trigger = Trigger.from(event, now);
      return new Request(trigger, settings.dryRun() || trigger.asksForDryRun(), Optional.empty());
    } catch (IllegalArgumentException unreadable) {
      Trigger trigger = Trigger.unreadable(event, now);
      Alert alert = OwnAlerts.unreadable(unreadable.getMessage(), trigger.time());
      return new Request(trigger, settings.dryRun(), Optional.of(alert));
    }
  }

  private static RunOutcome failed(Exception failure) {
    if (failure instanceof InterruptedException) {
      Thread.currentThread().interrupt();
    }
    Throwable cause =
        failure instanceof ExecutionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    return new RunOutcome.Failed(
        "remote", cause.getClass().getSimpleName() + ": " + cause.getMessage());
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
}

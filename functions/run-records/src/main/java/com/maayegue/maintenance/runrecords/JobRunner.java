package com.maayegue.maintenance.runrecords;

import com.google.cloud.firestore.DocumentReference;
import com.google.cloud.firestore.DocumentSnapshot;
import com.google.cloud.firestore.Firestore;
import com.maayegue.maintenance.core.CommonSettings;
import com.maayegue.maintenance.core.Failure;
import com.maayegue.maintenance.core.RunLog;
import com.maayegue.maintenance.core.RunOutcome;
import com.maayegue.maintenance.pubsub.Alert;
import com.maayegue.maintenance.pubsub.TopicPublisher;
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
  private final Firestore firestore;
  private final RunRecords records;
  private final TopicPublisher publisher;
  private final RunLog log;
  private final InstantSource clock;

  /** Runs jobs of {@code function}, whose deployable is of {@code version}. */
  public JobRunner(
      String function,
      String version,
      CommonSettings settings,
      Firestore firestore,
      TopicPublisher publisher,
      RunLog log,
      InstantSource clock) {
    this.function = function;
    this.settings = settings;
    this.firestore = firestore;
    this.records = new RunRecords(firestore, function, version);
    this.publisher = publisher;
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
    boolean dryRun;
    try {
      trigger = Trigger.from(event, now);
      dryRun = settings.dryRun() || trigger.asksForDryRun();
    } catch (IllegalArgumentException unreadable) {
      RunOutcome refused = new RunOutcome.Failed("message", unreadable.getMessage());
      return run(Trigger.unreadable(event, now), settings.dryRun(), now, frame -> refused);
    }
    return run(trigger, dryRun, now, job);
  }

  private RunOutcome run(Trigger trigger, boolean dryRun, Instant now, Job job) throws Exception {
    DocumentReference record = records.start(trigger, dryRun, now);
    try {
      RunOutcome outcome = job.run(new Job.Frame(now, now.plus(settings.runTimeLimit()), dryRun));
      end(trigger, record, outcome, dryRun, now);
      return outcome;
    } catch (Exception failure) {
      return failed(trigger, record, failure, dryRun, now);
    }
  }

  private RunOutcome failed(
      Trigger trigger, DocumentReference record, Exception failure, boolean dryRun, Instant now)
      throws Exception {
    if (failure instanceof InterruptedException) {
      Thread.currentThread().interrupt();
    }
    RunOutcome outcome = new RunOutcome.Failed("remote", explain(failure));
    if (GoogleFailure.classify(failure) == Failure.PERMANENT) {
      end(trigger, record, outcome, dryRun, now);
      return outcome;
    }
    log.run(outcome, dryRun, Duration.between(now, clock.instant()), trigger.trace());
    try {
      records.finish(record, outcome, clock.instant());
    } catch (ExecutionException | InterruptedException alsoDown) {
      failure.addSuppressed(alsoDown);
    }
    throw failure;
  }

  private void end(
      Trigger trigger, DocumentReference record, RunOutcome outcome, boolean dryRun, Instant now)
      throws IOException, InterruptedException, ExecutionException {
    log.run(outcome, dryRun, Duration.between(now, clock.instant()), trigger.trace());
    if (outcome instanceof RunOutcome.Failed failed) {
      Alert alert = Alert.runFailed(function, failed.cause(), failed.reason(), clock.instant());
      publisher.publish(settings.alertTopic(), alert.toJson());
    } else if (isFiring(function + "-failed")) {
      publisher.publish(
          settings.alertTopic(), Alert.runRecovered(function, clock.instant()).toJson());
    }
    if (outcome instanceof RunOutcome.Partial partial && partial.progressed() && !dryRun) {
      publisher.publish(function, "{}");
    }
    records.finish(record, outcome, clock.instant());
  }

  private boolean isFiring(String dedupKey) throws ExecutionException, InterruptedException {
    DocumentSnapshot alert = firestore.collection("alerts").document(dedupKey).get().get();
    return alert.exists() && !"resolved".equals(alert.getString("state"));
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

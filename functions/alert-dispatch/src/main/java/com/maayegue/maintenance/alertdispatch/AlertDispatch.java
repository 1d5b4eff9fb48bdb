package com.maayegue.maintenance.alertdispatch;

import com.google.cloud.firestore.Firestore;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.maayegue.maintenance.alertdispatch.Incident.Facts;
import com.maayegue.maintenance.core.Counts;
import com.maayegue.maintenance.core.RunOutcome;
import com.maayegue.maintenance.pubsub.Alert;
import com.maayegue.maintenance.runrecords.Job;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;

/**
 * Takes alerts in and tells people. Changes {@code alerts} and their {@code deliveries}, and what
 * {@link JobWatch} changes; touches nothing of the app's. Safe to run again, and beside itself.
 */
final class AlertDispatch {
  private static final Duration CALM = Duration.ofHours(1);

  private final DispatchSettings settings;
  private final Incidents incidents;
  private final Deliveries deliveries;
  private final Messenger messenger;
  private final JobWatch jobs;
  private final InstantSource clock;

  AlertDispatch(DispatchSettings settings, Firestore firestore, InstantSource clock) {
    this.settings = settings;
    this.incidents = new Incidents(firestore);
    this.deliveries = new Deliveries(firestore);
    this.messenger = new Messenger(settings.channels(), clock);
    this.jobs = JobWatch.of(firestore, settings);
    this.clock = clock;
  }

  /** Whether a message is the tick: it holds nothing of an alert. */
  static boolean isTick(JsonObject message) {
    return message.keySet().stream().allMatch("dryRun"::equals);
  }

  /** One alert, the tick, or an operator who takes an incident on. */
  RunOutcome run(Job.Frame frame) throws ExecutionException, InterruptedException {
    if (isTick(frame.message())) {
      return tick(frame);
    }
    JsonElement key = frame.message().get("acknowledge");
    return key != null && key.isJsonPrimitive()
        ? acknowledge(key.getAsString(), frame)
        : alert(frame, read(frame));
  }

  /** For those who have no link, but the right to publish. */
  private RunOutcome acknowledge(String dedupKey, Job.Frame frame)
      throws ExecutionException, InterruptedException {
    if (frame.dryRun()) {
      return new RunOutcome.Skipped(Map.of(), "a dry run acknowledges nothing");
    }
    Optional<Incident> incident =
        incidents.change(
            IncidentDocument.idOf(dedupKey),
            before ->
                before.map(
                    known ->
                        settings
                            .policy()
                            .onAcknowledgement(known, known.id(), "operator", frame.now())));
    return incident.isPresent()
        ? new RunOutcome.Done(Map.of("acknowledged", 1L))
        : new RunOutcome.Skipped(Map.of(), "there is no alert of this dedupKey");
  }

  private static Alert read(Job.Frame frame) {
    try {
      return Alert.parse(frame.message());
    } catch (IllegalArgumentException notAnAlert) {
      return OwnAlerts.unreadable(notAnAlert.getMessage(), frame.now());
    }
  }

  /** An alert has come: it is counted, and whoever has to know is told. */
  RunOutcome alert(Job.Frame frame, Alert alert) throws ExecutionException, InterruptedException {
    Counts counts = new Counts();
    IncidentRun run = new IncidentRun(settings, deliveries, messenger, frame, clock, counts);
    receive(alert, frame, counts, run);
    return outcome(run, counts, frame);
  }

  /** Time has passed: jobs that did not run, repeats, next steps, ends of calls, resolutions. */
  RunOutcome tick(Job.Frame frame) throws ExecutionException, InterruptedException {
    Counts counts = new Counts();
    IncidentRun run = new IncidentRun(settings, deliveries, messenger, frame, clock, counts);
    List<Incident> open = incidents.open();
    counts.add("open", open.size());
    for (Incident incident : open) {
      Optional<Incident> next =
          frame.dryRun()
              ? Optional.of(settings.policy().onTime(incident, frame.now()))
              : incidents.change(
                  incident.key(),
                  before -> before.map(known -> settings.policy().onTime(known, frame.now())));
      if (next.isPresent()) {
        advance(next.get(), frame, run);
      }
    }
    JobWatch.Findings findings = jobs.findings(frame, open);
    counts.add("findings", findings.alerts().size());
    for (Alert finding : findings.alerts()) {
      receive(finding, frame, counts, run);
    }
    if (!frame.dryRun()) {
      jobs.markDead(findings.dead());
    }
    calmDown(open, run, frame, counts);
    return outcome(run, counts, frame);
  }

  private void receive(Alert alert, Job.Frame frame, Counts counts, IncidentRun run)
      throws ExecutionException, InterruptedException {
    String key = IncidentDocument.idOf(alert.dedupKey());
    counts.add("alerts", 1);
    Optional<Incident> incident =
        frame.dryRun()
            ? Optional.of(next(incidents.get(key), key, alert, frame))
            : incidents.change(key, before -> Optional.of(next(before, key, alert, frame)));
    advance(incident.orElseThrow(), frame, run);
  }

  private Incident next(Optional<Incident> before, String key, Alert alert, Job.Frame frame) {
    Facts facts = Redaction.facts(alert);
    Duration atMostEvery = settings.routes().routeOf(facts.rule(), facts.severity()).atMostEvery();
    return settings.policy().onAlert(before, key, facts, alert, atMostEvery, frame.now());
  }

  private void advance(Incident incident, Job.Frame frame, IncidentRun run)
      throws ExecutionException, InterruptedException {
    boolean finished = incident.open() && run.advance(incident);
    if (finished && !frame.dryRun()) {
      incidents.change(
          incident.key(), now -> now.map(known -> known.equals(incident) ? known.closed() : known));
    }
  }

  /** Once nothing was lost for a while, the alert of our own is over. */
  private void calmDown(List<Incident> open, IncidentRun run, Job.Frame frame, Counts counts)
      throws ExecutionException, InterruptedException {
    Instant calmSince = frame.now().minus(CALM);
    boolean calm =
        open.stream()
            .filter(incident -> incident.facts().rule().equals(OwnAlerts.RULE))
            .anyMatch(
                incident ->
                    incident.clearSince().isEmpty()
                        && incident.sightings().last().isBefore(calmSince));
    if (calm && run.lost().isEmpty()) {
      receive(OwnAlerts.over(frame.now()), frame, counts, run);
    }
  }

  private RunOutcome outcome(IncidentRun run, Counts counts, Job.Frame frame)
      throws ExecutionException, InterruptedException {
    List<String> lost = run.lost();
    if (!lost.isEmpty()) {
      // What is lost of this one is only counted.
      receive(OwnAlerts.undelivered(lost, frame.now()), frame, counts, run);
    }
    if (run.isOutOfTime()) {
      return new RunOutcome.Partial(counts.snapshot(), "the time limit was reached", lost, true);
    }
    return lost.isEmpty()
        ? new RunOutcome.Done(counts.snapshot())
        : new RunOutcome.Partial(
            counts.snapshot(), lost.size() + " message(s) could not be delivered", lost, true);
  }
}

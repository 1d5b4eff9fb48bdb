package com.maayegue.maintenance.alertdispatch;

import com.maayegue.maintenance.alertchannels.Receipt;
import com.maayegue.maintenance.alertchannels.TwilioChannel.CallState;
import com.maayegue.maintenance.alertdispatch.AlertRoutes.Person;
import com.maayegue.maintenance.alertdispatch.Delivery.Answer;
import com.maayegue.maintenance.alertdispatch.DeliveryPolicy.Plan;
import com.maayegue.maintenance.core.Counts;
import com.maayegue.maintenance.runrecords.Job;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;

/**
 * Sends what is due of incidents, within one run. Each message is claimed in Firestore before it is
 * sent and recorded afterwards; in a dry run nothing is.
 */
final class IncidentRun {
  // Each round passes on what the one before could not deliver: there are five means and ten steps.
  private static final int MOST_ROUNDS = 20;
  private static final Duration SHORTEST_WAIT = Duration.ofMinutes(1);

  private final DispatchSettings settings;
  private final Deliveries deliveries;
  private final Messenger messenger;
  private final Job.Frame frame;
  private final InstantSource clock;
  private final Counts counts;
  private final DeliveryPolicy policy;
  private final Set<Means> away = EnumSet.noneOf(Means.class);
  private final List<String> lost = new ArrayList<>();
  private boolean outOfTime;

  IncidentRun(
      DispatchSettings settings,
      Deliveries deliveries,
      Messenger messenger,
      Job.Frame frame,
      InstantSource clock,
      Counts counts) {
    this.settings = settings;
    this.deliveries = deliveries;
    this.messenger = messenger;
    this.frame = frame;
    this.clock = clock;
    this.counts = counts;
    this.policy =
        new DeliveryPolicy(
            settings.routes(), settings.channels().configured(), settings.common().timeZone());
  }

  /** What could not be delivered by any more attempts. */
  List<String> lost() {
    return List.copyOf(lost);
  }

  /** Whether something is left for lack of time. */
  boolean isOutOfTime() {
    return outOfTime;
  }

  /**
   * Sends what is due.
   *
   * @return whether nothing more will become of the incident
   */
  boolean advance(Incident incident) throws ExecutionException, InterruptedException {
    Plan plan = policy.plan(incident, deliveries.of(incident), frame.now());
    if (frame.dryRun()) {
      plan.send().forEach(each -> counts.add("wouldSend." + each.means().word(), 1));
      return false;
    }
    boolean progress = ask(incident, plan.ask());
    for (int round = 0; round < MOST_ROUNDS; round++) {
      if (progress) {
        plan = policy.plan(incident, deliveries.of(incident), frame.now());
      }
      progress = send(incident, plan.send());
      if (!progress) {
        return plan.finished();
      }
    }
    return false;
  }

  /** Returns whether anything is known now that was not. */
  private boolean ask(Incident incident, List<Delivery> calls)
      throws ExecutionException, InterruptedException {
    boolean known = false;
    for (Delivery call : calls) {
      Optional<CallState> state = messenger.callState(call.reference());
      boolean over = !frame.now().isBefore(call.claimedAt().plus(Delivery.CALL_LASTS));
      Answer answer =
          switch (state.orElse(CallState.UNDER_WAY)) {
            case ANSWERED -> Answer.ANSWERED;
            case UNANSWERED -> Answer.UNANSWERED;
            case UNDER_WAY -> over ? Answer.UNANSWERED : Answer.NONE;
          };
      if (answer != Answer.NONE) {
        deliveries.record(incident, call.answered(answer));
        counts.add("calls." + JsonFields.word(answer), 1);
        known = true;
      }
    }
    return known;
  }

  /** Returns whether anything was tried. */
  private boolean send(Incident incident, List<Delivery> due)
      throws ExecutionException, InterruptedException {
    boolean tried = false;
    for (Delivery each : due) {
      if (!clock.instant().isBefore(frame.deadline())) {
        outOfTime = true;
        return false;
      }
      if (!away.contains(each.means())) {
        tried = true;
        Optional<Delivery> claimed = deliveries.claim(incident, each, frame.now());
        if (claimed.isPresent()) {
          send(incident, claimed.get());
        }
      }
    }
    return tried;
  }

  private void send(Incident incident, Delivery claimed)
      throws ExecutionException, InterruptedException {
    Person person = settings.routes().people().get(claimed.person());
    Receipt receipt = messenger.send(claimed, person, text(incident, claimed));
    Delivery ended = ended(claimed, receipt);
    counts.add(JsonFields.word(ended.state()) + "." + ended.means().word(), 1);
    if (ended.repeated()) {
      counts.add("repeated." + ended.means().word(), 1);
    }
    if (ended.isLost(frame.now())) {
      lost.add(ended.means().word() + ": " + ended.reason());
    }
    deliveries.record(incident, ended);
  }

  private Delivery ended(Delivery claimed, Receipt receipt) {
    if (receipt instanceof Receipt.Sent sent) {
      return claimed.sent(sent.id());
    }
    if (receipt instanceof Receipt.Unknown unknown) {
      return claimed.unknown(unknown.reason(), frame.now().plus(SHORTEST_WAIT));
    }
    Receipt.Failed failed = (Receipt.Failed) receipt;
    if (!failed.later()) {
      return claimed.failed(failed.reason(), Optional.empty());
    }
    // Nobody else is told by it in this run: it is away, or asks for patience.
    away.add(claimed.means());
    Duration wait = failed.retryAfter().orElse(SHORTEST_WAIT);
    Instant again = frame.now().plus(wait.compareTo(SHORTEST_WAIT) < 0 ? SHORTEST_WAIT : wait);
    return claimed.failed(failed.reason(), Optional.of(again));
  }

  private AlertText text(Incident incident, Delivery delivery) {
    Optional<URI> link =
        delivery.stage().asks()
            ? settings.links().map(links -> links.link(incident, delivery.person(), frame.now()))
            : Optional.empty();
    return new AlertText(
        incident,
        delivery.stage(),
        settings.app(),
        settings.common().timeZone(),
        link,
        settings.playbooks() + incident.facts().playbook());
  }
}

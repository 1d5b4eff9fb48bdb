package com.maayegue.maintenance.alertdispatch;

import com.maayegue.maintenance.alertdispatch.AckLink.Ticket;
import com.maayegue.maintenance.alertdispatch.AckPage.Page;
import com.maayegue.maintenance.alertdispatch.Incident.Acknowledgement;
import com.maayegue.maintenance.alertdispatch.Incident.State;
import com.maayegue.maintenance.core.RunLog;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Optional;
import java.util.concurrent.ExecutionException;

/**
 * Answers those who follow a link: changes the state of one incident from firing to acknowledged,
 * and nothing else. Safe to repeat.
 */
final class Acknowledgements {
  // Only the step from firing to acknowledged is taken here, which knows no durations.
  private static final AlertPolicy POLICY = new AlertPolicy(Duration.ZERO, Duration.ZERO);

  private final Incidents incidents;
  private final AckLink links;
  private final AckPage pages;
  private final ZoneId zone;
  private final String playbooks;
  private final RunLog log;
  private final InstantSource clock;

  Acknowledgements(
      Incidents incidents,
      AckLink links,
      AckPage pages,
      ZoneId zone,
      String playbooks,
      RunLog log,
      InstantSource clock) {
    this.incidents = incidents;
    this.links = links;
    this.pages = pages;
    this.zone = zone;
    this.playbooks = playbooks;
    this.log = log;
    this.clock = clock;
  }

  /** An answer to what is neither a question nor an acknowledgement. */
  Page refuse(int status) {
    return pages.refused(status);
  }

  /** The page of a link; changes nothing. */
  Page show(String token) {
    return answer(token, (ticket, now) -> incidents.get(ticket.key()), false);
  }

  /** Acknowledges. */
  Page acknowledge(String token) {
    return answer(
        token,
        (ticket, now) ->
            incidents.change(
                ticket.key(),
                before ->
                    before.map(
                        known ->
                            POLICY.onAcknowledgement(
                                known, ticket.incident(), ticket.person(), now))),
        true);
  }

  @FunctionalInterface
  private interface Step {
    Optional<Incident> take(Ticket ticket, Instant now)
        throws ExecutionException, InterruptedException;
  }

  private Page answer(String token, Step step, boolean acknowledges) {
    Instant now = clock.instant();
    Optional<Ticket> ticket = links.open(token);
    if (ticket.isEmpty()) {
      return pages.unknown();
    }
    if (ticket.get().isOver(now)) {
      return pages.expired();
    }
    try {
      Optional<Incident> incident =
          step.take(ticket.get(), now).filter(each -> each.id().equals(ticket.get().incident()));
      if (acknowledges) {
        log.info("acknowledged by link: alerts/" + ticket.get().key());
      }
      return page(incident, token);
    } catch (ExecutionException away) {
      log.error("Firestore: " + away.getMessage());
      return pages.away();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return pages.away();
    }
  }

  private Page page(Optional<Incident> incident, String token) {
    Optional<AlertText> text = incident.map(this::text);
    if (text.isEmpty() || incident.get().state() == State.RESOLVED) {
      return pages.over(text);
    }
    Optional<Acknowledgement> by = incident.get().acknowledged();
    return incident.get().state() == State.ACKNOWLEDGED && by.isPresent()
        ? pages.thanks(text.get(), by.get().by())
        : pages.question(text.get(), token);
  }

  private AlertText text(Incident incident) {
    return new AlertText(
        incident,
        Stage.step(0),
        pages.app(),
        zone,
        Optional.empty(),
        playbooks + incident.facts().playbook());
  }
}

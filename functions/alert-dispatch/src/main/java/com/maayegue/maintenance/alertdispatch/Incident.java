package com.maayegue.maintenance.alertdispatch;

import com.maayegue.maintenance.pubsub.Alert.Severity;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What is known of one cause: the document {@code alerts/{dedupKey}}.
 *
 * @param key the document's id
 * @param id of the incident under way, or of the last one; a cause that comes back after it was
 *     resolved is a new incident
 * @param facts of the newest alert
 * @param notifyFrom when the first step begins
 * @param clearSince when the cause was last said to be gone; it may come back and count as a flap
 * @param lastToldAt when people were first told of the newest incident before this one that they
 *     were told of
 * @param open false once everybody was told everything
 */
record Incident(
    String key,
    String id,
    State state,
    Facts facts,
    Sightings sightings,
    Instant startedAt,
    Instant notifyFrom,
    Optional<Instant> clearSince,
    Optional<Acknowledgement> acknowledged,
    Optional<Instant> resolvedAt,
    Optional<Instant> lastToldAt,
    boolean open) {
  /** Whether somebody has to do something. */
  enum State {
    FIRING,
    ACKNOWLEDGED,
    RESOLVED
  }

  /** What the alert says, bounded and redacted. */
  record Facts(
      String rule,
      Severity severity,
      String title,
      String summary,
      Map<String, String> labels,
      String playbook) {}

  /**
   * What was seen of the cause.
   *
   * @param first of this incident
   * @param last of this incident
   * @param count of alerts in this incident, each counted once however often it was delivered
   * @param flaps how often it went and came back in this incident
   * @param lastFiring the newest alert that it is there, of all incidents
   * @param lastResolved the newest alert that it is gone, of all incidents
   */
  record Sightings(
      Instant first,
      Instant last,
      long count,
      long flaps,
      Instant lastFiring,
      Instant lastResolved) {}

  /** Who has taken it on, and when. */
  record Acknowledgement(String by, Instant at) {}

  /** Whether people are to be told of it and asked to act. */
  boolean isPressing() {
    return open && state == State.FIRING && clearSince.isEmpty();
  }

  Incident with(State next) {
    return new Incident(
        key,
        id,
        next,
        facts,
        sightings,
        startedAt,
        notifyFrom,
        clearSince,
        acknowledged,
        resolvedAt,
        lastToldAt,
        open);
  }

  Incident with(Facts nextFacts, Sightings nextSightings, Optional<Instant> nextClearSince) {
    return new Incident(
        key,
        id,
        state,
        nextFacts,
        nextSightings,
        startedAt,
        notifyFrom,
        nextClearSince,
        acknowledged,
        resolvedAt,
        lastToldAt,
        open);
  }

  Incident with(Optional<Acknowledgement> next) {
    return new Incident(
        key,
        id,
        state,
        facts,
        sightings,
        startedAt,
        notifyFrom,
        clearSince,
        next,
        resolvedAt,
        lastToldAt,
        open);
  }

  Incident resolved(Instant at) {
    return new Incident(
        key,
        id,
        State.RESOLVED,
        facts,
        sightings,
        startedAt,
        notifyFrom,
        clearSince,
        acknowledged,
        Optional.of(at),
        lastToldAt,
        open);
  }

  Incident closed() {
    return new Incident(
        key,
        id,
        state,
        facts,
        sightings,
        startedAt,
        notifyFrom,
        clearSince,
        acknowledged,
        resolvedAt,
        lastToldAt,
        false);
  }
}

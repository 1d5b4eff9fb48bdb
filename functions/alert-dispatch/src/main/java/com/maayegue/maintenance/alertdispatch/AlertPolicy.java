package com.maayegue.maintenance.alertdispatch;

import com.maayegue.maintenance.alertdispatch.Incident.Acknowledgement;
import com.maayegue.maintenance.alertdispatch.Incident.Facts;
import com.maayegue.maintenance.alertdispatch.Incident.Sightings;
import com.maayegue.maintenance.alertdispatch.Incident.State;
import com.maayegue.maintenance.pubsub.Alert;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * How an incident goes on: an incident and what happened in, the next incident out. The same alerts
 * in any order, any number of times, end in the same state: what is older than the newest of its
 * kind, or than the newest end, changes nothing.
 *
 * @param clearFor how long a cause has to be gone before the incident is over
 * @param acknowledgedFor how long an acknowledgement keeps reminders away
 */
record AlertPolicy(Duration clearFor, Duration acknowledgedFor) {
  private static final DateTimeFormatter ID =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss.SSS'Z'").withZone(ZoneOffset.UTC);

  /**
   * An alert has come.
   *
   * @param before empty for a cause that was never seen
   * @param facts the alert's, bounded and redacted
   * @param atMostEvery of the route
   */
  Incident onAlert(
      Optional<Incident> before,
      String key,
      Facts facts,
      Alert alert,
      Duration atMostEvery,
      Instant arrived) {
    Instant now = stored(arrived);
    // A clock ahead of ours must not silence all that comes after.
    Instant at = alert.occurredAt().isAfter(now) ? now : stored(alert.occurredAt());
    return alert.status() == Alert.Status.FIRING
        ? onFiring(before, key, facts, at, atMostEvery, now)
        : onResolved(before, key, facts, at, now);
  }

  /** As Firestore keeps it, in microseconds: what is compared with must be what was compared. */
  private static Instant stored(Instant instant) {
    return instant.truncatedTo(ChronoUnit.MICROS);
  }

  private static Incident onFiring(
      Optional<Incident> known,
      String key,
      Facts facts,
      Instant at,
      Duration atMostEvery,
      Instant now) {
    if (known.isEmpty()) {
      return opened(key, facts, at, now, Instant.MIN, Optional.empty(), now);
    }
    Incident before = known.get();
    Sightings seen = before.sightings();
    if (!at.isAfter(seen.lastFiring()) || !at.isAfter(seen.lastResolved())) {
      return before;
    }
    if (before.state() == State.RESOLVED) {
      Optional<Instant> told = lastTold(before);
      Instant earliest = told.map(then -> then.plus(atMostEvery)).orElse(now);
      Instant from = earliest.isAfter(now) ? earliest : now;
      return opened(key, facts, at, now, seen.lastResolved(), told, from);
    }
    Sightings more =
        new Sightings(
            seen.first(),
            at,
            seen.count() + 1,
            seen.flaps() + (before.clearSince().isPresent() ? 1 : 0),
            at,
            seen.lastResolved());
    return before.with(worse(before.facts(), facts), more, Optional.empty());
  }

  /** An incident that was over before its first step told nobody. */
  private static Optional<Instant> lastTold(Incident before) {
    boolean told =
        before.sightings().count() > 0
            && before.resolvedAt().stream().noneMatch(at -> at.isBefore(before.notifyFrom()));
    return told ? Optional.of(before.notifyFrom()) : before.lastToldAt();
  }

  private static Incident opened(
      String key,
      Facts facts,
      Instant at,
      Instant now,
      Instant lastResolved,
      Optional<Instant> lastToldAt,
      Instant notifyFrom) {
    return new Incident(
        key,
        ID.format(now),
        State.FIRING,
        facts,
        new Sightings(at, at, 1, 0, at, lastResolved),
        now,
        notifyFrom,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        lastToldAt,
        true);
  }

  /** The newest facts under the gravest severity of the incident. */
  private static Facts worse(Facts before, Facts now) {
    return before.severity().compareTo(now.severity()) >= 0
        ? now
        : new Facts(
            now.rule(),
            before.severity(),
            now.title(),
            now.summary(),
            now.labels(),
            now.playbook());
  }

  private static Incident onResolved(
      Optional<Incident> known, String key, Facts facts, Instant at, Instant now) {
    if (known.isEmpty()) {
      // Kept so that its beginning, if it comes late, opens nothing.
      Sightings none = new Sightings(at, at, 0, 0, Instant.MIN, at);
      return new Incident(
          key,
          ID.format(now),
          State.RESOLVED,
          facts,
          none,
          now,
          now,
          Optional.of(at),
          Optional.empty(),
          Optional.of(at),
          Optional.empty(),
          false);
    }
    Incident before = known.get();
    Sightings seen = before.sightings();
    if (!at.isAfter(seen.lastResolved()) || at.isBefore(seen.lastFiring())) {
      return before;
    }
    Sightings ended =
        new Sightings(seen.first(), seen.last(), seen.count(), seen.flaps(), seen.lastFiring(), at);
    Optional<Instant> since = before.clearSince().or(() -> Optional.of(at));
    return before.with(before.facts(), ended, since);
  }

  /** Time has passed. */
  Incident onTime(Incident before, Instant now) {
    if (before.state() == State.RESOLVED) {
      return before;
    }
    if (before.clearSince().isPresent()) {
      Instant since = before.clearSince().get();
      return now.isBefore(since.plus(clearFor)) ? before : before.resolved(since);
    }
    boolean forgotten =
        before.acknowledged().map(Acknowledgement::at).map(at -> at.plus(acknowledgedFor)).stream()
            .anyMatch(end -> !now.isBefore(end));
    return before.state() == State.ACKNOWLEDGED && forgotten
        ? before.with(State.FIRING).with(Optional.empty())
        : before;
  }

  /**
   * Somebody takes it on.
   *
   * @param incident the one that the link was for
   */
  Incident onAcknowledgement(Incident before, String incident, String person, Instant now) {
    return before.state() == State.FIRING && before.id().equals(incident)
        ? before
            .with(State.ACKNOWLEDGED)
            .with(Optional.of(new Acknowledgement(person, stored(now))))
        : before;
  }
}

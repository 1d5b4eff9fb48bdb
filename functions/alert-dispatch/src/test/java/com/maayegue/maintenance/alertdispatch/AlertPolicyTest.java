package com.maayegue.maintenance.alertdispatch;

import static org.assertj.core.api.Assertions.assertThat;

import com.maayegue.maintenance.alertdispatch.Incident.Facts;
import com.maayegue.maintenance.alertdispatch.Incident.State;
import com.maayegue.maintenance.pubsub.Alert;
import com.maayegue.maintenance.pubsub.Alert.Severity;
import com.maayegue.maintenance.pubsub.Alert.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class AlertPolicyTest {
  private static final Instant T0 = Instant.parse("2025-10-07T02:00:00Z");
  private static final Duration CLEAR_FOR = Duration.ofMinutes(15);
  private static final AlertPolicy POLICY = new AlertPolicy(CLEAR_FOR, Duration.ofDays(1));

  private static final Map<Severity, Facts> FACTS =
      Stream.of(Severity.values())
          .collect(
              Collectors.toMap(
                  Function.identity(),
                  severity -> Redaction.facts(alertOf(severity, Status.FIRING, T0))));

  private Optional<Incident> incident = Optional.empty();

  @Test
  void opensAnIncidentAndCountsWhatFollows() {
    firing(0);
    firing(1);
    firing(2);
    assertThat(now().state()).isEqualTo(State.FIRING);
    assertThat(now().sightings().count()).isEqualTo(3);
    assertThat(now().sightings().first()).isEqualTo(at(0));
    assertThat(now().sightings().last()).isEqualTo(at(2));
    assertThat(now().id()).isEqualTo("20251007T020000.000Z");
  }

  @Test
  void countsARedeliveredAlertOnce() {
    firing(0);
    Incident before = now();
    alert(Status.FIRING, at(0), at(40));
    assertThat(now()).isEqualTo(before);
  }

  @Test
  void knowsATimeAgainAfterItWasStoredInMicroseconds() {
    alert(Status.FIRING, at(0).plusNanos(123_456_789), at(1));
    assertThat(now().sightings().lastFiring()).isEqualTo(at(0).plusNanos(123_456_000));
    Incident before = now();
    alert(Status.FIRING, at(0).plusNanos(123_456_789), at(2));
    assertThat(now()).isEqualTo(before);
  }

  @Test
  void isOverOnlyWhenTheCauseWasGoneForAWhile() {
    firing(0);
    resolved(10);
    assertThat(now().isPressing()).isFalse();
    time(24);
    assertThat(now().state()).isEqualTo(State.FIRING);
    time(25);
    assertThat(now().state()).isEqualTo(State.RESOLVED);
    assertThat(now().resolvedAt()).contains(at(10));
    assertThat(now().open()).isTrue();
  }

  @Test
  void countsAReturnAsAFlapOfTheSameIncident() {
    firing(0);
    resolved(5);
    firing(10);
    time(40);
    assertThat(now().isPressing()).isTrue();
    assertThat(now().sightings().flaps()).isEqualTo(1);
    assertThat(now().id()).isEqualTo("20251007T020000.000Z");
  }

  @Test
  void beginsANewIncidentOnceTheOldOneIsOver() {
    firing(0);
    resolved(5);
    time(20);
    firing(30);
    assertThat(now().id()).isEqualTo("20251007T023000.000Z");
    assertThat(now().sightings().count()).isEqualTo(1);
    assertThat(now().resolvedAt()).isEmpty();
  }

  @Test
  void ignoresABeginningThatComesAfterItsEnd() {
    alert(Status.RESOLVED, at(5), at(5));
    assertThat(now().open()).isFalse();
    alert(Status.FIRING, at(0), at(6));
    assertThat(now().state()).isEqualTo(State.RESOLVED);
    firing(7);
    assertThat(now().state()).isEqualTo(State.FIRING);
  }

  @Test
  void ignoresAnOldAlertThatIsDeliveredAgainAfterTheEnd() {
    firing(0);
    resolved(5);
    time(20);
    alert(Status.FIRING, at(0), at(600));
    assertThat(now().state()).isEqualTo(State.RESOLVED);
  }

  @Test
  void believesNoTimeOfTheFuture() {
    alert(Status.FIRING, at(1_000_000), at(0));
    resolved(5);
    assertThat(now().clearSince()).contains(at(5));
  }

  @Test
  void keepsTheGravestSeverityOfAnIncident() {
    alert(Severity.WARNING, Status.FIRING, at(0), at(0));
    alert(Severity.CRITICAL, Status.FIRING, at(1), at(1));
    alert(Severity.INFO, Status.FIRING, at(2), at(2));
    assertThat(now().facts().severity()).isEqualTo(Severity.CRITICAL);
  }

  @Test
  void isAcknowledgedOnlyByALinkOfItsOwn() {
    firing(0);
    Incident other = POLICY.onAcknowledgement(now(), "20240101T000000.000Z", "ops", at(1));
    assertThat(other.state()).isEqualTo(State.FIRING);
    Incident own = POLICY.onAcknowledgement(now(), now().id(), "ops", at(1));
    assertThat(own.state()).isEqualTo(State.ACKNOWLEDGED);
    assertThat(own.acknowledged()).contains(new Incident.Acknowledgement("ops", at(1)));
    assertThat(POLICY.onAcknowledgement(own, own.id(), "dev", at(2))).isEqualTo(own);
  }

  @Test
  void remembersWhatWasAcknowledgedAndForgotten() {
    firing(0);
    incident = Optional.of(POLICY.onAcknowledgement(now(), now().id(), "ops", at(1)));
    time(24 * 60);
    assertThat(now().state()).isEqualTo(State.ACKNOWLEDGED);
    time(24 * 60 + 1);
    assertThat(now().isPressing()).isTrue();
  }

  @Test
  void holdsANewIncidentBackWhenPeopleWereToldLately() {
    Duration week = Duration.ofDays(7);
    alert(Severity.INFO, Status.FIRING, at(0), at(0), week);
    resolved(5);
    time(30);
    alert(Severity.INFO, Status.FIRING, at(60), at(60), week);
    assertThat(now().notifyFrom()).isEqualTo(T0.plus(week));
    resolved(70);
    time(100);
    alert(Severity.INFO, Status.FIRING, at(120), at(120), week);
    assertThat(now().notifyFrom()).isEqualTo(T0.plus(week));
  }

  @Test
  void tenThousandFlapsOfOneCauseAreOneIncident() {
    Set<String> incidents = new HashSet<>();
    for (int flap = 0; flap < 10_000; flap++) {
      firing(flap * 2);
      incidents.add(now().id());
      resolved(flap * 2 + 1);
      time(flap * 2 + 1);
    }
    assertThat(incidents).hasSize(1);
    assertThat(now().sightings().flaps()).isEqualTo(9_999);
    assertThat(now().sightings().count()).isEqualTo(10_000);
  }

  @Test
  void endsTheSameInWhateverOrderAndHoweverOftenAlertsCome() {
    Random random = new Random(42);
    for (int round = 0; round < 2_000; round++) {
      List<Alert> alerts = new ArrayList<>();
      int size = 1 + random.nextInt(6);
      for (int i = 0; i < size; i++) {
        Status status = random.nextBoolean() ? Status.FIRING : Status.RESOLVED;
        alerts.add(alertOf(Severity.HIGH, status, at(random.nextInt(8))));
      }
      boolean firing = replay(alerts);
      List<Alert> again = new ArrayList<>(alerts);
      again.addAll(alerts);
      Collections.shuffle(again, random);
      assertThat(replay(again)).as("%s as %s", alerts, again).isEqualTo(firing);
      assertThat(firing).isEqualTo(expected(alerts));
    }
  }

  /** The newest word counts; the end, when both are of one time. */
  private static boolean expected(List<Alert> alerts) {
    Instant firing = newest(alerts, Status.FIRING);
    return firing.isAfter(newest(alerts, Status.RESOLVED));
  }

  private static Instant newest(List<Alert> alerts, Status status) {
    return alerts.stream()
        .filter(alert -> alert.status() == status)
        .map(Alert::occurredAt)
        .max(Instant::compareTo)
        .orElse(Instant.MIN);
  }

  private boolean replay(List<Alert> alerts) {
    incident = Optional.empty();
    for (Alert alert : alerts) {
      incident = Optional.of(next(incident, alert, at(10), Duration.ZERO));
    }
    return now().isPressing();
  }

  private Incident now() {
    return incident.orElseThrow();
  }

  private static Instant at(int minute) {
    return T0.plus(Duration.ofMinutes(minute));
  }

  private void firing(int minute) {
    alert(Status.FIRING, at(minute), at(minute));
  }

  private void resolved(int minute) {
    alert(Status.RESOLVED, at(minute), at(minute));
  }

  private void alert(Status status, Instant occurred, Instant arrived) {
    alert(Severity.HIGH, status, occurred, arrived);
  }

  private void alert(Severity severity, Status status, Instant occurred, Instant arrived) {
    alert(severity, status, occurred, arrived, Duration.ZERO);
  }

  private void alert(
      Severity severity, Status status, Instant occurred, Instant arrived, Duration atMostEvery) {
    Alert alert = alertOf(severity, status, occurred);
    incident = Optional.of(next(incident, alert, arrived, atMostEvery));
  }

  private static Incident next(
      Optional<Incident> before, Alert alert, Instant arrived, Duration atMostEvery) {
    return POLICY.onAlert(
        before, "payment-failures", FACTS.get(alert.severity()), alert, atMostEvery, arrived);
  }

  private void time(int minute) {
    incident = Optional.of(POLICY.onTime(now(), at(minute)));
  }

  private static Alert alertOf(Severity severity, Status status, Instant occurred) {
    return new Alert(
        "payment-failures",
        severity,
        status,
        "Twelve payments failed",
        "…",
        Map.of(),
        "payment-failures",
        occurred,
        "docs/playbooks/payment-failures.md");
  }
}

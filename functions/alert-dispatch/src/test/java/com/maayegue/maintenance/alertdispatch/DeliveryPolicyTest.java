package com.maayegue.maintenance.alertdispatch;

import static org.assertj.core.api.Assertions.assertThat;

import com.maayegue.maintenance.alertdispatch.Delivery.Answer;
import com.maayegue.maintenance.alertdispatch.DeliveryPolicy.Plan;
import com.maayegue.maintenance.alertdispatch.Incident.Sightings;
import com.maayegue.maintenance.alertdispatch.Incident.State;
import com.maayegue.maintenance.pubsub.Alert.Severity;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DeliveryPolicyTest {
  // 03:00 in Douala.
  private static final Instant NIGHT = Instant.parse("2025-10-07T02:00:00Z");
  private static final Instant DAY = Instant.parse("2025-10-07T10:00:00Z");
  private static final Set<Means> ALL = EnumSet.allOf(Means.class);
  private static final String ROUTES =
      """
      {"people": {
         "ops": {"email": "ops@maayegue.com", "phone": "+237650000001"},
         "lead": {"email": "lead@maayegue.com", "phone": "+237650000002"},
         "boss": {"email": "boss@maayegue.com", "phone": "+237650000003"},
         "mute": {"email": "mute@maayegue.com"}},
       "quietHours": {"from": "21:00", "to": "06:00", "unless": ["critical"]},
       "routes": [
         {"rule": "payment-*", "repeat": "PT4H", "steps": [
            {"people": ["ops"], "by": ["email", "call"]},
            {"after": "PT30M", "people": ["lead"], "by": ["email", "call"]},
            {"after": "PT1H", "people": ["boss"], "by": ["sms"]}]},
         {"rule": "duty", "steps": [{"people": ["ops"], "by": ["pagerduty"]}]},
         {"rule": "posted", "steps": [{"people": ["mute"], "by": ["slack"]}]},
         {"steps": [{"people": ["ops"], "by": ["email"]}]}]}
      """;

  private final List<Delivery> deliveries = new ArrayList<>();

  @Test
  void tellsTheFirstByAllMeansAtOnceAndCallsFirst() {
    assertThat(send(firing("payment-failures", DAY), DAY))
        .containsExactly("step0-ops-call", "step0-ops-email");
  }

  @Test
  void tellsNobodyTwice() {
    Incident incident = firing("payment-failures", DAY);
    sendAll(incident, DAY);
    answer("step0-ops-call", Answer.ANSWERED);
    assertThat(send(incident, DAY.plusSeconds(60))).isEmpty();
  }

  @Test
  void goesOnToTheNextWhenNobodyHasAcknowledged() {
    Incident incident = firing("payment-failures", DAY);
    sendAll(incident, DAY);
    answer("step0-ops-call", Answer.ANSWERED);
    assertThat(send(incident, DAY.plus(Duration.ofMinutes(29)))).isEmpty();
    assertThat(send(incident, DAY.plus(Duration.ofMinutes(30))))
        .containsExactly("step1-lead-call", "step1-lead-email");
  }

  @Test
  void goesOnToTheNextAtOnceWhenACallWasNotAnswered() {
    Incident incident = firing("payment-failures", DAY);
    sendAll(incident, DAY);
    assertThat(plan(incident, DAY.plusSeconds(60)).ask())
        .extracting(Delivery::person)
        .containsExactly("ops");
    answer("step0-ops-call", Answer.UNANSWERED);
    assertThat(send(incident, DAY.plusSeconds(120)))
        .containsExactly("step1-lead-call", "step1-lead-email");
  }

  @Test
  void tellsNobodyMoreOnceAcknowledgedAndAllOnceResolved() {
    Incident incident = firing("payment-failures", DAY);
    sendAll(incident, DAY);
    Instant later = DAY.plus(Duration.ofHours(5));
    assertThat(send(incident.with(State.ACKNOWLEDGED), later)).isEmpty();
    Incident resolved = incident.resolved(later);
    assertThat(send(resolved, later)).containsExactly("resolved-ops-email");
    assertThat(plan(resolved, later).finished()).isFalse();
    sendAll(resolved, later);
    assertThat(plan(resolved, later).finished()).isTrue();
  }

  @Test
  void saysNothingOfTheEndToWhomItSaidNothingOfTheBeginning() {
    Incident resolved = firing("payment-failures", DAY).resolved(DAY);
    assertThat(plan(resolved, DAY)).isEqualTo(new Plan(List.of(), List.of(), true));
  }

  @Test
  void waitsWhileTheCauseIsGone() {
    Incident incident = firing("payment-failures", DAY);
    Incident clear = incident.with(incident.facts(), incident.sightings(), Optional.of(DAY));
    assertThat(send(clear, DAY.plus(Duration.ofHours(2)))).isEmpty();
  }

  @Test
  void remindsAllWhoWereToldAndNeverByPhone() {
    Incident incident = firing("payment-failures", DAY);
    sendAll(incident, DAY);
    sendAll(incident, DAY.plus(Duration.ofMinutes(60)));
    answer("step0-ops-call", Answer.ANSWERED);
    answer("step1-lead-call", Answer.ANSWERED);
    assertThat(send(incident, DAY.plus(Duration.ofHours(4))))
        .containsExactly("repeat1-boss-sms", "repeat1-ops-email", "repeat1-lead-email");
    // What was not sent while nobody looked is not made up for.
    assertThat(send(incident, DAY.plus(Duration.ofHours(8))))
        .containsExactly("repeat2-boss-sms", "repeat2-ops-email", "repeat2-lead-email");
  }

  @Test
  void letsNothingRingInQuietHoursUnlessItIsCritical() {
    assertThat(send(firing("payment-failures", NIGHT), NIGHT)).containsExactly("step0-ops-email");
    Incident critical = firing("payment-failures", NIGHT, Severity.CRITICAL);
    assertThat(send(critical, NIGHT)).containsExactly("step0-ops-call", "step0-ops-email");
  }

  @Test
  void callsInTheMorningWhatWasHeldBackAtNight() {
    Incident incident = firing("payment-failures", NIGHT);
    sendAll(incident, NIGHT);
    Instant six = Instant.parse("2025-10-07T05:00:00Z");
    assertThat(send(incident, six.minusSeconds(1))).doesNotContain("step0-ops-call");
    assertThat(send(incident, six)).contains("step0-ops-call");
  }

  @Test
  void passesOnToAnotherMeansWhatFailedForGood() {
    Incident incident = firing("other", DAY);
    Delivery email = planned(incident, "ops", Means.EMAIL).claimed(DAY);
    deliveries.add(email.failed("550", Optional.empty()));
    assertThat(send(incident, DAY)).containsExactly("step0-ops-sms");
    deliveries.add(
        planned(incident, "ops", Means.SMS).claimed(DAY).failed("21211", Optional.empty()));
    assertThat(send(incident, DAY)).containsExactly("step0-ops-slack");
  }

  @Test
  void passesOnWhatThereAreNoCredentialsOrNoAddressFor() {
    Incident incident = firing("posted", DAY);
    assertThat(send(policy(EnumSet.of(Means.EMAIL)), incident, DAY))
        .containsExactly("step0-mute-email");
    assertThat(send(policy(EnumSet.of(Means.SMS)), incident, DAY)).isEmpty();
  }

  @Test
  void triesAgainWhatCanSucceedLaterAndNotBefore() {
    Incident incident = firing("other", DAY);
    deliveries.add(
        planned(incident, "ops", Means.EMAIL)
            .claimed(DAY)
            .failed("421", Optional.of(DAY.plusSeconds(300))));
    assertThat(send(incident, DAY.plusSeconds(299))).isEmpty();
    assertThat(send(incident, DAY.plusSeconds(300))).containsExactly("step0-ops-email");
  }

  @Test
  void givesUpAfterThreeAttempts() {
    Delivery delivery = planned(firing("other", DAY), "ops", Means.EMAIL);
    for (int attempt = 0; attempt < Delivery.MOST_ATTEMPTS; attempt++) {
      assertThat(delivery.isLost(DAY)).isFalse();
      delivery = delivery.claimed(DAY).failed("421", Optional.of(DAY));
    }
    assertThat(delivery.isLost(DAY)).isTrue();
    assertThat(delivery.repeated()).isFalse();
  }

  @Test
  void repeatsOnceWhatSomebodyDiedOver() {
    Incident incident = firing("other", DAY);
    deliveries.add(planned(incident, "ops", Means.EMAIL).claimed(DAY));
    assertThat(send(incident, DAY.plus(Duration.ofMinutes(9)))).isEmpty();
    assertThat(send(incident, DAY.plus(Duration.ofMinutes(10)))).containsExactly("step0-ops-email");
    Delivery again = deliveries.remove(0).claimed(DAY.plus(Duration.ofMinutes(10)));
    assertThat(again.repeated()).isTrue();
    deliveries.add(again);
    assertThat(send(incident, DAY.plus(Duration.ofMinutes(60)))).containsExactly("step0-ops-sms");
  }

  @Test
  void repeatsOnceWhatMayHaveArrived() {
    Incident incident = firing("other", DAY);
    deliveries.add(
        planned(incident, "ops", Means.EMAIL).claimed(DAY).unknown("gone", DAY.plusSeconds(60)));
    assertThat(send(incident, DAY)).isEmpty();
    assertThat(send(incident, DAY.plusSeconds(60))).containsExactly("step0-ops-email");
    Delivery second = deliveries.remove(0).claimed(DAY.plusSeconds(60));
    deliveries.add(second.unknown("gone", DAY.plusSeconds(120)));
    assertThat(send(incident, DAY.plusSeconds(600))).containsExactly("step0-ops-sms");
  }

  @Test
  void goesOnToTheNextWhenNothingReachesThePerson() {
    Incident incident = firing("payment-failures", DAY);
    for (Means means : Means.values()) {
      deliveries.add(planned(incident, "ops", means).claimed(DAY).failed("no", Optional.empty()));
    }
    assertThat(send(incident, DAY)).containsExactly("step1-lead-call", "step1-lead-email");
  }

  @Test
  void tellsPagerDutyOfTheAcknowledgementToo() {
    Incident incident = firing("duty", DAY);
    sendAll(incident, DAY);
    assertThat(send(incident.with(State.ACKNOWLEDGED), DAY))
        .containsExactly("acknowledged-ops-pagerduty");
  }

  private static Delivery planned(Incident incident, String person, Means means) {
    return Delivery.planned(incident.id(), Stage.step(0), person, means);
  }

  private void sendAll(Incident incident, Instant now) {
    for (Delivery each : plan(incident, now).send()) {
      deliveries.removeIf(known -> known.id().equals(each.id()));
      deliveries.add(each.claimed(now).sent("id"));
    }
  }

  private void answer(String id, Answer answer) {
    deliveries.replaceAll(each -> word(each).equals(id) ? each.answered(answer) : each);
  }

  private Plan plan(Incident incident, Instant now) {
    return policy(ALL).plan(incident, deliveries, now);
  }

  private List<String> send(Incident incident, Instant now) {
    return send(policy(ALL), incident, now);
  }

  private List<String> send(DeliveryPolicy policy, Incident incident, Instant now) {
    return policy.plan(incident, deliveries, now).send().stream()
        .map(DeliveryPolicyTest::word)
        .toList();
  }

  private static String word(Delivery each) {
    return each.id().substring(each.incident().length() + 1);
  }

  private static DeliveryPolicy policy(Set<Means> configured) {
    List<String> problems = new ArrayList<>();
    AlertRoutes routes = new RoutesReader(ALL, Map.of(), problems).read(ROUTES);
    assertThat(problems).isEmpty();
    return new DeliveryPolicy(routes, configured, ZoneId.of("Africa/Douala"));
  }

  private static Incident firing(String rule, Instant at) {
    return firing(rule, at, Severity.HIGH);
  }

  private static Incident firing(String rule, Instant at, Severity severity) {
    return new Incident(
        rule,
        "20251007T020000.000Z",
        State.FIRING,
        new Incident.Facts(rule, severity, "title", "summary", Map.of(), "playbook"),
        new Sightings(at, at, 1, 0, at, Instant.MIN),
        at,
        at,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        true);
  }
}

package com.maayegue.maintenance.alertdispatch;

import static org.assertj.core.api.Assertions.assertThat;

import com.maayegue.maintenance.alertdispatch.Delivery.Answer;
import com.maayegue.maintenance.alertdispatch.Incident.Facts;
import com.maayegue.maintenance.pubsub.Alert;
import com.maayegue.maintenance.pubsub.Alert.Status;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Months of one cause that comes and goes 10,000 times at random, through both policies as {@link
 * AlertDispatch} calls them, with a store in memory.
 */
class FlapSimulationTest {
  private static final int FLAPS = 10_000;
  private static final String CAUSE = "payment-failures";
  private static final Facts FACTS =
      Redaction.facts(DispatchTown.alert(CAUSE, Status.FIRING, DispatchTown.START));

  // Acknowledged for longer than any incident lasts here.
  private final AlertPolicy policy = new AlertPolicy(Duration.ofMinutes(15), Duration.ofDays(365));
  private final DeliveryPolicy deliveryPolicy =
      new DeliveryPolicy(
          new RoutesReader(EnumSet.allOf(Means.class), Map.of(), new ArrayList<>())
              .read(DispatchTown.ROUTES),
          EnumSet.allOf(Means.class),
          ZoneId.of("Africa/Douala"));
  private final Map<String, Map<String, Delivery>> deliveriesOf = new LinkedHashMap<>();
  private Optional<Incident> incident = Optional.empty();
  private Instant now = DispatchTown.START;

  @ParameterizedTest
  @CsvSource({"true, false", "false, false", "false, true", "true, true"})
  void isOneCallToEachOfThoseWhoHaveToBeCalledInAnIncident(
      boolean firstAnswers, boolean acknowledges) {
    Random random = new Random(7);
    for (int flap = 0; flap < FLAPS; flap++) {
      alert(Status.FIRING);
      advance(firstAnswers);
      if (acknowledges) {
        incident = incident.map(each -> policy.onAcknowledgement(each, each.id(), "ops", now));
      }
      pass(Duration.ofSeconds(1 + random.nextInt(600)), firstAnswers);
      alert(Status.RESOLVED);
      // Mostly back before the incident is over; now and then gone for good.
      pass(Duration.ofSeconds(1 + random.nextInt(flap % 50 == 49 ? 7_200 : 900)), firstAnswers);
    }
    assertThat(deliveriesOf).hasSizeBetween(50, 400);
    int escalated = 0;
    for (Map<String, Delivery> deliveries : deliveriesOf.values()) {
      List<Delivery> calls =
          deliveries.values().stream().filter(call -> call.means() == Means.CALL).toList();
      assertThat(calls).extracting(Delivery::person).doesNotHaveDuplicates().contains("ops");
      assertThat(calls).allMatch(call -> call.attempts() == 1);
      if (acknowledges && firstAnswers) {
        assertThat(calls).hasSize(1);
      }
      escalated += calls.size() - 1;
    }
    if (!acknowledges && !firstAnswers) {
      assertThat(escalated).isPositive();
    }
  }

  private void pass(Duration time, boolean firstAnswers) {
    Instant end = now.plus(time);
    while (now.plusSeconds(300).isBefore(end)) {
      now = now.plusSeconds(300);
      incident = incident.map(each -> policy.onTime(each, now));
      advance(firstAnswers);
    }
    now = end;
  }

  private void alert(Status status) {
    Alert alert = DispatchTown.alert(CAUSE, status, now);
    incident = Optional.of(policy.onAlert(incident, CAUSE, FACTS, alert, Duration.ZERO, now));
  }

  private void advance(boolean firstAnswers) {
    Incident at = incident.orElseThrow();
    Map<String, Delivery> deliveries =
        deliveriesOf.computeIfAbsent(at.id(), any -> new LinkedHashMap<>());
    for (int round = 0; round < 20; round++) {
      List<Delivery> own = List.copyOf(deliveries.values());
      DeliveryPolicy.Plan plan = deliveryPolicy.plan(at, own, now);
      for (Delivery call : plan.ask()) {
        boolean answers = firstAnswers || !call.person().equals("ops");
        deliveries.put(call.id(), call.answered(answers ? Answer.ANSWERED : Answer.UNANSWERED));
      }
      plan.send().forEach(each -> deliveries.put(each.id(), each.claimed(now).sent("id")));
      if (plan.send().isEmpty() && plan.ask().isEmpty()) {
        return;
      }
    }
  }
}

package com.maayegue.maintenance.alertdispatch;

import com.maayegue.maintenance.alertdispatch.AlertRoutes.Person;
import com.maayegue.maintenance.alertdispatch.AlertRoutes.Route;
import com.maayegue.maintenance.alertdispatch.AlertRoutes.Step;
import com.maayegue.maintenance.alertdispatch.Delivery.Answer;
import com.maayegue.maintenance.alertdispatch.Incident.State;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Who has to be told what, now: an incident, its route and what was sent so far in, a plan out. It
 * remembers nothing, so a run that died is gone on with by asking again.
 *
 * @param configured the means that there are credentials for
 * @param zone of quiet hours
 */
record DeliveryPolicy(AlertRoutes routes, Set<Means> configured, ZoneId zone) {
  /**
   * What to do.
   *
   * @param send begin these, new or again
   * @param ask how these calls ended
   * @param finished whether nothing more will become of the incident
   */
  record Plan(List<Delivery> send, List<Delivery> ask, boolean finished) {}

  /** The plan at {@code now}. */
  Plan plan(Incident incident, List<Delivery> deliveries, Instant now) {
    Planning planning = new Planning(incident, deliveries, now);
    planning.plan();
    return planning.result();
  }

  private final class Planning {
    private final Incident incident;
    private final Instant now;
    private final Route route;
    private final Map<String, Delivery> known = new TreeMap<>();
    private final Map<String, Delivery> wanted = new LinkedHashMap<>();
    private boolean waiting;

    Planning(Incident incident, List<Delivery> deliveries, Instant now) {
      this.incident = incident;
      this.now = now;
      this.route = routes.routeOf(incident.facts().rule(), incident.facts().severity());
      deliveries.forEach(each -> known.put(each.id(), each));
    }

    void plan() {
      if (incident.isPressing()) {
        int begun = stepsBegun();
        for (int step = 0; step < begun; step++) {
          want(Stage.step(step), route.steps().get(step));
        }
        planRepeat(begun);
      } else if (incident.state() == State.RESOLVED) {
        planResolution();
      } else if (incident.state() == State.ACKNOWLEDGED) {
        told(Means.PAGERDUTY)
            .forEach(person -> want(Stage.ACKNOWLEDGED, person, List.of(Means.PAGERDUTY)));
      }
    }

    Plan result() {
      List<Delivery> send =
          wanted.values().stream()
              .filter(each -> each.isDue(now))
              .sorted(Comparator.comparing(Delivery::means))
              .toList();
      List<Delivery> ask = known.values().stream().filter(this::isOpenCall).toList();
      boolean settled = wanted.values().stream().allMatch(each -> each.isOver(now));
      return new Plan(send, ask, incident.state() == State.RESOLVED && settled && !waiting);
    }

    private boolean isOpenCall(Delivery each) {
      return each.means() == Means.CALL
          && each.state() == Delivery.State.SENT
          && each.answer() == Answer.NONE;
    }

    /** How many steps have begun: by time, or as nobody of the step before was reached. */
    private int stepsBegun() {
      int begun = 0;
      for (Step step : route.steps()) {
        boolean byTime = !now.isBefore(incident.notifyFrom().plus(step.after()));
        boolean passedOn = begun > 0 && nobodyReached(begun - 1);
        if (!byTime && !passedOn) {
          break;
        }
        begun++;
      }
      return begun;
    }

    private boolean nobodyReached(int number) {
      Stage stage = Stage.step(number);
      List<Delivery> ofStep =
          known.values().stream().filter(each -> each.stage().equals(stage)).toList();
      List<Delivery> calls = ofStep.stream().filter(each -> each.means() == Means.CALL).toList();
      boolean callsLost = !calls.isEmpty() && calls.stream().allMatch(this::isUnanswered);
      boolean allLost = !ofStep.isEmpty() && ofStep.stream().allMatch(each -> each.isLost(now));
      return callsLost || (allLost && isExhausted(stage, route.steps().get(number)));
    }

    private boolean isUnanswered(Delivery call) {
      return call.answer() == Answer.UNANSWERED || call.isLost(now);
    }

    /** Whether the step has tried all that it could. */
    private boolean isExhausted(Stage stage, Step step) {
      Planning ofStep = new Planning(incident, List.copyOf(known.values()), now);
      ofStep.want(stage, step);
      return !ofStep.waiting && ofStep.wanted.values().stream().allMatch(each -> each.isOver(now));
    }

    private void planRepeat(int begun) {
      if (route.repeat().isEmpty() || begun == 0) {
        return;
      }
      Duration since = Duration.between(incident.notifyFrom(), now);
      long number = since.toMillis() / route.repeat().get().toMillis();
      if (number < 1) {
        return;
      }
      for (Step step : route.steps().subList(0, begun)) {
        Set<Means> quietly = EnumSet.copyOf(step.by());
        quietly.remove(Means.CALL);
        for (String person : step.people()) {
          want(
              Stage.repeat(number),
              person,
              quietly.isEmpty() ? List.of(Means.SMS) : List.copyOf(quietly));
        }
      }
    }

    private void planResolution() {
      for (String person : told()) {
        Set<Means> means = new LinkedHashSet<>();
        known.values().stream()
            .filter(each -> each.person().equals(person) && each.stage().asks())
            .filter(Delivery::mayHaveArrived)
            .map(Delivery::means)
            .filter(each -> each != Means.CALL)
            .forEach(means::add);
        // Nobody is called to hear that it is over.
        want(Stage.RESOLVED, person, means.isEmpty() ? List.of(Means.SMS) : List.copyOf(means));
      }
    }

    private Set<String> told() {
      Set<String> people = new LinkedHashSet<>();
      known.values().stream()
          .filter(each -> each.stage().asks() && each.mayHaveArrived())
          .forEach(each -> people.add(each.person()));
      return people;
    }

    private Set<String> told(Means means) {
      Set<String> people = new LinkedHashSet<>();
      known.values().stream()
          .filter(each -> each.means() == means && each.stage().asks() && each.mayHaveArrived())
          .forEach(each -> people.add(each.person()));
      return people;
    }

    private void want(Stage stage, Step step) {
      step.people().forEach(person -> want(stage, person, step.by()));
    }

    /** By each of the means; what does not work is passed on to another. */
    private void want(Stage stage, String id, List<Means> by) {
      Person person = routes.people().get(id);
      if (person == null) {
        // No longer in the routes.
        return;
      }
      for (Means means : by) {
        wantOrInstead(stage, person, means, by);
      }
    }

    private void wantOrInstead(Stage stage, Person person, Means first, List<Means> by) {
      if (!isLost(stage, person, first)) {
        want(stage, person, first);
        return;
      }
      if (stage.kind() == Stage.Kind.ACKNOWLEDGED) {
        return;
      }
      Optional<Means> instead =
          Means.INSTEAD.stream()
              .filter(means -> !by.contains(means))
              .filter(means -> !isLost(stage, person, means))
              .findFirst();
      instead.ifPresent(means -> want(stage, person, means));
    }

    private boolean isLost(Stage stage, Person person, Means means) {
      if (!configured.contains(means) || !person.has(means)) {
        return true;
      }
      Delivery delivery = known.get(of(stage, person, means).id());
      return delivery != null && delivery.isLost(now);
    }

    private void want(Stage stage, Person person, Means means) {
      Delivery planned = of(stage, person, means);
      Delivery delivery = known.getOrDefault(planned.id(), planned);
      boolean held =
          means.rings()
              && !delivery.isOver(now)
              && person.quietHours().hold(incident.facts().severity(), now, zone);
      if (held) {
        waiting = true;
      } else {
        wanted.put(delivery.id(), delivery);
      }
    }

    private Delivery of(Stage stage, Person person, Means means) {
      return Delivery.planned(incident.id(), stage, person.id(), means);
    }
  }
}

package com.maayegue.maintenance.alertdispatch;

import com.maayegue.maintenance.pubsub.Alert.Severity;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Who is told of what, and how. The first route that fits an alert is taken; there is one for every
 * severity.
 */
record AlertRoutes(Map<String, Person> people, List<Route> routes) {
  /**
   * Somebody.
   *
   * @param id the key in the routes, and in delivery records
   * @param phone in international form, such as {@code +237600000000}
   */
  record Person(
      String id,
      String name,
      Optional<String> email,
      Optional<String> phone,
      QuietHours quietHours) {
    /** Whether there is an address for it. */
    boolean has(Means means) {
      return switch (means) {
        case EMAIL -> email.isPresent();
        case SMS, CALL -> phone.isPresent();
        case SLACK, PAGERDUTY -> true;
      };
    }
  }

  /**
   * Who is told after a while, if nobody has acknowledged until then, or at once when nobody of the
   * step before could be reached.
   *
   * @param after since the first step; 0 for that
   */
  record Step(Duration after, List<String> people, List<Means> by) {}

  /**
   * What happens to alerts that fit.
   *
   * @param rule the name of rules that fit, with {@code *} for any text; empty for all
   * @param severities that fit; all when empty
   * @param repeat how often those who were told are told again; never when empty
   * @param atMostEvery the shortest time between the first messages of two incidents
   */
  record Route(
      String name,
      Optional<String> rule,
      List<Severity> severities,
      List<Step> steps,
      Optional<Duration> repeat,
      Duration atMostEvery) {
    boolean fits(String alertRule, Severity severity) {
      boolean ruleFits = rule.isEmpty() || pattern(rule.get()).matcher(alertRule).matches();
      return ruleFits && (severities.isEmpty() || severities.contains(severity));
    }

    private static Pattern pattern(String rule) {
      return Pattern.compile("\\Q" + rule.replace("*", "\\E.*\\Q") + "\\E");
    }
  }

  /** The route of an alert. */
  Route routeOf(String rule, Severity severity) {
    return routes.stream()
        .filter(route -> route.fits(rule, severity))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no route for severity " + severity));
  }
}

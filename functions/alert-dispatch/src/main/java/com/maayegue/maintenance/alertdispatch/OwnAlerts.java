package com.maayegue.maintenance.alertdispatch;

import com.maayegue.maintenance.pubsub.Alert;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * The alert that alert-dispatch raises of itself. It is applied where it is raised, never
 * published: an alert of a failure to handle alerts would otherwise go round in circles.
 */
final class OwnAlerts {
  static final String RULE = "alert-dispatch-failed";

  private OwnAlerts() {}

  /** A message on the topic was no alert. */
  static Alert unreadable(String why, Instant at) {
    return firing(
        "message",
        "Une alerte illisible est arrivée · An alert could not be read",
        "Quelqu’un a publié un message qui n’est pas une alerte. Somebody published a message that"
            + " is no alert. "
            + why,
        at);
  }

  /** Messages that nobody got. */
  static Alert undelivered(List<String> lost, Instant now) {
    return firing(
        "delivery",
        "Des messages d’alerte ne sont pas arrivés · Alert messages were not delivered",
        lost.size()
            + " message(s), passés à un autre moyen s’il y en a un · passed on to another means if"
            + " there is one:\n"
            + String.join("\n", lost.stream().distinct().limit(10).toList()),
        now);
  }

  /** The end of both. */
  static Alert over(Instant now) {
    return of(Alert.Status.RESOLVED, "over", "alert-dispatch", "", now);
  }

  private static Alert firing(String cause, String title, String summary, Instant at) {
    return of(Alert.Status.FIRING, cause, title, summary, at);
  }

  private static Alert of(
      Alert.Status status, String cause, String title, String summary, Instant at) {
    return new Alert(
        RULE,
        Alert.Severity.HIGH,
        status,
        title,
        summary,
        Map.of("cause", cause, "function", "alert-dispatch"),
        RULE,
        at,
        "docs/playbooks/" + RULE + ".md");
  }
}

package com.maayegue.maintenance.costmonitor;

import com.maayegue.maintenance.pubsub.Alert;
import com.maayegue.maintenance.pubsub.Alert.Severity;
import com.maayegue.maintenance.pubsub.Alert.Status;
import java.time.Instant;
import java.util.Map;

/** The alert that a limit comes near, or is passed. */
final class LimitAlert {
  private static final String RULE = "cost-limit";

  private LimitAlert() {}

  static Alert firing(LimitPolicy.Due due, Instant now) {
    Watched watched = due.watched();
    boolean forecast = due.level() == Told.Level.FORECAST;
    String percent = Math.round(Math.floor(watched.usedPercent())) + " %";
    return alert(
        due.told(),
        Status.FIRING,
        forecast
            ? watched.frenchName()
                + " : limite bientôt dépassée · "
                + watched.englishName()
                + ": limit about to be passed"
            : watched.frenchName()
                + " : "
                + percent
                + " de la limite · "
                + watched.englishName()
                + ": "
                + percent
                + " of the limit",
        watched.french() + " Rien n'est arrêté. · " + watched.english() + " Nothing is stopped.",
        now);
  }

  static Alert resolved(Told told, Instant now) {
    return alert(
        told,
        Status.RESOLVED,
        told.metric() + " : terminé · over",
        "Le mois est fini, ou l'usage a baissé. · The month is over, or use has gone down.",
        now);
  }

  private static Alert alert(Told told, Status status, String title, String summary, Instant now) {
    return new Alert(
        RULE,
        severity(told.level()),
        status,
        title,
        summary,
        Map.of(
            "metric",
            told.metric(),
            "level",
            told.level().text(),
            "month",
            told.month().toString(),
            "function",
            CostMonitorFunction.NAME),
        told.dedupKey(),
        now,
        "docs/playbooks/" + RULE + ".md");
  }

  private static Severity severity(Told.Level level) {
    return switch (level) {
      case P50 -> Severity.INFO;
      case P80, FORECAST -> Severity.WARNING;
      case P100 -> Severity.HIGH;
    };
  }
}

package com.maayegue.maintenance.alertdispatch;

import com.maayegue.maintenance.pubsub.Alert;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Whether jobs ran as they should: schedules and runs in, alerts out. */
record JobPolicy(ZoneId zone) {
  static final String MISSED = "job-missed";
  static final String DIED = "job-died";

  private static final Set<String> WELL = Set.of("Done", "Skipped");

  /**
   * A run record, as far as it matters here.
   *
   * @param id of the document
   * @param outcome empty while it runs, or when it died
   */
  record Run(
      String id,
      String function,
      String message,
      Instant startedAt,
      Optional<Instant> finishedAt,
      String outcome,
      String reason) {
    boolean endedWell() {
      return WELL.contains(outcome);
    }
  }

  static String missedKey(ScheduledJob job) {
    return MISSED + "-" + job.name();
  }

  static String diedKey(String function) {
    return DIED + "-" + function;
  }

  /**
   * The alert that a job has not ended well in time.
   *
   * @param due the time that it was due
   * @param runs of its function since then
   * @return empty when it has, or when nobody waited for it yet
   */
  Optional<Alert> missed(ScheduledJob job, Instant due, Instant watchedSince, List<Run> runs) {
    if (due.isBefore(watchedSince) || wellRun(job, runs).isPresent()) {
      return Optional.empty();
    }
    String last =
        runs.stream()
            .filter(run -> job.isOf(run.message()))
            .findFirst()
            .map(run -> run.outcome().isEmpty() ? "?" : run.outcome() + " " + run.reason())
            .orElse("aucune exécution · no run");
    return Optional.of(
        new Alert(
            MISSED,
            Alert.Severity.HIGH,
            Alert.Status.FIRING,
            job.name() + " n’a pas fini à temps · did not end well in time",
            "Prévu le "
                + french(due)
                + ", avec un délai de "
                + job.grace().toMinutes()
                + " min. Due then, with that grace. Dernière exécution · last run: "
                + last,
            Map.of("job", job.name(), "function", job.function(), "due", due.toString()),
            missedKey(job),
            due.plus(job.grace()),
            "docs/playbooks/" + MISSED + ".md"));
  }

  /** The newest run of a job that ended well, of the newest first. */
  Optional<Run> wellRun(ScheduledJob job, List<Run> runs) {
    return runs.stream().filter(run -> run.endedWell() && job.isOf(run.message())).findFirst();
  }

  /** The end of {@link #missed}. */
  static Alert ranAgain(ScheduledJob job, Run run) {
    return resolved(MISSED, missedKey(job), job.name(), run);
  }

  /** The alert that a run has not ended, and will not. */
  Alert died(Run run) {
    return new Alert(
        DIED,
        Alert.Severity.HIGH,
        Alert.Status.FIRING,
        run.function() + " s’est arrêté en route · died on the way",
        "Commencé le "
            + french(run.startedAt())
            + ", sans fin. Started then, and never ended. maintenance_runs/"
            + run.id(),
        Map.of("function", run.function(), "startedAt", run.startedAt().toString()),
        diedKey(run.function()),
        run.startedAt(),
        "docs/playbooks/" + DIED + ".md");
  }

  /** The end of {@link #died}. */
  static Alert endedAgain(Run run) {
    return resolved(DIED, diedKey(run.function()), run.function(), run);
  }

  private static Alert resolved(String rule, String key, String name, Run run) {
    return new Alert(
        rule,
        Alert.Severity.HIGH,
        Alert.Status.RESOLVED,
        name + " a fini · ended well",
        "",
        Map.of("function", run.function()),
        key,
        run.finishedAt().orElse(run.startedAt()),
        "docs/playbooks/" + rule + ".md");
  }

  private String french(Instant instant) {
    return DateTimeFormatter.ofPattern("d MMMM 'à' HH:mm", Locale.FRENCH)
        .withZone(zone)
        .format(instant);
  }
}

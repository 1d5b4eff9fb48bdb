package com.maayegue.maintenance.weeklyreport;

import com.maayegue.maintenance.weeklyreport.Section.Cell;
import com.maayegue.maintenance.weeklyreport.Section.Note;
import com.maayegue.maintenance.weeklyreport.Section.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The incidents that there were in the week. Of one cause only the last incident is on record, so
 * weeks before are known from their reports alone.
 */
final class IncidentFigures {
  private static final int MOST_ROWS = 15;
  private static final Set<String> JOBS = Set.of("job-missed", "job-died");
  private static final List<String> SEVERITIES = List.of("critical", "high", "warning", "info");

  /**
   * An incident.
   *
   * @param end of its cause; empty if it is still there
   */
  private record Incident(
      String severity, String title, String rule, Instant start, Optional<Instant> end) {
    Duration lasted(Instant now) {
      Instant until = end.orElse(now);
      return until.isBefore(start) ? Duration.ZERO : Duration.between(start, until);
    }
  }

  private IncidentFigures() {}

  static Section of(List<Map<String, Object>> alerts, Windows windows) {
    List<Incident> incidents =
        alerts.stream()
            .flatMap(each -> read(each).stream())
            .filter(each -> each.start().isBefore(windows.end()))
            .filter(each -> each.end().map(end -> !end.isBefore(windows.start())).orElse(true))
            .sorted(
                Comparator.comparing((Incident each) -> SEVERITIES.indexOf(each.severity()))
                    .thenComparing(Incident::start)
                    .thenComparing(Incident::title))
            .toList();
    Instant now = windows.now();
    long seconds = incidents.stream().mapToLong(each -> each.lasted(now).toSeconds()).sum();
    List<Figure> figures =
        List.of(
            Figure.ofNow("incidents.count", Figure.COUNT_UNIT, incidents.size()),
            Figure.ofNow(
                "incidents.serious",
                Figure.COUNT_UNIT,
                count(incidents, each -> SEVERITIES.indexOf(each.severity()) < 2)),
            Figure.ofNow(
                "incidents.jobs",
                Figure.COUNT_UNIT,
                count(incidents, each -> JOBS.contains(each.rule()))),
            Figure.ofNow("incidents.time", Figure.SECONDS, (double) seconds));
    List<List<Cell>> rows =
        incidents.stream().limit(MOST_ROWS).map(each -> row(each, now)).toList();
    List<String> columns =
        List.of(
            "incidents.severity",
            "incidents.title",
            "incidents.start",
            "incidents.duration",
            "incidents.state");
    List<Note> notes =
        incidents.size() > MOST_ROWS
            ? List.of(Note.of("note.incidentsCut", Integer.toString(MOST_ROWS)))
            : List.of();
    return new Section(
        "incidents",
        null,
        figures,
        rows.isEmpty() ? List.of() : List.of(new Table("incidents.table", columns, rows)),
        notes);
  }

  private static double count(List<Incident> incidents, Predicate<Incident> which) {
    return (double) incidents.stream().filter(which).count();
  }

  private static Optional<Incident> read(Map<String, Object> alert) {
    String severity = Fields.text(alert, "severity").orElse("info");
    boolean over = Fields.text(alert, "state").orElse("").equals("resolved");
    Optional<Instant> end =
        Fields.time(alert, "clearSince").or(() -> Fields.time(alert, "resolvedAt"));
    return Fields.time(alert, "startedAt")
        .or(() -> Fields.time(alert, "firstSeen"))
        .map(
            start ->
                new Incident(
                    SEVERITIES.contains(severity) ? severity : "info",
                    Figure.bounded(Fields.text(alert, "title").orElse("?"), 160),
                    Fields.text(alert, "rule").orElse("?"),
                    start,
                    over ? end : Optional.empty()));
  }

  private static List<Cell> row(Incident incident, Instant now) {
    return List.of(
        Cell.word("severity." + incident.severity()),
        Cell.text(incident.title()),
        Cell.time(incident.start()),
        Cell.number(incident.lasted(now).toSeconds(), Figure.SECONDS),
        Cell.word(incident.end().isPresent() ? "incidents.over" : "incidents.open"));
  }
}

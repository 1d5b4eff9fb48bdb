package com.maayegue.maintenance.costmonitor;

import com.maayegue.maintenance.core.Counts;
import com.maayegue.maintenance.core.RunOutcome;
import com.maayegue.maintenance.runrecords.FunctionParts;
import com.maayegue.maintenance.runrecords.Job;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;

/**
 * The daily run: measures what is used, compares it with the limits, forecasts it, keeps it in
 * {@code cost_snapshots/{day}} and tells people of levels that are reached, once a month each.
 *
 * <p>Changes nothing else: it deletes nothing, and never stops a service or billing. Safe to
 * repeat: the same event again finds the same and tells nobody again.
 */
final class CostMonitor {
  private final CostSettings settings;
  private final MonitoringFigures monitoring;
  private final StagedFigures staged;
  private final Snapshots snapshots;
  private final LimitNotices notices;
  private final InstantSource clock;

  CostMonitor(
      CostSettings settings,
      MonitoringFigures monitoring,
      StagedFigures staged,
      FunctionParts parts,
      InstantSource clock) {
    this.clock = clock;
    this.settings = settings;
    this.monitoring = monitoring;
    this.staged = staged;
    snapshots = new Snapshots(parts.firestore());
    notices = new LimitNotices(parts);
  }

  /**
   * Runs once.
   *
   * @param triggered when the event was published
   */
  RunOutcome run(Job.Frame frame, Instant triggered)
      throws IOException, InterruptedException, ExecutionException {
    Instant at = asOf(triggered, frame.now());
    LocalDate day = day(at, settings.common().timeZone());
    History history = snapshots.history(day);
    Costs costs = new Costs(settings, history, at);
    List<Assessment> assessments = assess(readings(at, frame.deadline(), history), costs, at);
    List<SignalReport> signals = signals(assessments, costs);
    Set<Told> told = history.told();
    List<Watched> watched = watched(assessments, costs);
    List<LimitPolicy.Due> due = LimitPolicy.due(watched, told);
    Counts counts = new Counts();
    counts.add("metrics", assessments.size());
    counts.add("unknown", unknown(assessments).size());
    counts.add(frame.dryRun() ? "wouldAlert" : "alerts", due.size());
    if (!frame.dryRun()) {
      List<Told> now = notices.tell(due, frame.now());
      snapshots.addBudgets(day, costs.budgets(), now);
      snapshots.addMetrics(day, at, assessments, signals);
      counts.add("resolved", notices.end(LimitPolicy.over(watched, told), frame.now()));
    }
    return outcome(assessments, counts);
  }

  /** The event's own time, so that a repeat finds the same; unless it is of another day. */
  private Instant asOf(Instant triggered, Instant now) {
    ZoneId zone = settings.common().timeZone();
    boolean ofToday = !triggered.isAfter(now) && day(triggered, zone).equals(day(now, zone));
    return ofToday ? triggered : now;
  }

  private static LocalDate day(Instant at, ZoneId zone) {
    return at.atZone(zone).toLocalDate();
  }

  private Map<CostMetric, Reading> readings(Instant at, Instant deadline, History history)
      throws IOException {
    LocalDate day = day(at, settings.common().timeZone());
    Map<CostMetric, Reading> readings = new EnumMap<>(monitoring.read(at));
    staged
        .read(at, () -> !clock.instant().isBefore(deadline))
        .forEach(
            (metric, reading) ->
                readings.put(
                    metric,
                    reading instanceof Reading.Known known
                        ? known.withHistory(history.values(metric, day))
                        : reading));
    return readings;
  }

  private List<Assessment> assess(Map<CostMetric, Reading> readings, Costs costs, Instant at) {
    List<Assessment> assessments = new ArrayList<>();
    readings.forEach(
        (metric, reading) -> {
          ZoneId zone =
              StagedFigures.METRICS.contains(metric)
                  ? settings.common().timeZone()
                  : settings.quotaZone();
          assessments.add(
              CostPolicy.assess(metric, reading, settings.limit(metric), day(at, zone)));
        });
    assessments.add(costs.ofMostUsed());
    return assessments;
  }

  private List<SignalReport> signals(List<Assessment> assessments, Costs costs) {
    List<SignalReport> reports = new ArrayList<>();
    for (ScalingSignal signal : ScalingSignal.values()) {
      Optional<Assessment> assessment =
          signal == ScalingSignal.MONTHLY_COST
              ? Optional.of(costs.in(settings.costCurrency()))
              : assessments.stream().filter(each -> each.metric() == signal.metric()).findFirst();
      assessment.ifPresent(
          each ->
              reports.add(
                  SignalReport.of(
                      signal, each, settings.threshold(signal), settings.costCurrency())));
    }
    return reports;
  }

  private static List<Watched> watched(List<Assessment> assessments, Costs costs) {
    List<Watched> watched = new ArrayList<>(costs.watched());
    for (Assessment each : assessments) {
      // Response time is not used up: it is a scaling signal only.
      if (each.metric() != CostMetric.COST_MONTH && each.metric() != CostMetric.MEAN_RESPONSE) {
        Watched.of(each).ifPresent(watched::add);
      }
    }
    return watched;
  }

  private static List<String> unknown(Collection<Assessment> assessments) {
    List<String> unknown = new ArrayList<>();
    for (Assessment each : assessments) {
      if (each.reading() instanceof Reading.Unknown reason) {
        unknown.add(each.metric().id() + ": " + reason.english());
      }
    }
    return unknown;
  }

  private static RunOutcome outcome(List<Assessment> assessments, Counts counts) {
    List<String> unknown = unknown(assessments);
    boolean away =
        assessments.stream()
            .anyMatch(each -> each.reading() instanceof Reading.Unknown reason && reason.away());
    return away
        ? new RunOutcome.Partial(
            counts.snapshot(), "not everything could be read: " + unknown.get(0), unknown, false)
        : new RunOutcome.Done(counts.snapshot(), unknown);
  }
}

package com.maayegue.maintenance.costmonitor;

import com.google.api.gax.rpc.ApiException;
import com.google.api.gax.rpc.StatusCode;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What Cloud Monitoring knows of the use of Firebase and Google Cloud. A metric that it does not
 * answer for is unknown, and the others go on.
 */
final class MonitoringFigures {
  static final int HISTORY_DAYS = 28;
  private static final Duration FRESH = Duration.ofDays(3);

  private final CostSettings settings;
  private final MonitoringSeries monitoring;

  MonitoringFigures(CostSettings settings, MonitoringSeries monitoring) {
    this.settings = settings;
    this.monitoring = monitoring;
  }

  /** All of them, as of {@code at}. */
  Map<CostMetric, Reading> read(Instant at) {
    Map<CostMetric, Reading> readings = new EnumMap<>(CostMetric.class);
    Optional<ApiException> away = Optional.empty();
    for (CostMetric metric : CostMetric.values()) {
      List<MonitoringSource> sources = MonitoringSource.ALL.get(metric);
      if (sources == null) {
        continue;
      }
      try {
        if (away.isPresent()) {
          throw away.get();
        }
        readings.put(metric, read(metric, sources, at));
      } catch (ApiException failure) {
        readings.put(metric, unanswered(failure));
        if (failure.getStatusCode().getCode() == StatusCode.Code.UNAVAILABLE
            || failure.getStatusCode().getCode() == StatusCode.Code.DEADLINE_EXCEEDED) {
          away = Optional.of(failure); // Each question would wait as long again.
        }
      } catch (IllegalStateException unreadable) {
        readings.put(
            metric,
            new Reading.Unknown(
                "réponse illisible de Cloud Monitoring : " + unreadable.getMessage(),
                "Cloud Monitoring's answer cannot be read: " + unreadable.getMessage()));
      }
    }
    return readings;
  }

  private static Reading unanswered(ApiException failure) {
    String code = failure.getStatusCode().getCode().name();
    return new Reading.Unknown(
        "Cloud Monitoring n'a pas répondu (" + code + ")",
        "Cloud Monitoring gave no answer (" + code + ")",
        true);
  }

  private Reading read(CostMetric metric, List<MonitoringSource> sources, Instant at) {
    ZoneId zone = settings.quotaZone();
    LocalDate today = at.atZone(zone).toLocalDate();
    LocalDate month = today.withDayOfMonth(1);
    LocalDate first = today.minusDays(HISTORY_DAYS);
    Instant from =
        (month.isBefore(first) ? month : first).atStartOfDay(zone).toInstant().minusSeconds(1);
    List<Sample> samples = new ArrayList<>();
    for (MonitoringSource source : sources) {
      samples.addAll(monitoring.read(source, filter(source), from, at));
    }
    Optional<Instant> newest = samples.stream().map(Sample::end).max(Comparator.naturalOrder());
    if (newest.isEmpty()) {
      return new Reading.Unknown(
          "aucune série dans Cloud Monitoring : " + sources.get(0).type(),
          "Cloud Monitoring has no series: " + sources.get(0).type());
    }
    return switch (sources.get(0).kind()) {
      case COUNT -> counted(metric, DailyValues.counts(samples, zone), newest.get(), today);
      case MEAN -> mean(metric, DailyValues.means(samples, zone), newest.get(), today);
      case LEVEL -> level(metric, DailyValues.levels(samples, zone, at), newest.get(), at);
    };
  }

  private String filter(MonitoringSource source) {
    return source.kind() == MonitoringSource.Kind.MEAN
        ? " AND resource.labels.service_name = one_of(\""
            + String.join("\", \"", settings.responseServices())
            + "\")"
        : "";
  }

  private static Reading counted(
      CostMetric metric, NavigableMap<LocalDate, Double> counts, Instant newest, LocalDate today) {
    NavigableMap<LocalDate, Double> days = DailyValues.withIdleDays(counts, today);
    Double ofToday = days.get(today);
    LocalDate month = today.withDayOfMonth(1);
    LocalDate first = days.firstKey().isAfter(month) ? days.firstKey() : month;
    long missing =
        first.datesUntil(today.plusDays(1)).filter(day -> !days.containsKey(day)).count();
    boolean ofMonth = metric.period() == CostMetric.Period.MONTH;
    if (ofMonth ? missing > 0 : ofToday == null) {
      String holes = ofMonth ? missing + " jour(s) du mois" : "aujourd'hui";
      String holesEnglish = ofMonth ? missing + " day(s) of the month" : "today";
      return new Reading.Unknown(
          "Cloud Monitoring n'a pas de points pour " + holes,
          "Cloud Monitoring has no points for " + holesEnglish);
    }
    double sum = days.tailMap(month, true).values().stream().mapToDouble(each -> each).sum();
    return new Reading.Known(
        ofMonth ? sum : ofToday,
        metric.unit(),
        OptionalDouble.of(ofToday == null ? 0 : ofToday),
        missing == 0 ? OptionalDouble.of(sum) : OptionalDouble.empty(),
        newest,
        today,
        past(days, today),
        Optional.empty(),
        Optional.empty());
  }

  /** Of today, or if nobody has asked for anything yet, of the day before. */
  private static Reading mean(
      CostMetric metric, NavigableMap<LocalDate, Double> days, Instant newest, LocalDate today) {
    LocalDate day = days.isEmpty() ? LocalDate.MIN : days.lastKey();
    if (day.isBefore(today.minusDays(1))) {
      return new Reading.Unknown(
          "aucune requête depuis deux jours", "there were no requests for two days");
    }
    return new Reading.Known(
        days.get(day),
        metric.unit(),
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        newest,
        day,
        past(days, day),
        Optional.empty(),
        Optional.empty());
  }

  private Reading level(
      CostMetric metric, NavigableMap<LocalDate, Double> days, Instant newest, Instant at) {
    LocalDate day = days.lastKey();
    if (newest.plus(FRESH).isBefore(at)) {
      return new Reading.Unknown(
          "dernier point de Cloud Monitoring : " + newest,
          "the newest point of Cloud Monitoring is of " + newest);
    }
    return Reading.Known.now(days.get(day), metric.unit(), newest, day, "")
        .withHistory(past(days, day));
  }

  private static NavigableMap<LocalDate, Double> past(
      NavigableMap<LocalDate, Double> days, LocalDate day) {
    return days.subMap(day.minusDays(HISTORY_DAYS), true, day, false);
  }
}

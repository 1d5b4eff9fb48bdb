package com.maayegue.maintenance.costmonitor;

import com.maayegue.maintenance.costmonitor.Assessment.Outlook;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.TemporalAdjusters;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/** What a reading means beside its limit, and where it leads. Pure. */
final class CostPolicy {
  private static final int FARTHEST_DAYS = 365;

  private CostPolicy() {}

  /** Assesses one metric. */
  static Assessment assess(
      CostMetric metric, Reading reading, OptionalDouble limit, LocalDate today) {
    if (!(reading instanceof Reading.Known known)) {
      return new Assessment(
          metric,
          reading,
          YearMonth.from(today),
          limit,
          OptionalDouble.empty(),
          Optional.empty(),
          0);
    }
    NavigableMap<LocalDate, Double> history = new TreeMap<>(known.history());
    if (metric.period() == CostMetric.Period.NOW) {
      // A state is whole at any time of the day; what is counted is not.
      history.put(known.day(), known.value());
    }
    return new Assessment(
        metric,
        reading,
        YearMonth.from(known.day()),
        limit,
        limit.isPresent()
            ? OptionalDouble.of(100 * known.value() / limit.getAsDouble())
            : OptionalDouble.empty(),
        Forecast.from(history).map(forecast -> outlook(metric, known, forecast, limit)),
        history.size());
  }

  private static Outlook outlook(
      CostMetric metric, Reading.Known known, Forecast forecast, OptionalDouble limit) {
    LocalDate monthEnd = known.day().with(TemporalAdjusters.lastDayOfMonth());
    boolean adds = metric.period() == CostMetric.Period.MONTH;
    Forecast.Range end = adds ? total(known, forecast, monthEnd) : state(known, forecast, monthEnd);
    LocalDate farthest = adds ? monthEnd : known.day().plusDays(FARTHEST_DAYS);
    return new Outlook(
        monthEnd,
        end,
        crossing(known, forecast, limit, farthest, adds, Forecast.Range::expected),
        crossing(known, forecast, limit, farthest, adds, Forecast.Range::high),
        forecast.perWeek(),
        forecast.days() >= Forecast.RELIABLE_DAYS);
  }

  /** The month so far and what is expected of its other days. */
  private static Forecast.Range total(Reading.Known known, Forecast forecast, LocalDate until) {
    if (!until.isAfter(known.day())) {
      return new Forecast.Range(known.value(), known.value(), known.value());
    }
    Forecast.Range rest = forecast.sum(known.day().plusDays(1), until);
    return new Forecast.Range(
        known.value() + rest.expected(), known.value() + rest.low(), known.value() + rest.high());
  }

  private static Forecast.Range state(Reading.Known known, Forecast forecast, LocalDate day) {
    return day.isAfter(known.day())
        ? forecast.on(day)
        : new Forecast.Range(known.value(), known.value(), known.value());
  }

  private static Optional<LocalDate> crossing(
      Reading.Known known,
      Forecast forecast,
      OptionalDouble limit,
      LocalDate farthest,
      boolean adds,
      ToDoubleFunction<Forecast.Range> edge) {
    if (limit.isEmpty()) {
      return Optional.empty();
    }
    for (LocalDate day = known.day(); !day.isAfter(farthest); day = day.plusDays(1)) {
      Forecast.Range range = adds ? total(known, forecast, day) : state(known, forecast, day);
      if (edge.applyAsDouble(range) >= limit.getAsDouble()) {
        return Optional.of(day);
      }
    }
    return Optional.empty();
  }
}

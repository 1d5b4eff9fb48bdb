package com.maayegue.maintenance.costmonitor;

import com.google.cloud.Timestamp;
import com.google.cloud.firestore.DocumentSnapshot;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What the snapshots of the last days say. What is not of their form is left out. */
final class History {
  private final NavigableMap<LocalDate, Map<String, Object>> days = new TreeMap<>();

  History(Collection<? extends DocumentSnapshot> documents) {
    for (DocumentSnapshot document : documents) {
      try {
        days.put(LocalDate.parse(document.getId()), document.getData());
      } catch (DateTimeException notOurs) {
        // What others keep there has no part in it.
      }
    }
  }

  /** The known values of a metric before {@code day}, of 28 days at most. */
  NavigableMap<LocalDate, Double> values(CostMetric metric, LocalDate day) {
    NavigableMap<LocalDate, Double> values = new TreeMap<>();
    days.subMap(day.minusDays(MonitoringFigures.HISTORY_DAYS), true, day, false)
        .forEach(
            (each, fields) -> {
              if (metric(fields, metric).get("value") instanceof Number value) {
                values.put(each, value.doubleValue());
              }
            });
    return values;
  }

  /**
   * What each day of a budget has cost, from what its month had cost by the run of each day. Days
   * without a run share what was added meanwhile. Currencies are not mixed: what was in another one
   * is left out.
   *
   * @param zone in which months begin
   */
  NavigableMap<LocalDate, Double> dailyCosts(Budget budget, LocalDate today, ZoneId zone) {
    NavigableMap<LocalDate, Double> totals = new TreeMap<>();
    for (Map<String, Object> fields : days.values()) {
      Map<?, ?> cost = metric(fields, CostMetric.COST_MONTH);
      if (cost.get("value") instanceof Number value
          && budget.key().equals(cost.get("budgetId"))
          && budget.currency().equals(cost.get("unit"))
          && fields.get("takenAt") instanceof Timestamp taken) {
        totals.put(day(taken, zone), value.doubleValue());
      }
    }
    totals.put(today, budget.cost());
    NavigableMap<LocalDate, Double> costs = new TreeMap<>();
    totals.forEach(
        (day, total) -> {
          Map.Entry<LocalDate, Double> before = totals.lowerEntry(day);
          LocalDate first = day.withDayOfMonth(1);
          boolean sameMonth = before != null && !before.getKey().isBefore(first);
          if (sameMonth || before != null) {
            LocalDate from = sameMonth ? before.getKey().plusDays(1) : first;
            double added = total - (sameMonth ? before.getValue() : 0);
            long count = day.toEpochDay() - from.toEpochDay() + 1;
            from.datesUntil(day.plusDays(1)).forEach(each -> costs.put(each, added / count));
          }
        });
    return costs.subMap(
        today.minusDays(MonitoringFigures.HISTORY_DAYS), true, today.plusDays(1), false);
  }

  private static LocalDate day(Timestamp taken, ZoneId zone) {
    return Instant.ofEpochSecond(taken.getSeconds()).atZone(zone).toLocalDate();
  }

  /** The budgets, each as all notifications together say. */
  Collection<Budget> budgets() {
    Map<String, Budget> budgets = new TreeMap<>();
    for (Map<String, Object> fields : days.values()) {
      if (fields.get("budget") instanceof Map<?, ?> ofDay) {
        ofDay.forEach(
            (key, value) ->
                BudgetDocument.read(String.valueOf(key), value)
                    .ifPresent(each -> budgets.merge(each.key(), each, Budget::and)));
      }
    }
    return List.copyOf(budgets.values());
  }

  /** What people were told. */
  Set<Told> told() {
    return days.values().stream()
        .flatMap(fields -> texts(fields.get("told")).stream())
        .flatMap(text -> Told.parse(text).stream())
        .collect(Collectors.toSet());
  }

  /** The texts in a field; none if it is no list. */
  static Collection<String> texts(Object field) {
    Collection<String> texts = new TreeSet<>();
    if (field instanceof List<?> list) {
      for (Object each : new ArrayList<>(list)) {
        if (each instanceof String text) {
          texts.add(text);
        }
      }
    }
    return texts;
  }

  private static Map<?, ?> metric(Map<String, Object> fields, CostMetric metric) {
    return fields.get("metrics") instanceof Map<?, ?> metrics
            && metrics.get(metric.id()) instanceof Map<?, ?> found
        ? found
        : Map.of();
  }
}

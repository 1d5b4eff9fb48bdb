package com.maayegue.maintenance.weeklyreport;

import com.maayegue.maintenance.weeklyreport.Section.Cell;
import com.maayegue.maintenance.weeklyreport.Section.Note;
import com.maayegue.maintenance.weeklyreport.Section.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * Costs, use of the limits and forecasts, and what they say about growing, of the documents that
 * cost-monitor writes once a day. Of each week its newest whole document counts.
 */
final class CostFigures {
  private static final int MOST_ROWS = 40;
  private static final String CURRENCY = "[A-Z]{3}";

  private final NavigableMap<String, Map<String, Object>> byDay;
  private final Windows windows;

  CostFigures(NavigableMap<String, Map<String, Object>> byDay, Windows windows) {
    this.byDay = byDay;
    this.windows = windows;
  }

  /** The day of the document that counts for a week; null if there is none. */
  String day(int week) {
    ReportWeek of = windows.week().minus(Windows.REPORTED - week);
    NavigableMap<String, Map<String, Object>> days =
        byDay.subMap(of.monday().toString(), true, of.sunday().toString(), true);
    for (String day : days.descendingKeySet()) {
      if (Fields.time(days.get(day), "takenAt").isPresent()) {
        return day;
      }
    }
    return null;
  }

  private Map<String, Object> of(int week) {
    String day = day(week);
    return day == null ? Map.of() : byDay.get(day);
  }

  /** The metrics of the reported week, by id. */
  Map<String, Object> metrics() {
    return new TreeMap<>(Fields.map(of(Windows.REPORTED), "metrics"));
  }

  /** A metric's value in the reported week, if it is known. */
  OptionalDouble value(String metric) {
    return known(Fields.map(metrics(), metric));
  }

  private static OptionalDouble known(Map<String, Object> metric) {
    return Fields.text(metric, "status").orElse("").equals("known")
        ? Fields.number(metric, "value")
        : OptionalDouble.empty();
  }

  Section costs() {
    Map<String, Object> metrics = metrics();
    if (metrics.isEmpty()) {
      return Section.leftOut("costs", Note.of("leftOut.noCosts"));
    }
    List<Figure> figures = new ArrayList<>();
    List<List<Cell>> rows = new ArrayList<>();
    metrics.keySet().stream()
        .limit(MOST_ROWS)
        .forEach(
            id -> {
              Map<String, Object> metric = Fields.map(metrics, id);
              if (known(metric).isPresent()) {
                figures.add(figure(id, unit(metric)));
              }
              rows.add(limits(id, metric));
            });
    List<Table> tables = new ArrayList<>();
    List<List<Cell>> budgets = budgets();
    if (!budgets.isEmpty()) {
      tables.add(
          new Table(
              "budget.table",
              List.of("budget.name", "budget.cost", "budget.amount", "budget.used"),
              budgets));
    }
    tables.add(
        new Table(
            "limits.table",
            List.of(
                "limits.metric",
                "limits.value",
                "limits.limit",
                "limits.used",
                "limits.expected",
                "limits.range",
                "limits.day"),
            rows));
    return new Section(
        "costs", null, figures, tables, List.of(Note.of("note.costsOf", day(Windows.REPORTED))));
  }

  private Figure figure(String id, String unit) {
    double[] weeks = new double[Windows.COUNT];
    Arrays.setAll(
        weeks,
        week -> {
          Map<String, Object> metric = Fields.map(Fields.map(of(week), "metrics"), id);
          // What was in another currency is nothing to compare with.
          return unit(metric).equals(unit) ? known(metric).orElse(Double.NaN) : Double.NaN;
        });
    return Figure.of("costs.metric." + Figure.bounded(id, 60), unit, weeks);
  }

  private static String unit(Map<String, Object> metric) {
    String unit = Fields.text(metric, "unit").orElse(Figure.COUNT_UNIT);
    boolean one =
        List.of(Figure.COUNT_UNIT, Figure.BYTES, "ms").contains(unit) || unit.matches(CURRENCY);
    return one ? unit : Figure.COUNT_UNIT;
  }

  private static List<Cell> limits(String id, Map<String, Object> metric) {
    Cell name = Cell.word("costs.metric." + Figure.bounded(id, 60));
    OptionalDouble value = known(metric);
    if (value.isEmpty()) {
      Cell why =
          Cell.bilingual(
              Fields.text(metric, "reason").orElse("?"),
              Fields.text(metric, "reasonEn").orElse("?"));
      return List.of(name, why, Cell.none(), Cell.none(), Cell.none(), Cell.none(), Cell.none());
    }
    String unit = unit(metric);
    Map<String, Object> forecast = Fields.map(metric, "forecast");
    String status = Fields.text(forecast, "status").orElse("none");
    return List.of(
        name,
        Cell.number(value.getAsDouble(), unit),
        cell(metric, "limit", unit),
        cell(metric, "usedPercent", Figure.PERCENT),
        status.equals("too-short")
            ? Cell.word("limits.tooShort")
            : cell(forecast, "expected", unit),
        status.equals("ready") ? range(forecast, unit) : Cell.none(),
        Fields.text(forecast, "limitDay").map(Cell::text).orElse(Cell.none()));
  }

  private static Cell range(Map<String, Object> forecast, String unit) {
    OptionalDouble low = Fields.number(forecast, "low");
    OptionalDouble high = Fields.number(forecast, "high");
    return low.isPresent() && high.isPresent()
        ? Cell.range(low.getAsDouble(), high.getAsDouble(), unit)
        : Cell.none();
  }

  private static Cell cell(Map<String, Object> fields, String name, String unit) {
    OptionalDouble number = Fields.number(fields, name);
    return number.isPresent() ? Cell.number(number.getAsDouble(), unit) : Cell.none();
  }

  /** Budgets of the newest day of the week that has any, whole or not. */
  private List<List<Cell>> budgets() {
    ReportWeek week = windows.week();
    for (Map<String, Object> document :
        byDay
            .subMap(week.monday().toString(), true, week.sunday().toString(), true)
            .descendingMap()
            .values()) {
      Map<String, Object> budgets = new TreeMap<>(Fields.map(document, "budget"));
      if (!budgets.isEmpty()) {
        return budgets.keySet().stream()
            .limit(MOST_ROWS)
            .map(id -> budget(id, Fields.map(budgets, id)))
            .toList();
      }
    }
    return List.of();
  }

  private static List<Cell> budget(String id, Map<String, Object> budget) {
    String currency = Fields.text(budget, "currency").orElse("?");
    String unit = currency.matches(CURRENCY) ? currency : Figure.COUNT_UNIT;
    OptionalDouble cost = Fields.number(budget, "cost");
    OptionalDouble amount = Fields.number(budget, "amount");
    boolean share = cost.isPresent() && amount.isPresent() && amount.getAsDouble() > 0;
    return List.of(
        Cell.text(Figure.bounded(Fields.text(budget, "name").orElse(id), 80)),
        cell(budget, "cost", unit),
        cell(budget, "amount", unit),
        share
            ? Cell.number(100 * cost.getAsDouble() / amount.getAsDouble(), Figure.PERCENT)
            : Cell.none());
  }

  Section scaling() {
    Map<String, Object> signals = new TreeMap<>(Fields.map(of(Windows.REPORTED), "signals"));
    if (signals.isEmpty()) {
      return Section.leftOut("scaling", Note.of("leftOut.noCosts"));
    }
    List<List<Cell>> rows =
        signals.keySet().stream()
            .limit(MOST_ROWS)
            .map(id -> signal(id, Fields.map(signals, id)))
            .toList();
    List<String> columns =
        List.of(
            "scaling.signal",
            "scaling.value",
            "scaling.threshold",
            "scaling.trend",
            "scaling.state",
            "scaling.advice");
    return new Section(
        "scaling",
        null,
        List.of(),
        List.of(new Table("scaling.table", columns, rows)),
        List.of(Note.of("note.costsOf", day(Windows.REPORTED))));
  }

  private static List<Cell> signal(String id, Map<String, Object> signal) {
    String unit = unit(signal);
    String state = Fields.text(signal, "state").orElse("unknown");
    boolean known = List.of("below", "near", "over").contains(state);
    String advice = known ? "advice" : "reason";
    return List.of(
        Cell.bilingual(
            Fields.text(signal, "titleFr").orElse(id), Fields.text(signal, "titleEn").orElse(id)),
        known ? cell(signal, "value", unit) : Cell.none(),
        cell(signal, "threshold", unit),
        cell(signal, "trendPerWeek", unit),
        Cell.word("scaling." + (known ? state : "unknown")),
        Cell.bilingual(
            Fields.text(signal, known ? advice + "Fr" : advice).orElse("—"),
            Fields.text(signal, advice + "En").orElse("—")));
  }
}

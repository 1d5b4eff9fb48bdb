package com.maayegue.maintenance.weeklyreport;

import com.maayegue.maintenance.weeklyreport.Section.Cell;
import com.maayegue.maintenance.weeklyreport.Section.Table;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The objectives of the maintenance guide. What nothing here measures is said to be not measured,
 * never met.
 */
final class Objectives {
  private static final double SLOWEST_MS = 100;

  private Objectives() {}

  /**
   * The section.
   *
   * @param response the mean response in milliseconds, if it was measured
   * @param created what people created in the week, if that is known
   * @param moderated what was moderated in it, if that is known
   */
  static Section of(OptionalDouble response, Optional<Figure> created, Optional<Figure> moderated) {
    List<List<Cell>> rows =
        List.of(
            unmeasured("availability"),
            response.isPresent()
                ? row(
                    "response",
                    Cell.number(response.getAsDouble(), "ms"),
                    response.getAsDouble() < SLOWEST_MS)
                : unmeasured("response"),
            unmeasured("security"),
            unmeasured("crashes"),
            unmeasured("support"),
            moderation(created, moderated));
    return new Section(
        "objectives",
        null,
        List.of(),
        List.of(
            new Table(
                "objectives.table",
                List.of(
                    "objectives.objective",
                    "objectives.target",
                    "objectives.measured",
                    "objectives.state"),
                rows)),
        List.of());
  }

  private static List<Cell> moderation(Optional<Figure> created, Optional<Figure> moderated) {
    if (created.isEmpty() || moderated.isEmpty() || created.get().value() == 0) {
      return unmeasured("moderation");
    }
    double share = 100 * moderated.get().value() / created.get().value();
    return row("moderation", Cell.number(share, Figure.PERCENT), share >= 100);
  }

  private static List<Cell> row(String id, Cell measured, boolean met) {
    return List.of(
        Cell.word("objective." + id),
        Cell.word("objective." + id + ".target"),
        measured,
        Cell.word(met ? "objective.met" : "objective.missed"));
  }

  private static List<Cell> unmeasured(String id) {
    return List.of(
        Cell.word("objective." + id),
        Cell.word("objective." + id + ".target"),
        Cell.none(),
        Cell.word("objective.unmeasured"));
  }
}

package com.maayegue.maintenance.weeklyreport;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Fills what only the reports of the weeks before can know: states, such as what was waiting then.
 */
final class PastReports {
  private PastReports() {}

  /**
   * The sections with the gaps of their figures filled.
   *
   * @param reports of the eight weeks before, oldest first; null for one that is not there
   */
  static List<Section> fill(List<Section> sections, List<Report> reports) {
    Map<String, List<Double>> past = new HashMap<>();
    for (int week = 0; week < Windows.REPORTED; week++) {
      if (reports.get(week) != null) {
        remember(past, week, reports.get(week));
      }
    }
    List<Section> filled = new ArrayList<>();
    for (Section section : sections) {
      List<Figure> figures =
          section.figures().stream()
              .map(
                  each ->
                      past.containsKey(name(each)) ? each.filledFrom(past.get(name(each))) : each)
              .toList();
      filled.add(
          new Section(section.id(), section.leftOut(), figures, section.tables(), section.notes()));
    }
    return filled;
  }

  private static void remember(Map<String, List<Double>> past, int week, Report report) {
    for (Section section : report.sections()) {
      for (Figure figure : section.figures()) {
        past.computeIfAbsent(
                name(figure), any -> new ArrayList<>(Collections.nCopies(Windows.REPORTED, null)))
            .set(week, figure.value());
      }
    }
  }

  private static String name(Figure figure) {
    return figure.key() + " " + figure.unit();
  }
}

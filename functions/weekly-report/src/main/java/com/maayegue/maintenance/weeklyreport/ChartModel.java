package com.maayegue.maintenance.weeklyreport;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A bar for each of nine weeks, where it is drawn, and the same in words. Both the SVG of the page
 * and the picture of the mail are drawn from it.
 *
 * @param id fit for a file name
 * @param title what is shown
 * @param value of the reported week
 * @param alternative all that it shows, as a sentence
 * @param bars from left to right
 * @param lines across, from the lowest
 */
record ChartModel(
    String id, String title, String value, String alternative, List<Bar> bars, List<Line> lines) {
  static final int WIDTH = 360;
  static final int HEIGHT = 190;
  static final int LEFT = 8;
  static final int BOTTOM = 164;
  private static final int TOP = 30;
  private static final int STEP = (WIDTH - 2 * LEFT) / Windows.COUNT;
  private static final int GAP = 6;

  /**
   * A week.
   *
   * @param reported whether it is the one that the report is about
   */
  record Bar(int x, int y, int width, int height, boolean reported, String week) {
    int middle() {
      return x + width / 2;
    }
  }

  /** A level, with its value at the left. */
  record Line(int y, String value) {}

  /** The charts of a report, of what it has. */
  static List<ChartModel> of(Report report, Words words) {
    List<ChartModel> charts = new ArrayList<>();
    report.figure("users.active").ifPresent(each -> charts.add(of(each, report, words)));
    report.figure("learning.lessons").ifPresent(each -> charts.add(of(each, report, words)));
    report.figure("learning.studyTime").ifPresent(each -> charts.add(of(each, report, words)));
    report.inMainCurrency("revenue.paid").ifPresent(each -> charts.add(of(each, report, words)));
    return charts;
  }

  private static ChartModel of(Figure figure, Report report, Words words) {
    double most =
        figure.weeks().stream().filter(Objects::nonNull).mapToDouble(v -> v).max().orElse(0);
    double top = most <= 0 ? 1 : most;
    ReportWeek week = ReportWeek.parse(report.week());
    List<Bar> bars = new ArrayList<>();
    List<String> parts = new ArrayList<>();
    for (int i = 0; i < Windows.COUNT; i++) {
      Double value = figure.weeks().get(i);
      int height = value == null || value <= 0 ? 0 : (int) Math.round((BOTTOM - TOP) * value / top);
      boolean reported = i == Windows.REPORTED;
      String name =
          words.text(
              "report.weekShort", Integer.toString(week.minus(Windows.REPORTED - i).number()));
      String shown = words.numbers().of(value, figure.unit());
      bars.add(
          new Bar(LEFT + i * STEP + GAP / 2, BOTTOM - height, STEP - GAP, height, reported, name));
      parts.add(name + " " + shown);
    }
    String title = words.label(figure);
    return new ChartModel(
        figure.id().replace('.', '-'),
        title,
        words.numbers().of(figure.value(), figure.unit()),
        words.text("report.chart", title, String.join(", ", parts)) + ".",
        bars,
        List.of(new Line(BOTTOM, ""), new Line(TOP, words.numbers().of(top, figure.unit()))));
  }
}

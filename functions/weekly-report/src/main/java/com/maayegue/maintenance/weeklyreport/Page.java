package com.maayegue.maintenance.weeklyreport;

import com.maayegue.maintenance.weeklyreport.Section.Cell;
import com.maayegue.maintenance.weeklyreport.Section.Note;
import com.maayegue.maintenance.weeklyreport.Section.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the templates show: a report in one language.
 *
 * @param mail whether charts are pictures that the mail has, and not SVG
 * @param repeated whether this may have been sent before
 */
record Page(Report report, Words words, boolean mail, boolean repeated, List<ChartModel> charts) {
  /** What one wants to know first, if it is there. */
  private static final List<String> GLANCE =
      List.of(
          "users.total",
          "users.active",
          "users.new",
          "learning.studyTime",
          "revenue.net",
          "incidents.count");

  static Page of(Report report, Words words, boolean mail, boolean repeated) {
    return new Page(report, words, mail, repeated, ChartModel.of(report, words));
  }

  String title() {
    return words.text("report.title", report.app(), week());
  }

  /** Such as "41 (2025)". */
  String week() {
    ReportWeek week = ReportWeek.parse(report.week());
    return week.number() + " (" + week.year() + ")";
  }

  String period() {
    return words.text("report.period", words.date(report.from()), words.date(report.to()));
  }

  String made() {
    return words.text(
        "report.made", words.time(Instant.parse(report.createdAt())), report.timeZone());
  }

  Optional<String> replaces() {
    return report.edition() == 1
        ? Optional.empty()
        : Optional.of(words.text("report.replaces", Integer.toString(report.edition() - 1)));
  }

  String text(String code) {
    return words.text(code);
  }

  String leftOut(Section section) {
    return words.text("report.leftOut", words.note(section.leftOut()));
  }

  List<Figure> glance() {
    List<Figure> shown = new ArrayList<>();
    for (String id : GLANCE) {
      Optional<Figure> figure =
          id.equals("revenue.net") ? report.inMainCurrency(id) : report.figure(id);
      figure.ifPresent(shown::add);
    }
    return shown;
  }

  String value(Double value, Figure figure) {
    return words.numbers().of(value, figure.unit());
  }

  String change(Figure figure) {
    return words.numbers().change(figure);
  }

  /** What a source is, as a row. */
  List<String> source(Report.Source source) {
    Optional<Instant> at = Optional.ofNullable(source.at()).map(Instant::parse);
    Instant made = Instant.parse(report.createdAt());
    String age =
        at.map(moment -> (double) Math.max(0, Duration.between(moment, made).toSeconds()))
            .map(seconds -> words.numbers().of(seconds, Figure.SECONDS))
            .orElse("—");
    return List.of(
        words.text("state." + source.state()),
        at.map(words::time).orElse("—"),
        age,
        Optional.ofNullable(source.note()).map(words::note).orElse("—"));
  }

  String cell(Cell cell) {
    return words.cell(cell);
  }

  String note(Note note) {
    return words.note(note);
  }

  /** How a column is set: as its first cell is. */
  String column(Table table, int column) {
    boolean number = !table.rows().isEmpty() && Words.isNumber(table.rows().get(0).get(column));
    return number ? "number" : "words";
  }

  /** For a column that is too narrow for its heading on a phone. */
  String heading(Table table, int column) {
    return words.text(table.columns().get(column));
  }
}

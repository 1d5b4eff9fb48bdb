package com.maayegue.maintenance.weeklyreport;

import com.maayegue.maintenance.weeklyreport.Section.Cell;
import com.maayegue.maintenance.weeklyreport.Section.Table;
import java.util.ArrayList;
import java.util.List;

/** A report as plain text, in lines that a terminal and a mail program can show. */
final class ReportText {
  private static final int LONGEST_LABEL = 44;
  private static final char FIRST_STRONG_ISOLATE = '\u2068';
  private static final char POP_ISOLATE = '\u2069';

  private final Page page;
  private final StringBuilder out = new StringBuilder();

  ReportText(Page page) {
    this.page = page;
  }

  String write() {
    line(page.title());
    line("=".repeat(page.title().length()));
    line(page.period());
    line(page.made());
    if (page.repeated()) {
      line(page.text("report.repeated"));
    }
    page.replaces().ifPresent(this::line);
    heading(page.text("report.quality"));
    for (Report.Source source : page.report().sources()) {
      List<String> cells = new ArrayList<>(page.source(source));
      line("- " + page.text("source." + source.id()) + " : " + String.join(" ; ", cells));
    }
    page.report().sections().forEach(this::section);
    line("");
    line(page.text("report.foot"));
    return out.toString();
  }

  private void section(Section section) {
    heading(page.text("section." + section.id()));
    if (section.leftOut() != null) {
      line(page.leftOut(section));
    }
    if (!section.figures().isEmpty()) {
      line(
          row(
              page.text("report.figure"),
              page.text("report.week"),
              page.text("report.before"),
              page.text("report.mean")));
    }
    for (Figure figure : section.figures()) {
      String change = page.change(figure);
      line(
          row(
              page.words().label(figure),
              page.value(figure.value(), figure),
              page.value(figure.weekBefore(), figure)
                  + (change.isEmpty() ? "" : " (" + change + ")"),
              page.value(figure.meanOf8Weeks(), figure)));
    }
    section.tables().forEach(this::table);
    section.notes().forEach(note -> line("* " + page.note(note)));
  }

  private void table(Table table) {
    line("");
    line(page.text(table.id()));
    for (List<Cell> row : table.rows()) {
      List<String> parts = new ArrayList<>();
      for (int i = 1; i < row.size(); i++) {
        parts.add(page.heading(table, i) + " : " + isolated(row.get(i)));
      }
      line("- " + isolated(row.get(0)) + " | " + String.join(" | ", parts));
    }
  }

  /** A text of somebody else's keeps its direction to itself. */
  private String isolated(Cell cell) {
    String text = page.cell(cell);
    boolean plain =
        text.chars().allMatch(each -> each < 0x590 || (each >= 0x2000 && each < 0x2100));
    return plain ? text : FIRST_STRONG_ISOLATE + text + POP_ISOLATE;
  }

  private static String row(String label, String value, String before, String mean) {
    return pad(label, LONGEST_LABEL) + left(value, 18) + left(before, 30) + left(mean, 20);
  }

  private static String pad(String text, int width) {
    return text + " ".repeat(Math.max(1, width - text.length()));
  }

  private static String left(String text, int width) {
    return " ".repeat(Math.max(1, width - text.length())) + text;
  }

  private void heading(String text) {
    line("");
    line(text);
    line("-".repeat(text.length()));
  }

  private void line(String text) {
    out.append(text).append('\n');
  }
}

package com.maayegue.maintenance.local;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import java.util.ArrayList;
import java.util.List;

/** Writes a report: for people in 80 columns, French first, and for machines as JSON. */
final class Summary {
  private static final Gson GSON =
      new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();
  private static final int NUMBER = 10;

  private final Report report;
  private final Style style;
  private final List<String> lines = new ArrayList<>();

  private Summary(Report report, Style style) {
    this.report = report;
    this.style = style;
  }

  /** The summary for people, with a line end after each line. */
  static String text(Report report, Style style) {
    Summary summary = new Summary(report, style);
    summary.title();
    summary.before();
    summary.runs();
    summary.checks();
    summary.verdict();
    return String.join("\n", summary.lines) + "\n";
  }

  /** The run records as a JSON array. */
  static String json(List<RunRecord> runs) {
    JsonArray array = new JsonArray();
    runs.forEach(run -> array.add(run.toJson()));
    return GSON.toJson(array) + "\n";
  }

  private void title() {
    lines.add("");
    lines.add(Columns.rule());
    String name = "MA'A YEGUE · la maintenance sur une machine · maintenance on one machine";
    lines.add(style.strong(Columns.line(name)));
    lines.add(
        Columns.line(
            FrenchFormat.day(report.startedAt(), report.zone())
                + ", "
                + FrenchFormat.time(report.startedAt(), report.zone()),
            report.zone().getId()));
    lines.add(Columns.rule());
  }

  private void heading(String text) {
    lines.add("");
    lines.add(style.heading(Columns.line(text)));
  }

  private void before() {
    heading("AU DÉPART · AT THE START");
    for (Report.Figure figure : report.before()) {
      lines.add(Columns.line((figure.part() ? "  " : "") + figure.label(), figure.value()));
    }
  }

  private void runs() {
    heading("CE QU'A FAIT CHAQUE EXÉCUTION · WHAT EACH RUN DID");
    for (Report.Run run : report.runs()) {
      RunRecord record = run.record();
      String when = FrenchFormat.time(record.startedAt(), report.zone());
      String end = record.outcome() + "  " + FrenchFormat.duration(record.took());
      String what = when + "  " + record.function() + ", " + run.part();
      lines.add(style.strong(Columns.line(what, end)));
      CountLabels.of(record)
          .forEach((label, shown) -> lines.add(Columns.line("  " + label, shown)));
      if (!record.reason().isEmpty()) {
        why(run, record.reason());
      }
      record.failures().stream()
          .filter(failure -> !failure.equals(record.reason()))
          .forEach(failure -> why(run, failure));
    }
  }

  private void bad(String text) {
    Columns.paragraph(text).forEach(line -> lines.add(style.bad(line)));
  }

  /** What the story wanted to happen is no alarm. */
  private void why(Report.Run run, String text) {
    if (run.agrees()) {
      Columns.paragraph(text).forEach(line -> lines.add("  " + line));
    } else {
      bad(text);
    }
  }

  private void checks() {
    heading("CE QUI RESTE · WHAT IS LEFT");
    lines.add(Columns.line("", columns("attendu", "trouvé")));
    lines.add(Columns.line("", columns("expected", "found")));
    for (Check check : report.checks()) {
      String numbers =
          columns(FrenchFormat.number(check.expected()), FrenchFormat.number(check.found()));
      String line = Columns.line("  " + check.label(), numbers);
      String mark = check.agrees() ? style.good("✓") : style.bad("✗");
      lines.add("  " + mark + line.substring(3));
    }
  }

  private static String columns(String expected, String found) {
    return " ".repeat(Math.max(0, NUMBER - expected.length()))
        + expected
        + " ".repeat(Math.max(0, NUMBER - found.length()))
        + found;
  }

  private void verdict() {
    if (!report.notes().isEmpty()) {
      lines.add("");
    }
    for (Label note : report.notes()) {
      lines.addAll(Columns.paragraph(note.french()));
      lines.addAll(Columns.paragraph(note.english()));
    }
    lines.add("");
    for (String alert : report.alerts()) {
      bad("Alerte · alert: " + alert);
    }
    lines.add(
        report.agrees()
            ? style.good(Columns.line("Tout concorde avec ce qui a été semé."))
            : style.bad(
                Columns.line("QUELQUE CHOSE NE CONCORDE PAS : voir ✗, alertes, journaux.")));
    lines.add(
        report.agrees()
            ? style.good(Columns.line("All agrees with what was seeded."))
            : style.bad(Columns.line("SOMETHING DISAGREES: see ✗, alerts, logs.")));
    lines.add("");
    lines.add(
        Columns.line(
            "Durée · duration",
            FrenchFormat.duration(report.took())
                + ", préparation · preparing "
                + FrenchFormat.duration(report.preparing())));
    lines.add(Columns.line("Comptes rendus · run records", report.summary()));
    lines.add(Columns.line("Journaux · logs", report.logs()));
  }
}

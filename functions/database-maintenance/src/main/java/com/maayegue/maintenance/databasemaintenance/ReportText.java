package com.maayegue.maintenance.databasemaintenance;

import com.maayegue.maintenance.databasemaintenance.checkup.IndexFinding;
import com.maayegue.maintenance.databasemaintenance.checkup.Orphans;
import com.maayegue.maintenance.databasemaintenance.checkup.QueryTimes.Timing;
import com.maayegue.maintenance.databasemaintenance.checkup.Statistics;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A report as a person reads it, in French with English beside it. */
final class ReportText {
  private static final Map<IndexFinding.Kind, String> KINDS =
      Map.of(
          IndexFinding.Kind.EXPECTED_ABSENT, "index attendu absent (expected index absent)",
          IndexFinding.Kind.EXPECTED_DIFFERENT, "index différent (index differs)",
          IndexFinding.Kind.FOREIGN_KEY_WITHOUT_INDEX,
              "clé étrangère sans index (foreign key without index)",
          IndexFinding.Kind.REDUNDANT, "index inutile (redundant index)",
          IndexFinding.Kind.FULL_SCAN, "lecture complète (full scan)");

  private final CheckupReport report;
  private final StringBuilder text = new StringBuilder();

  private ReportText(CheckupReport report) {
    this.report = report;
  }

  /** The text, with a line end at its end. */
  static String of(CheckupReport report) {
    ReportText text = new ReportText(report);
    text.head();
    text.tables();
    text.foreignKeys();
    text.indexes();
    text.queries();
    return text.text.toString();
  }

  private void head() {
    line("Entretien mensuel de %s, %s (monthly check-up)", report.database(), report.day());
    line("Version du schéma (schema version): %s", report.dbVersion());
    line(
        "Taille (size): %s -> %s",
        megabytes(report.before().bytes()), megabytes(report.after().bytes()));
    if (report.repaired().isEmpty()) {
      line("Intégrité (integrity): ok");
    } else {
      line("Intégrité (integrity): index reconstruits (indexes rebuilt); %s", report.quarantined());
      report.repaired().forEach(each -> line("  %s", each));
    }
  }

  private void tables() {
    line("");
    line(
        "%-28s %12s %7s %12s %12s", "Table", "lignes/rows", "index", "avant/before", "après/after");
    Map<String, Statistics.Table> after =
        report.after().tables().stream()
            .collect(Collectors.toMap(Statistics.Table::name, Function.identity()));
    for (Statistics.Table table : report.before().tables()) {
      Statistics.Table then = after.getOrDefault(table.name(), table);
      line(
          "%-28s %12d %7d %12s %12s",
          table.name(),
          table.rows(),
          table.indexes(),
          megabytes(table.bytes()),
          megabytes(then.bytes()));
    }
  }

  private void foreignKeys() {
    line("");
    line("Clés étrangères (foreign keys): %s", report.orphans().isEmpty() ? "ok" : "");
    for (Orphans each : report.orphans()) {
      line(
          "  %s.%s -> %s: %d lignes (rows), rowid %s",
          each.table(), each.column(), each.parent(), each.rows(), each.sample());
    }
  }

  private void indexes() {
    List<IndexFinding> findings = report.indexFindings();
    line("");
    line("Index (indexes): %s", findings.isEmpty() ? "ok" : "");
    for (IndexFinding finding : findings) {
      line("  %s: %s", KINDS.get(finding.kind()), finding.detail());
      line("    %s", finding.sql());
    }
  }

  private void queries() {
    line("");
    line("Requêtes de l'application, µs (the app's queries): avant/before, après/after");
    for (Timing each : report.queries()) {
      line("  %-28s %10d %10d", each.query(), each.microsBefore(), each.microsAfter());
    }
  }

  private void line(String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values)).append('\n');
  }

  private static String megabytes(long bytes) {
    return String.format(Locale.ROOT, "%.2f MB", bytes / 1e6);
  }
}

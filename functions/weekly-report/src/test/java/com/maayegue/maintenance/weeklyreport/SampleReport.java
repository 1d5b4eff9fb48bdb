package com.maayegue.maintenance.weeklyreport;

import com.maayegue.maintenance.stagedsqlite.DatabaseFile;
import com.maayegue.maintenance.weeklyreport.Report.Source;
import com.maayegue.maintenance.weeklyreport.Section.Cell;
import com.maayegue.maintenance.weeklyreport.Section.Note;
import com.maayegue.maintenance.weeklyreport.Section.Table;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The report of {@link SampleWeeks}, without a network. */
final class SampleReport {
  private SampleReport() {}

  static Report read() throws Exception {
    Path folder = Files.createTempDirectory(Path.of("target"), "sample-");
    Path file = folder.resolve("app.db");
    SampleWeeks.write(file);
    Windows windows = SampleWeeks.windows();
    List<Section> sections = new ArrayList<>();
    try (Connection connection = DatabaseFile.open(file)) {
      sections.addAll(new DatabaseFigures(connection, windows, SampleWeeks.DOUALA).read());
    }
    sections.add(IncidentFigures.of(List.copyOf(SampleLedgers.alerts().values()), windows));
    sections.add(
        RunFigures.of(
            SampleLedgers.runs().values().stream()
                .sorted(Comparator.comparing(each -> each.get("startedAt").toString()))
                .toList(),
            windows,
            backups()));
    CostFigures costs = new CostFigures(SampleLedgers.costs(), windows);
    sections.add(costs.costs());
    sections.add(costs.scaling());
    Report noObjectives = report(sections);
    sections.add(
        Objectives.of(
            costs.value("mean_response"),
            noObjectives.figure("content.new"),
            noObjectives.figure("content.moderated")));
    return report(sections);
  }

  private static Table backups() {
    return new Table(
        "backups.table",
        List.of("backups.database", "backups.newest", "backups.age", "backups.size"),
        List.of(
            List.of(
                Cell.text("maa_yegue_app"),
                Cell.time(Instant.parse("2025-10-13T00:00:05Z")),
                Cell.number(17_995, Figure.SECONDS),
                Cell.number(12_058_624, Figure.BYTES))));
  }

  private static Report report(List<Section> sections) {
    return new Report(
        Report.SCHEMA,
        SampleWeeks.WEEK.label(),
        SampleWeeks.WEEK.monday().toString(),
        SampleWeeks.WEEK.sunday().toString(),
        "Africa/Douala",
        "Ma'a yegue",
        1,
        SampleWeeks.NOW.toString(),
        List.of(
            new Source("database", "good", "2025-10-13T03:10:00Z", null),
            new Source("rows", "good", "2025-10-13T04:58:00Z", null),
            new Source("alerts", "good", "2025-10-12T07:00:00Z", null),
            new Source("runs", "good", "2025-10-12T03:00:00Z", null),
            new Source("costs", "good", "2025-10-10T23:00:00Z", null)),
        sections);
  }

  /** The same, where the database could not be read. */
  static Report withoutDatabase() throws Exception {
    Report whole = read();
    Note why = Note.of("leftOut.unusable", "database disk image is malformed");
    List<Section> sections =
        whole.sections().stream()
            .map(
                each ->
                    DatabaseFigures.SECTIONS.contains(each.id())
                        ? Section.leftOut(each.id(), why)
                        : each)
            .toList();
    return report(sections);
  }

  static Optional<Path> chromium() {
    return List.of("chromium", "chromium-browser", "google-chrome").stream()
        .flatMap(
            name -> List.of("/usr/bin/", "/usr/local/bin/").stream().map(at -> Path.of(at + name)))
        .filter(Files::isExecutable)
        .findFirst();
  }
}

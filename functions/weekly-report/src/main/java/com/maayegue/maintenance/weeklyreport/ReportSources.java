package com.maayegue.maintenance.weeklyreport;

import com.google.cloud.storage.Blob;
import com.google.cloud.storage.Storage;
import com.maayegue.maintenance.databasebackups.Backup;
import com.maayegue.maintenance.databasebackups.BackupCatalog;
import com.maayegue.maintenance.stagedsqlite.StagedDatabase;
import com.maayegue.maintenance.stagedsqlite.StagingSettings;
import com.maayegue.maintenance.stagedsqlite.UnusableDatabase;
import com.maayegue.maintenance.weeklyreport.Report.Source;
import com.maayegue.maintenance.weeklyreport.Section.Cell;
import com.maayegue.maintenance.weeklyreport.Section.Note;
import com.maayegue.maintenance.weeklyreport.Section.Table;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;

/**
 * Reads everything that a report is made of. Only reads. A database that cannot be used leaves its
 * sections out; Firestore or Storage that do not answer are a reason to try again.
 */
final class ReportSources {
  private final StagingSettings staging;
  private final Storage storage;
  private final Ledgers ledgers;
  private final ZoneId zone;
  private long queryNanos;

  ReportSources(StagingSettings staging, Storage storage, Ledgers ledgers, ZoneId zone) {
    this.staging = staging;
    this.storage = storage;
    this.ledgers = ledgers;
    this.zone = zone;
  }

  /** What was read. */
  record Read(List<Source> sources, List<Section> sections) {}

  Read read(Windows windows)
      throws IOException, SQLException, ExecutionException, InterruptedException {
    List<Source> sources = new ArrayList<>();
    List<Section> sections = new ArrayList<>(database(windows, sources));
    long confirmed = ledgers.confirmed(windows);
    sections.replaceAll(each -> each.id().equals("revenue") ? compared(each, confirmed) : each);
    List<Map<String, Object>> alerts = ledgers.alerts(windows);
    sources.add(source("alerts", alerts, "lastSeen"));
    sections.add(IncidentFigures.of(alerts, windows));
    List<Map<String, Object>> runs = ledgers.runs(windows);
    sources.add(source("runs", runs, "startedAt"));
    sections.add(RunFigures.of(runs, windows, backups(windows.now())));
    CostFigures costs = new CostFigures(ledgers.costs(windows), windows);
    String day = costs.day(Windows.REPORTED);
    sources.add(
        day == null
            ? new Source("costs", "absent", null, Note.of("leftOut.noCosts"))
            : new Source(
                "costs",
                "good",
                LocalDate.parse(day).atStartOfDay(zone).toInstant().toString(),
                null));
    sections.add(costs.costs());
    sections.add(costs.scaling());
    Optional<Section> content =
        sections.stream().filter(each -> each.id().equals("content")).findFirst();
    sections.add(
        Objectives.of(
            costs.value("mean_response"),
            content.flatMap(each -> figure(each, "content.new")),
            content.flatMap(each -> figure(each, "content.moderated"))));
    return new Read(sources, sections);
  }

  /** Says so when providers have confirmed another number of payments than the database has. */
  private static Section compared(Section revenue, long confirmed) {
    long known =
        figure(revenue, "revenue.payments").map(each -> Math.round(each.value())).orElse(confirmed);
    return confirmed == 0 || confirmed == known
        ? revenue
        : revenue.noted(
            List.of(Note.of("note.unconfirmed", Long.toString(confirmed), Long.toString(known))));
  }

  /** How long the database's figures took, the last time. */
  long queryMillis() {
    return Duration.ofNanos(queryNanos).toMillis();
  }

  private static Optional<Figure> figure(Section section, String id) {
    return section.figures().stream().filter(each -> each.id().equals(id)).findFirst();
  }

  private static Source source(String id, List<Map<String, Object>> documents, String field) {
    Optional<Instant> newest =
        documents.stream()
            .flatMap(each -> Fields.time(each, field).stream())
            .max(Instant::compareTo);
    return newest
        .map(at -> new Source(id, "good", at.toString(), null))
        .orElse(new Source(id, "absent", null, Note.of("source.nothing")));
  }

  private List<Section> database(Windows windows, List<Source> sources)
      throws IOException, SQLException {
    String name = staging.databases().get(0);
    try (StagedDatabase database = new StagedDatabase(storage, staging.bucket(), name)) {
      Blob live = StagedDatabase.live(storage, staging.bucket(), name);
      Instant at = live.getUpdateTimeOffsetDateTime().toInstant();
      if (at.isBefore(windows.start())) {
        sources.add(new Source("database", "old", at.toString(), Note.of("leftOut.oldDatabase")));
        return leftOut(Note.of("leftOut.oldDatabase"));
      }
      database.download();
      try (Connection connection = database.open()) {
        return read(connection, windows, at, sources);
      }
    } catch (UnusableDatabase | SQLException unusable) {
      Note note = Note.of("leftOut.unusable", Figure.bounded(unusable.getMessage(), 300));
      sources.add(new Source("database", "damaged", null, note));
      return leftOut(note);
    }
  }

  private List<Section> read(
      Connection connection, Windows windows, Instant at, List<Source> sources)
      throws SQLException {
    long before = System.nanoTime();
    List<Section> sections = new ArrayList<>(new DatabaseFigures(connection, windows, zone).read());
    queryNanos = System.nanoTime() - before;
    boolean early = at.isBefore(windows.end());
    Note note = early ? Note.of("note.endsEarly") : null;
    sources.add(new Source("database", early ? "old" : "good", at.toString(), note));
    sources.add(newestRow(connection, windows));
    sections.replaceAll(each -> early && each.leftOut() == null ? each.noted(List.of(note)) : each);
    return sections;
  }

  private static Source newestRow(Connection connection, Windows windows) throws SQLException {
    return DatabaseAge.newestRow(connection, windows.now())
        .map(at -> new Source("rows", "good", at.toString(), null))
        .orElse(new Source("rows", "absent", null, Note.of("source.nothing")));
  }

  private static List<Section> leftOut(Note why) {
    return DatabaseFigures.SECTIONS.stream().map(id -> Section.leftOut(id, why)).toList();
  }

  private Table backups(Instant now) {
    BackupCatalog catalog = new BackupCatalog(storage, staging.bucket());
    List<List<Cell>> rows = new ArrayList<>();
    for (String name : staging.databases()) {
      Optional<Backup> newest = catalog.newestProven(name);
      rows.add(
          newest
              .map(Backup::manifest)
              .map(
                  each ->
                      List.of(
                          Cell.text(name),
                          Cell.time(each.takenAt()),
                          Cell.number(
                              Math.max(0, now.getEpochSecond() - each.takenAt().getEpochSecond()),
                              Figure.SECONDS),
                          Cell.number(each.storedBytes(), Figure.BYTES)))
              .orElse(
                  List.of(Cell.text(name), Cell.word("backups.none"), Cell.none(), Cell.none())));
    }
    return new Table(
        "backups.table",
        List.of("backups.database", "backups.newest", "backups.age", "backups.size"),
        rows);
  }
}

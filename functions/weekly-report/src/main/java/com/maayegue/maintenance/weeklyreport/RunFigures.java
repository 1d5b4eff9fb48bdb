package com.maayegue.maintenance.weeklyreport;

import com.maayegue.maintenance.weeklyreport.Section.Cell;
import com.maayegue.maintenance.weeklyreport.Section.Note;
import com.maayegue.maintenance.weeklyreport.Section.Table;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What the maintenance did, of its run records. Dry runs are counted as runs and did nothing. */
final class RunFigures {
  private static final int MOST_FUNCTIONS = 30;
  private static final List<String> OUTCOMES =
      List.of("Done", "Skipped", "Partial", "Failed", "Died");

  private final Windows windows;
  private final Tally tally = new Tally();
  // By function: runs, then one for each outcome.
  private final Map<String, long[]> functions = new TreeMap<>();

  private RunFigures(Windows windows) {
    this.windows = windows;
  }

  /**
   * The section.
   *
   * @param runs of all nine weeks, the newest first
   * @param backups a row for each database
   */
  static Section of(List<Map<String, Object>> runs, Windows windows, Table backups) {
    RunFigures figures = new RunFigures(windows);
    runs.forEach(figures::add);
    if (figures.functions.isEmpty()) {
      return new Section(
          "maintenance", Note.of("leftOut.noRuns"), List.of(), List.of(backups), List.of());
    }
    return figures.section(backups, runs.size() >= Ledgers.MOST_RUNS);
  }

  private void add(Map<String, Object> run) {
    Optional<Instant> started = Fields.time(run, "startedAt");
    String function = Figure.bounded(Fields.text(run, "function").orElse("?"), 60);
    int week = started.map(windows::index).orElse(Windows.UNREADABLE);
    String outcome = outcome(run);
    tally.add("maintenance.runs", week, 1);
    tally.add("maintenance.failed", week, outcome.equals("Failed") ? 1 : 0);
    tally.add("maintenance.died", week, outcome.equals("Died") ? 1 : 0);
    if (!Fields.flag(run, "dryRun")) {
      did(function, outcome, Fields.map(run, "counts"), week);
    }
    if (week == Windows.REPORTED
        && (functions.containsKey(function) || functions.size() < MOST_FUNCTIONS)) {
      long[] row = functions.computeIfAbsent(function, any -> new long[1 + OUTCOMES.size()]);
      row[0]++;
      row[1 + OUTCOMES.indexOf(outcome)]++;
    }
  }

  /** A run without an end has died: the week is over. */
  private static String outcome(Map<String, Object> run) {
    String outcome = Fields.text(run, "outcome").orElse("Died");
    return OUTCOMES.contains(outcome) ? outcome : "Died";
  }

  private void did(String function, String outcome, Map<String, Object> counts, int week) {
    counts.forEach(
        (name, value) -> {
          double count = value instanceof Number number ? number.doubleValue() : 0;
          if (name.equals("deleted")) {
            switch (function) {
              case "notification-purge" -> tally.add("maintenance.notifications", week, count);
              case "inactive-user-cleanup" -> tally.add("maintenance.accounts", week, count);
              default -> {}
            }
          } else if (name.startsWith("deleted.")) {
            tally.add("maintenance.rows", week, count);
          } else if (name.equals("bytesSaved")) {
            tally.add("maintenance.bytesSaved", week, count);
          } else if (name.equals("storedBytes") && outcome.equals("Done")) {
            tally.add("maintenance.backups", week, function.equals("database-backup") ? 1 : 0);
          }
        });
  }

  private Section section(Table backups, boolean cut) {
    List<Figure> figures =
        List.of(
            tally.count("maintenance.runs"),
            tally.count("maintenance.failed"),
            tally.count("maintenance.died"),
            tally.count("maintenance.rows"),
            tally.figure("maintenance.bytesSaved", Figure.BYTES),
            tally.count("maintenance.accounts"),
            tally.count("maintenance.notifications"),
            tally.count("maintenance.backups"));
    List<List<Cell>> rows = new ArrayList<>();
    functions.forEach(
        (function, counts) -> {
          List<Cell> row = new ArrayList<>();
          row.add(Cell.text(function));
          for (long count : counts) {
            row.add(Cell.count(count));
          }
          rows.add(row);
        });
    List<String> columns = new ArrayList<>(List.of("jobs.function", "jobs.runs"));
    OUTCOMES.forEach(outcome -> columns.add("jobs." + outcome));
    return new Section(
        "maintenance",
        null,
        figures,
        List.of(new Table("jobs.table", columns, rows), backups),
        cut ? List.of(Note.of("note.runsCut", Integer.toString(Ledgers.MOST_RUNS))) : List.of());
  }
}

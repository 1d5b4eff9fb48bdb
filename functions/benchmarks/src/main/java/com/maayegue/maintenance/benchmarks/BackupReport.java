package com.maayegue.maintenance.benchmarks;

import com.google.gson.GsonBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** The medians of the rounds as a table in Markdown, and every round as JSON. */
record BackupReport(long bytes, List<BackupRound> rounds, Machine machine) {
  private static final double MIB = 1024 * 1024;

  void write(Path folder) throws IOException {
    String table = table();
    System.out.println();
    System.out.println(machine);
    System.out.println();
    System.out.println(table);
    Files.writeString(folder.resolve("backup.md"), machine + "\n\n" + table);
    Files.writeString(
        folder.resolve("backup.json"),
        new GsonBuilder()
            .setPrettyPrinting()
            .create()
            .toJson(Map.of("bytes", bytes, "rounds", rounds, "machine", machine)));
  }

  private String table() {
    double ours = median(BackupRound::seconds);
    double space = median(round -> round.peakRssBytes() + round.temporaryBytes());
    StringBuilder table = new StringBuilder();
    table.append(
        String.format(
            Locale.ROOT,
            "%,d bytes, medians of %d rounds%n%n| | s | database-backup against it |%n|---|--:|--:|%n",
            bytes,
            rounds.size()));
    row(table, "database-backup", ours, "");
    row(table, "the same with the start of its process", median(BackupRound::secondsWithStart), "");
    row(table, "shell: " + steps(), median(BackupRound::provedSeconds), ours);
    row(table, "shell: cp, gzip -6", median(BackupRound::gzipSeconds), ours);
    table.append(
        String.format(
            Locale.ROOT,
            "%nPeak RSS %.0f MiB and temporary files %.0f MiB: together %.2f times the database.%n",
            median(BackupRound::peakRssBytes) / MIB,
            median(BackupRound::temporaryBytes) / MIB,
            space / bytes));
    return table.toString();
  }

  private String steps() {
    StringBuilder steps = new StringBuilder();
    for (int i = 0; i < rounds.get(0).proved().size(); i++) {
      int step = i;
      steps
          .append(i == 0 ? "" : ", ")
          .append(rounds.get(0).proved().get(i).step())
          .append(
              String.format(
                  Locale.ROOT, " %.2f", median(round -> round.proved().get(step).seconds())));
    }
    return steps.toString();
  }

  private static void row(StringBuilder table, String what, double seconds, double ours) {
    row(table, what, seconds, String.format(Locale.ROOT, "**%.2f**", ours / seconds));
  }

  private static void row(StringBuilder table, String what, double seconds, String ratio) {
    table.append(String.format(Locale.ROOT, "| %s | %.2f | %s |%n", what, seconds, ratio));
  }

  private double median(ToDoubleFunction<BackupRound> value) {
    double[] sorted = rounds.stream().mapToDouble(value).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}

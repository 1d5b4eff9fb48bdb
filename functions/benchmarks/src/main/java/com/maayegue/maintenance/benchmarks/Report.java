package com.maayegue.maintenance.benchmarks;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** The results as a table of medians, in Markdown, and as JSON with every run. */
record Report(Results results, Machine machine) {
  /** Prints the table, and writes {@code <benchmark>.json} and {@code <benchmark>.md}. */
  void write(Path folder) throws IOException {
    String table = table();
    System.out.println();
    System.out.println(machine);
    System.out.println();
    System.out.println(table);
    Files.writeString(folder.resolve(results.benchmark() + ".md"), machine + "\n\n" + table);
    JsonElement json =
        new GsonBuilder().serializeSpecialFloatingPointValues().create().toJsonTree(results);
    JsonObject root = json.getAsJsonObject();
    root.add("machine", new GsonBuilder().create().toJsonTree(machine));
    Files.writeString(
        folder.resolve(results.benchmark() + ".json"),
        new GsonBuilder()
            .setPrettyPrinting()
            .serializeSpecialFloatingPointValues()
            .create()
            .toJson(root));
  }

  private String table() {
    StringBuilder table = new StringBuilder();
    for (int size : results.sizes()) {
      table.append(
          String.format(
              Locale.ROOT,
              "%,d %s, medians of the rounds%n%n"
                  + "| | deleted | s | %s/s | against %s | s with start | %s/s with start"
                  + " | peak RSS, MiB | CPU, s | emulators' CPU, s | ended |%n"
                  + "|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|---|%n",
              size,
              results.items(),
              results.items(),
              results.reference(),
              results.items()));
      for (String contender : results.contenders()) {
        if (!results.of(contender, size).isEmpty()) {
          table.append(row(contender, size));
        }
      }
      table.append(System.lineSeparator());
    }
    return table.toString();
  }

  private String row(String contender, int size) {
    Measurement first = results.of(contender, size).get(0);
    return String.format(
        Locale.ROOT,
        "| %s | %,.0f | %.2f | %,.0f | %.2f | %.2f | %,.0f | %.0f | %.1f | %.1f | %s |%n",
        contender,
        results.median(contender, size, Measurement::deleted),
        results.median(contender, size, Measurement::seconds),
        results.median(contender, size, Measurement::rate),
        results.ratio(contender, size),
        results.median(contender, size, Measurement::secondsWithStart),
        results.median(contender, size, Measurement::rateWithStart),
        results.median(contender, size, Measurement::peakRssMiB),
        results.median(contender, size, Measurement::cpuSeconds),
        results.median(contender, size, Measurement::emulatorCpuSeconds),
        first.ended());
  }
}

package com.maayegue.maintenance.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * What the figures were taken on.
 *
 * @param load the average number of busy processes in the last 1, 5 and 15 minutes: other work
 *     makes all figures worse
 */
record Machine(int cores, String processor, String java, String system, String load) {
  /** This one, now. */
  static Machine here() throws IOException {
    String processor =
        Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
            .filter(line -> line.startsWith("model name"))
            .map(line -> line.substring(line.indexOf(':') + 1).strip())
            .findFirst()
            .orElse(System.getProperty("os.arch"));
    String[] load = Files.readString(Path.of("/proc/loadavg")).split(" ", -1);
    return new Machine(
        Runtime.getRuntime().availableProcessors(),
        processor,
        System.getProperty("java.vm.name") + " " + System.getProperty("java.version"),
        System.getProperty("os.name") + " " + System.getProperty("os.version"),
        String.join(" ", load[0], load[1], load[2]));
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT, "%d cores of %s, %s, %s, load %s", cores, processor, java, system, load);
  }
}

package com.maayegue.maintenance.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Bars of items a second, readable on light and on dark pages. */
final class Chart {
  private static final int ROW = 34;
  private static final int TOP = 40;
  private static final int LABELS = 230;
  private static final int BARS = 380;
  private static final int WIDTH = 720;

  private Chart() {}

  /** Draws the largest size. */
  static void write(Results results, Path file) throws IOException {
    List<Integer> sizes = results.sizes();
    int size = sizes.get(sizes.size() - 1);
    List<String> names =
        results.contenders().stream()
            .filter(name -> results.of(name, size).stream().allMatch(Measurement::succeeded))
            .toList();
    double most =
        names.stream()
            .mapToDouble(name -> results.median(name, size, Measurement::rate))
            .max()
            .orElse(1);
    StringBuilder bars = new StringBuilder();
    int y = TOP;
    for (String name : names) {
      double rate = results.median(name, size, Measurement::rate);
      bars.append(bar(name, rate, (int) Math.max(1, rate / most * BARS), y, results));
      y += ROW;
    }
    Files.writeString(
        file,
        """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="sans-serif" font-size="14">
        <style>text { fill: #1f2328 } .ours { fill: #1a7f37 } .other { fill: #8c959f }
        @media (prefers-color-scheme: dark) { text { fill: #e6edf3 } .ours { fill: #3fb950 } .other { fill: #6e7681 } }</style>
        <text x="0" y="20" font-weight="bold">%s a second, %s there</text>
        %s</svg>
        """
            .formatted(WIDTH, y, results.items(), String.format(Locale.ROOT, "%,d", size), bars));
  }

  private static String bar(String name, double rate, int width, int y, Results results) {
    String kind = name.startsWith(results.ours()) ? "ours" : "other";
    return String.format(
        Locale.ROOT,
        "<text x=\"0\" y=\"%d\">%s</text><rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%d\""
            + " height=\"20\" rx=\"3\"/><text x=\"%d\" y=\"%d\">%,.0f</text>%n",
        y + 15,
        name,
        kind,
        LABELS,
        y,
        width,
        LABELS + width + 8,
        y + 15,
        rate);
  }
}

package com.maayegue.maintenance.local;

import java.util.ArrayList;
import java.util.List;

/** Lines of 80 columns, two of them margin on either side. */
final class Columns {
  /** How wide a line is at most. */
  static final int WIDTH = 80;

  private static final String MARGIN = "  ";
  private static final int INNER = WIDTH - 2 * MARGIN.length();

  private Columns() {}

  /** {@code left} and {@code right} at the two ends of a line; left gives way where it has to. */
  static String line(String left, String right) {
    int room = INNER - right.length() - 1;
    String shown = left.length() <= room ? left : left.substring(0, room - 1) + "…";
    return MARGIN + shown + " ".repeat(INNER - shown.length() - right.length()) + right;
  }

  /** A line of one text. */
  static String line(String text) {
    return (MARGIN + text).stripTrailing();
  }

  /** A long text in as many lines as it takes; what has no blanks is cut. */
  static List<String> paragraph(String text) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : text.strip().split("\\s+", -1)) {
      if (!line.isEmpty() && line.length() + 1 + word.length() > INNER) {
        lines.add(line(line.toString()));
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
      while (line.length() > INNER) {
        lines.add(line(line.substring(0, INNER)));
        line.delete(0, INNER);
      }
    }
    lines.add(line(line.toString()));
    return lines;
  }

  /** A rule across. */
  static String rule() {
    return MARGIN + "─".repeat(INNER);
  }
}

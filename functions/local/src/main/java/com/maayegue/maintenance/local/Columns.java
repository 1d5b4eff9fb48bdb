package com.maayegue.maintenance.local;

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

  /** A rule across. */
  static String rule() {
    return MARGIN + "─".repeat(INNER);
  }
}

package com.maayegue.maintenance.costmonitor;

import java.util.Locale;

/** Numbers as people read them, in French or in English. */
final class Quantity {
  private static final double MEGA = 1e6;
  private static final double GIGA = 1e9;

  private Quantity() {}

  /** With its unit; XAF without decimals. */
  static String text(double value, String unit, Locale locale) {
    boolean french = locale.equals(Locale.FRENCH);
    return switch (unit) {
      case "count" -> number(locale, "%,.0f", value);
      case "ms" -> number(locale, "%,.0f ms", value);
      case "bytes" ->
          value >= GIGA
              ? number(locale, french ? "%,.2f Go" : "%,.2f GB", value / GIGA)
              : number(locale, french ? "%,.1f Mo" : "%,.1f MB", value / MEGA);
      case "XAF", "XOF" -> number(locale, "%,.0f " + unit, value);
      default -> number(locale, "%,.2f " + unit, value);
    };
  }

  private static String number(Locale locale, String format, double value) {
    // French groups digits with a narrow space, which not every phone has in its fonts.
    return String.format(locale, format, value).replace('\u202f', '\u00a0');
  }
}

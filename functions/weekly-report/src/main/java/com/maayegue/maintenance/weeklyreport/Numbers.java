package com.maayegue.maintenance.weeklyreport;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Currency;
import java.util.List;
import java.util.Locale;

/** Numbers as people write them in French or in English, the same with every Java. */
final class Numbers {
  private static final char NO_BREAK = '\u00a0';
  private static final char NARROW_NO_BREAK = '\u202f';
  private static final List<String> FRENCH_SIZES = List.of("o", "ko", "Mo", "Go", "To");
  private static final List<String> SIZES = List.of("B", "kB", "MB", "GB", "TB");
  private static final int STEP = 1_000;

  private final boolean french;
  private final DecimalFormatSymbols symbols = new DecimalFormatSymbols(Locale.ROOT);

  Numbers(boolean french) {
    this.french = french;
    symbols.setGroupingSeparator(french ? NARROW_NO_BREAK : ',');
    symbols.setDecimalSeparator(french ? ',' : '.');
    symbols.setMinusSign('−');
  }

  /** A value in its unit; a dash for none. */
  String of(Double value, String unit) {
    if (value == null) {
      return "—";
    }
    return switch (unit) {
      case Figure.COUNT_UNIT -> plain(value, value == Math.rint(value) ? 0 : 1);
      case Figure.PERCENT -> plain(value, 1) + (french ? NO_BREAK + "%" : "%");
      case Figure.SCORE -> plain(value, 1) + NO_BREAK + "/" + NO_BREAK + "100";
      case Figure.SECONDS -> duration(value);
      case Figure.BYTES -> bytes(value);
      case "ms" -> plain(value, 0) + NO_BREAK + "ms";
      default -> plain(value, decimals(unit)) + NO_BREAK + unit;
    };
  }

  /** With a fixed number of decimals. */
  String plain(double value, int decimals) {
    DecimalFormat format = new DecimalFormat("#,##0", symbols);
    format.setMinimumFractionDigits(decimals);
    format.setMaximumFractionDigits(decimals);
    format.setRoundingMode(RoundingMode.HALF_UP);
    BigDecimal rounded = BigDecimal.valueOf(value).setScale(decimals, RoundingMode.HALF_UP);
    return format.format(rounded);
  }

  /** How much more than another: in percent of it, or in points of a percentage. */
  String change(Figure figure) {
    if (figure.value() == null || figure.weekBefore() == null) {
      return "";
    }
    double difference = figure.value() - figure.weekBefore();
    boolean points = figure.unit().equals(Figure.PERCENT) || figure.unit().equals(Figure.SCORE);
    if (!points && figure.weekBefore() <= 0) {
      return "";
    }
    double change = points ? difference : 100 * difference / figure.weekBefore();
    String number = plain(change, points ? 1 : 0);
    boolean none = number.chars().noneMatch(each -> each >= '1' && each <= '9');
    if (none) {
      number = plain(0, points ? 1 : 0);
    }
    String sign = none || number.startsWith("−") ? "" : "+";
    return sign + number + (points ? NO_BREAK + "pt" : french ? NO_BREAK + "%" : "%");
  }

  private String duration(double seconds) {
    long minutes = Math.round(seconds / 60);
    if (seconds < 60) {
      return plain(seconds, 0) + NO_BREAK + "s";
    }
    String rest = "%02d".formatted(minutes % 60);
    long hours = minutes / 60;
    return minutes < 60
        ? Long.toString(minutes) + NO_BREAK + "min"
        : plain((double) hours, 0) + NO_BREAK + "h" + NO_BREAK + rest;
  }

  private String bytes(double bytes) {
    List<String> names = french ? FRENCH_SIZES : SIZES;
    double size = bytes;
    int step = 0;
    while (Math.abs(size) >= STEP && step < names.size() - 1) {
      size /= STEP;
      step++;
    }
    return plain(size, step == 0 ? 0 : 1) + NO_BREAK + names.get(step);
  }

  /** XAF has none, EUR two; a currency that is none, two. */
  private static int decimals(String unit) {
    try {
      return Math.max(0, Currency.getInstance(unit).getDefaultFractionDigits());
    } catch (IllegalArgumentException unknown) {
      return 2;
    }
  }
}

package com.maayegue.maintenance.local;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * Numbers, sizes and times as French writes them. Thousands are apart by a plain space, which every
 * terminal shows and every search finds.
 */
final class FrenchFormat {
  private static final int KILO = 1000;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.FRENCH);
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("EEEE d MMMM uuuu", Locale.FRENCH);
  private static final DateTimeFormatter FIRST_DAY =
      DateTimeFormatter.ofPattern("EEEE d'er' MMMM uuuu", Locale.FRENCH);

  private FrenchFormat() {}

  /** {@code 20 000}. */
  static String number(long number) {
    return String.format(Locale.ROOT, "%,d", number).replace(',', ' ');
  }

  /** {@code 20,1 Mo}: units of 1000, as disks are sold. */
  static String bytes(long bytes) {
    if (bytes < KILO) {
      return bytes + " o";
    }
    double size = bytes;
    int unit = -1;
    while (size >= KILO - 0.05 && unit < 3) {
      size /= KILO;
      unit++;
    }
    return String.format(Locale.FRENCH, "%.1f %co", size, "kMGT".charAt(unit));
  }

  /** {@code 0,4 s}, {@code 59,9 s}, {@code 2 min 05 s}, {@code 1 h 01 min}. */
  static String duration(Duration duration) {
    long tenths = Math.round(duration.toMillis() / 100.0);
    if (tenths < 600) {
      return String.format(Locale.FRENCH, "%d,%d s", tenths / 10, tenths % 10);
    }
    long seconds = Math.round(duration.toMillis() / 1000.0);
    return seconds < 3600
        ? String.format(Locale.ROOT, "%d min %02d s", seconds / 60, seconds % 60)
        : String.format(Locale.ROOT, "%d h %02d min", seconds / 3600, seconds % 3600 / 60);
  }

  /** {@code 22:41:05}. */
  static String time(Instant instant, ZoneId zone) {
    return TIME.format(instant.atZone(zone));
  }

  /** {@code lundi 6 octobre 2025}, {@code mercredi 1er octobre 2025}. */
  static String day(Instant instant, ZoneId zone) {
    ZonedDateTime time = instant.atZone(zone);
    return (time.getDayOfMonth() == 1 ? FIRST_DAY : DAY).format(time);
  }
}

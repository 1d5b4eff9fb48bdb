package com.maayegue.maintenance.sampledata;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** Dates as Dart's {@code toIso8601String()} writes them, and days as the app writes them. */
final class DartDate {
  static final ZoneId DOUALA = ZoneId.of("Africa/Douala");

  private static final DateTimeFormatter WITH_MILLIS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS", Locale.ROOT);
  private static final DateTimeFormatter TO_SECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss", Locale.ROOT);

  private DartDate() {}

  /** A {@code DateTime} in UTC: with Z. */
  static String utc(Instant instant) {
    return WITH_MILLIS.format(instant.atOffset(ZoneOffset.UTC)) + "Z";
  }

  /** A local {@code DateTime} of a phone in Cameroon: nothing tells the zone. */
  static String local(Instant instant) {
    return WITH_MILLIS.format(instant.atZone(DOUALA));
  }

  /** As other writers do: with Z, without a fraction. What is below the second is lost. */
  static String utcToTheSecond(Instant instant) {
    return TO_SECONDS.format(instant.truncatedTo(ChronoUnit.SECONDS).atOffset(ZoneOffset.UTC))
        + "Z";
  }

  /** One of the three. */
  static String any(Instant instant, Dice dice) {
    return switch (dice.below(5)) {
      case 0, 1 -> utc(instant);
      case 2 -> utcToTheSecond(instant);
      default -> local(instant);
    };
  }

  /** The day on a phone in Cameroon. */
  static String day(Instant instant) {
    return instant.atZone(DOUALA).toLocalDate().toString();
  }
}

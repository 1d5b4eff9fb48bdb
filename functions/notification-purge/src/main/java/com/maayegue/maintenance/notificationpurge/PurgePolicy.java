package com.maayegue.maintenance.notificationpurge;

import com.google.cloud.Timestamp;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which documents are old enough to go. Pure: it knows no clock and no database.
 *
 * @param cutoff documents dated before it go
 * @param zone in which a date without a zone is read, as the app writes local times
 */
record PurgePolicy(Instant cutoff, ZoneId zone) {
  /** No document younger than this goes, whatever the settings say. */
  static final Duration FLOOR = Duration.ofDays(7);

  /**
   * Dates before this are not believed: they are zeros, defaults, or seconds taken for
   * milliseconds. The app is younger.
   */
  static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");

  private static final Pattern DAY = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");

  /** The policy of a run at {@code now}. */
  static PurgePolicy at(Instant now, PurgeSettings settings) {
    return new PurgePolicy(
        now.minus(effective(settings.retention())), settings.common().timeZone());
  }

  /** The retention that is used: never less than {@link #FLOOR}. */
  static Duration effective(Duration retention) {
    return retention.compareTo(FLOOR) < 0 ? FLOOR : retention;
  }

  /** Whether a document with {@code value} in its date field goes. */
  boolean purges(Object value) {
    return date(value).filter(date -> date.isBefore(cutoff)).isPresent();
  }

  /**
   * The date that a field's value means: a timestamp, milliseconds since the epoch, or ISO 8601
   * text. Empty for everything else, and for dates that are not believed.
   */
  Optional<Instant> date(Object value) {
    return instant(value).filter(date -> !date.isBefore(EARLIEST));
  }

  private Optional<Instant> instant(Object value) {
    if (value instanceof Timestamp timestamp) {
      return Optional.of(Instant.ofEpochSecond(timestamp.getSeconds(), timestamp.getNanos()));
    }
    if (value instanceof Long millis) {
      return Optional.of(Instant.ofEpochMilli(millis));
    }
    if (value instanceof Double millis && !millis.isNaN()) {
      return Optional.of(Instant.ofEpochMilli(millis.longValue()));
    }
    return value instanceof String text ? parse(text.strip()) : Optional.empty();
  }

  private Optional<Instant> parse(String text) {
    try {
      if (DAY.matcher(text).matches()) {
        // Somewhere in that day: its end is the safe reading.
        return Optional.of(LocalDate.parse(text).plusDays(1).atStartOfDay(zone).toInstant());
      }
      String iso =
          text.length() > 10 && text.charAt(10) == ' ' ? text.replaceFirst(" ", "T") : text;
      try {
        return Optional.of(OffsetDateTime.parse(iso).toInstant());
      } catch (DateTimeException withoutZone) {
        return Optional.of(LocalDateTime.parse(iso).atZone(zone).toInstant());
      }
    } catch (DateTimeException unreadable) {
      return Optional.empty();
    }
  }

  /** The age of a document in the words of the report, such as {@code 30-60d}. */
  static String ageGroup(Duration age) {
    long days = age.toDays();
    int[] limits = {30, 60, 90, 180, 365};
    int from = 7;
    for (int limit : limits) {
      if (days < limit) {
        return from + "-" + limit + "d";
      }
      from = limit;
    }
    return "over-365d";
  }
}

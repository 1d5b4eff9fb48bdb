package com.maayegue.maintenance.databasemaintenance;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.TemporalAccessor;
import java.util.Optional;
import java.util.regex.Pattern;
import org.sqlite.Function;

/**
 * Times as the app writes them as text: what Dart's {@code toIso8601String()} gives, with {@code T}
 * or a blank, with {@code Z}, an offset, or none, which means the app's own time zone. Comparing
 * such texts instead keeps codes that expired earlier on the same day.
 */
final class AppTime {
  /** The SQL function that {@link #register} adds: milliseconds since 1970, or NULL. */
  static final String MILLIS = "app_time_millis";

  /** The SQL function that {@link #register} adds: days since 1970, or NULL. */
  static final String DAY = "app_time_day";

  private static final Pattern OFFSET_WITHOUT_COLON = Pattern.compile("([+-]\\d\\d)(\\d\\d)$");
  private static final DateTimeFormatter FORM =
      new DateTimeFormatterBuilder()
          .parseCaseInsensitive()
          .append(DateTimeFormatter.ISO_LOCAL_DATE)
          .appendPattern("['T'][' ']")
          .append(DateTimeFormatter.ISO_LOCAL_TIME)
          .appendPattern("[ ]")
          .optionalStart()
          .parseLenient() // Minutes may be left out.
          .appendOffset("+HH:mm", "Z")
          .parseStrict()
          .toFormatter()
          .withResolverStyle(ResolverStyle.STRICT);

  private AppTime() {}

  /** The instant of a text, if it is one, and not before {@link RetentionPolicy#EARLIEST}. */
  static Optional<Instant> instant(String text, ZoneId zone) {
    String form = OFFSET_WITHOUT_COLON.matcher(text.strip()).replaceFirst("$1:$2");
    try {
      TemporalAccessor time = FORM.parseBest(form, OffsetDateTime::from, LocalDateTime::from);
      Instant instant =
          time instanceof OffsetDateTime exact
              ? exact.toInstant()
              // Of two hours that have the same name, the later: nothing goes too early.
              : ((LocalDateTime) time).atZone(zone).withLaterOffsetAtOverlap().toInstant();
      return instant.isBefore(RetentionPolicy.EARLIEST) ? Optional.empty() : Optional.of(instant);
    } catch (DateTimeException unreadable) {
      return Optional.empty();
    }
  }

  /** The day of a text that is a day such as {@code 2025-10-07}, or a time. */
  static Optional<LocalDate> day(String text, ZoneId zone) {
    try {
      LocalDate day = LocalDate.parse(text.strip());
      LocalDate earliest = LocalDate.ofInstant(RetentionPolicy.EARLIEST, zone);
      return day.isBefore(earliest) ? Optional.empty() : Optional.of(day);
    } catch (DateTimeException notADay) {
      return instant(text, zone).map(instant -> LocalDate.ofInstant(instant, zone));
    }
  }

  /** Adds {@link #MILLIS} and {@link #DAY} to a connection. */
  static void register(Connection connection, ZoneId zone) throws SQLException {
    register(connection, MILLIS, text -> instant(text, zone).map(Instant::toEpochMilli));
    register(connection, DAY, text -> day(text, zone).map(LocalDate::toEpochDay));
  }

  private static void register(Connection connection, String name, Reader reader)
      throws SQLException {
    Function.create(
        connection,
        name,
        new Function() {
          @Override
          protected void xFunc() throws SQLException {
            String text = value_text(0);
            Optional<Long> number = text == null ? Optional.empty() : reader.read(text);
            if (number.isPresent()) {
              result(number.get());
            } else {
              result();
            }
          }
        },
        1,
        Function.FLAG_DETERMINISTIC);
  }

  @FunctionalInterface
  private interface Reader {
    Optional<Long> read(String text);
  }
}

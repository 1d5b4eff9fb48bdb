package com.maayegue.maintenance.notificationpurge;

import com.google.cloud.Timestamp;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The types in which a date field is written. A Firestore query meets only values of the type that
 * it compares with, so each kind is looked for by itself.
 */
enum DateKind {
  TIMESTAMP {
    @Override
    Object value(Instant instant) {
      return Timestamp.ofTimeSecondsAndNanos(instant.getEpochSecond(), instant.getNano());
    }
  },
  NUMBER {
    @Override
    Object value(Instant instant) {
      return instant.toEpochMilli();
    }
  },
  TEXT {
    @Override
    Object value(Instant instant) {
      // Without a zone, this sorts before every text of the same second.
      return instant.atOffset(ZoneOffset.UTC).toLocalDateTime().withNano(0).toString();
    }

    @Override
    boolean needsReading() {
      return true;
    }
  };

  // Text sorts by its local time, which is up to 14 h ahead of UTC and 12 h behind; and a text may
  // be a day only.
  private static final Duration TEXT_MARGIN = Duration.ofDays(2);

  /** The value that a query compares with. */
  abstract Object value(Instant instant);

  /**
   * Whether the order of the values alone does not tell a document's date, so that each value has
   * to be read.
   */
  boolean needsReading() {
    return false;
  }

  /** Before which values documents may be older than {@code cutoff}. */
  Instant end(Instant cutoff) {
    return needsReading() ? cutoff.plus(TEXT_MARGIN) : cutoff;
  }

  /** The start, in UTC, of the day that a text begins with. */
  static Optional<Instant> dayOf(String text) {
    try {
      String day = text.substring(0, Math.min(10, text.length()));
      return Optional.of(LocalDate.parse(day).atStartOfDay(ZoneOffset.UTC).toInstant());
    } catch (DateTimeException noDate) {
      return Optional.empty();
    }
  }

  /**
   * Cuts a span of time into {@code parts} of equal length, the first from {@code start}, the last
   * to {@code end}.
   */
  List<Slice> slices(Instant start, Instant end, int parts) {
    Duration length = Duration.between(start, end);
    List<Slice> slices = new ArrayList<>();
    Instant from = start;
    for (int part = 1; part <= parts; part++) {
      Instant to = part == parts ? end : start.plus(length.multipliedBy(part).dividedBy(parts));
      if (value(from).equals(value(to))) {
        continue;
      }
      slices.add(new Slice(this, value(from), value(to)));
      from = to;
    }
    return slices;
  }

  /**
   * Documents of one kind whose date is from {@code from} on and before {@code to}.
   *
   * @param from a value of the kind's type
   * @param to a value of the kind's type
   */
  record Slice(DateKind kind, Object from, Object to) {}
}

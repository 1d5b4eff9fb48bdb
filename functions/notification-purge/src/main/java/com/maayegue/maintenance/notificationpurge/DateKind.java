package com.maayegue.maintenance.notificationpurge;

import com.google.cloud.Timestamp;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
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

  /** All documents of this kind that may be older than {@code cutoff}. */
  Slice olderThan(Instant cutoff) {
    return new Slice(this, value(PurgePolicy.EARLIEST), value(end(cutoff)));
  }

  /** A value in the middle of two others, in time; empty if there is none between them. */
  Optional<Object> middle(Object from, Object to) {
    Optional<Instant> start = instant(from);
    Optional<Instant> end = instant(to);
    if (start.isEmpty() || end.isEmpty()) {
      return Optional.empty();
    }
    Instant middle = start.get().plus(Duration.between(start.get(), end.get()).dividedBy(2));
    Object value = value(middle);
    boolean between = middle.isAfter(start.get()) && middle.isBefore(end.get());
    return between && !value.equals(from) && !value.equals(to)
        ? Optional.of(value)
        : Optional.empty();
  }

  private static Optional<Instant> instant(Object value) {
    if (value instanceof Timestamp timestamp) {
      return Optional.of(Instant.ofEpochSecond(timestamp.getSeconds(), timestamp.getNanos()));
    }
    if (value instanceof Number millis) {
      return Optional.of(Instant.ofEpochMilli(millis.longValue()));
    }
    // A day is exact enough to cut text into halves.
    return dayOf(String.valueOf(value));
  }

  /**
   * Documents of one kind whose date is from {@code from} on and before {@code to}.
   *
   * @param from a value of the kind's type
   * @param to a value of the kind's type
   */
  record Slice(DateKind kind, Object from, Object to) {}
}

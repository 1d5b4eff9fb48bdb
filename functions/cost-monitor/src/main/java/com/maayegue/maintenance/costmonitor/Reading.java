package com.maayegue.maintenance.costmonitor;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Collections;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;

/** What was read of one metric: a value, or why there is none. Never a guess. */
sealed interface Reading {
  /**
   * A value.
   *
   * @param value that is compared with the limit, in {@code unit}
   * @param today counted today, for what is counted
   * @param monthToDate counted this month, for what is counted
   * @param asOf newest point in it
   * @param day that it is of, in the zone of its days
   * @param history values of days before {@code day}; days may be missing
   * @param detail such as the name of the database
   * @param budgetId of what costs; none else
   */
  record Known(
      double value,
      String unit,
      OptionalDouble today,
      OptionalDouble monthToDate,
      Instant asOf,
      LocalDate day,
      NavigableMap<LocalDate, Double> history,
      Optional<String> detail,
      Optional<String> budgetId)
      implements Reading {
    /** Keeps a copy of the history. */
    public Known {
      history = Collections.unmodifiableNavigableMap(new TreeMap<>(history));
    }

    /** A present state. */
    static Known now(double value, String unit, Instant asOf, LocalDate day, String detail) {
      return new Known(
          value,
          unit,
          OptionalDouble.empty(),
          OptionalDouble.empty(),
          asOf,
          day,
          new TreeMap<>(),
          Optional.of(detail).filter(text -> !text.isEmpty()),
          Optional.empty());
    }

    Known withHistory(NavigableMap<LocalDate, Double> past) {
      return new Known(value, unit, today, monthToDate, asOf, day, past, detail, budgetId);
    }
  }

  /**
   * No value, for a reason in French and in English.
   *
   * @param away whether the source gave no answer, so that a later run may know
   */
  record Unknown(String french, String english, boolean away) implements Reading {
    /** The source has no value. */
    Unknown(String french, String english) {
      this(french, english, false);
    }
  }
}

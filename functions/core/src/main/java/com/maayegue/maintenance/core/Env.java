package com.maayegue.maintenance.core;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The environment of a function, read name by name. Every problem is gathered, and {@link #check()}
 * reports all of them at once, each with its name, what was expected and what was found; until then
 * a reader returns a stand-in.
 *
 * <p>Reading changes nothing. An instance belongs to one thread.
 */
public final class Env {
  private static final Pattern HOST_AND_PORT =
      Pattern.compile("[A-Za-z0-9.\\-\\[\\]:]+:[0-9]{1,5}");

  private final Map<String, String> values;
  private final List<String> problems = new ArrayList<>();

  private Env(Map<String, String> values) {
    this.values = Map.copyOf(values);
  }

  /** The environment of this process. Only the public constructor of a function calls this. */
  public static Env ofProcess() {
    return new Env(System.getenv());
  }

  /** An environment made of {@code values}. */
  public static Env of(Map<String, String> values) {
    return new Env(values);
  }

  /** The text of a variable that has to be there. */
  public String required(String name) {
    return value(name)
        .orElseGet(
            () -> {
              problems.add(name + ": expected a value, but it is not set");
              return "";
            });
  }

  /** The text of a variable, if it is set and not blank. */
  public Optional<String> optional(String name) {
    return value(name);
  }

  /** The text of a variable, or {@code fallback}. */
  public String text(String name, String fallback) {
    return value(name).orElse(fallback);
  }

  /** The text of a variable, or {@code fallback}; it has to match {@code pattern} as a whole. */
  public String matching(String name, String fallback, Pattern pattern, String expectation) {
    String text = text(name, fallback);
    if (!pattern.matcher(text).matches()) {
      problem(name, expectation, text);
      return fallback;
    }
    return text;
  }

  /** {@code true} or {@code false}, in any case. */
  public boolean flag(String name, boolean fallback) {
    Optional<String> text = value(name);
    if (text.isEmpty()) {
      return fallback;
    }
    if (text.get().equalsIgnoreCase("true")) {
      return true;
    }
    if (text.get().equalsIgnoreCase("false")) {
      return false;
    }
    problem(name, "true or false", text.get());
    return fallback;
  }

  /** A whole number from {@code least} to {@code most}. */
  public int number(String name, int fallback, int least, int most) {
    Optional<String> text = value(name);
    if (text.isEmpty()) {
      return fallback;
    }
    try {
      int number = Integer.parseInt(text.get());
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException notANumber) {
      // Reported below, as a number out of range is.
    }
    problem(name, "a whole number from " + least + " to " + most, text.get());
    return fallback;
  }

  /**
   * An ISO 8601 duration such as {@code P30D}, {@code P4W} or {@code PT1H}, not less than {@code
   * least}. Days have 24 hours; months and years are refused, as they have no fixed length.
   */
  public Duration duration(String name, Duration fallback, Duration least) {
    Optional<String> text = value(name);
    if (text.isEmpty()) {
      return fallback;
    }
    Optional<Duration> duration = parseDuration(text.get());
    if (duration.isPresent() && duration.get().compareTo(least) >= 0) {
      return duration.get();
    }
    problem(name, "an ISO 8601 duration such as P30D or PT1H, at least " + least, text.get());
    return fallback;
  }

  /** A time zone name of the IANA database, such as {@code Africa/Douala}. */
  public ZoneId zone(String name, String fallback) {
    String text = text(name, fallback);
    try {
      return ZoneId.of(text);
    } catch (DateTimeException unknown) {
      problem(name, "a time zone such as Africa/Douala", text);
      return ZoneId.of(fallback);
    }
  }

  /**
   * Comma-separated names, blanks around them dropped; each has to match {@code pattern}, and one
   * at least is there.
   */
  public List<String> names(String name, String fallback, Pattern pattern, String expectation) {
    List<String> names = new ArrayList<>();
    for (String part : text(name, fallback).split(",", -1)) {
      String trimmed = part.strip();
      if (pattern.matcher(trimmed).matches()) {
        names.add(trimmed);
      } else {
        problem(name, "comma-separated names of " + expectation, trimmed);
      }
    }
    return List.copyOf(names);
  }

  /** {@code host:port} of an emulator, if it is set; an {@code http://} before it is dropped. */
  public Optional<String> hostAndPort(String name) {
    Optional<String> text = value(name).map(Env::withoutScheme);
    if (text.isPresent() && !HOST_AND_PORT.matcher(text.get()).matches()) {
      problem(name, "host:port", text.get());
      return Optional.empty();
    }
    return text;
  }

  private static String withoutScheme(String address) {
    String rest = address.startsWith("http://") ? address.substring("http://".length()) : address;
    return rest.endsWith("/") ? rest.substring(0, rest.length() - 1) : rest;
  }

  /** Adds a problem that only the reader of several values can see. */
  public void problem(String name, String expectation, String found) {
    problems.add(name + ": expected " + expectation + ", but it is '" + shortened(found) + "'");
  }

  /** Adds a problem whose value is not to be shown, or has no one value. */
  public void problem(String name, String what) {
    problems.add(name + ": " + what);
  }

  /**
   * Throws if anything that was read is missing or wrong.
   *
   * @throws IllegalArgumentException naming every problem, one a line
   */
  public void check() {
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(
          "The environment has "
              + problems.size()
              + " problem(s):\n  "
              + String.join("\n  ", problems));
    }
  }

  private Optional<String> value(String name) {
    return Optional.ofNullable(values.get(name)).map(String::strip).filter(text -> !text.isEmpty());
  }

  /** A duration as {@link #duration} reads it; empty for what is none. */
  public static Optional<Duration> parseDuration(String text) {
    try {
      return Optional.of(Duration.parse(text));
    } catch (DateTimeException notADuration) {
      try {
        Period period = Period.parse(text);
        LocalDate day = LocalDate.EPOCH;
        return period.toTotalMonths() == 0
            ? Optional.of(Duration.ofDays(ChronoUnit.DAYS.between(day, day.plus(period))))
            : Optional.empty();
      } catch (DateTimeException notAPeriod) {
        return Optional.empty();
      }
    }
  }

  private static String shortened(String text) {
    return text.length() <= 80 ? text : text.substring(0, 80) + "…";
  }
}

package com.maayegue.maintenance.weeklyreport;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;

/**
 * One number of the week, beside those of the weeks before.
 *
 * @param id its name in the JSON; its label has the same
 * @param args what the label has places for; may come from the app's users
 * @param unit {@code count}, {@code percent}, {@code seconds}, {@code bytes}, {@code ms}, {@code
 *     score}, or a currency
 * @param value of the week; null if there is none, such as a rate of nothing
 * @param weekBefore of the week before; null if it is not known
 * @param meanOf8Weeks of those of the eight weeks before that are known; null if none is
 * @param weeks all nine, oldest first, the week itself last; null for what is not known
 */
record Figure(
    String id,
    List<String> args,
    String unit,
    Double value,
    Double weekBefore,
    Double meanOf8Weeks,
    List<Double> weeks) {
  static final String COUNT_UNIT = "count";
  static final String PERCENT = "percent";
  static final String SECONDS = "seconds";
  static final String BYTES = "bytes";
  static final String SCORE = "score";

  Figure {
    args = List.copyOf(args);
    weeks = Collections.unmodifiableList(new ArrayList<>(weeks));
  }

  /** Of nine numbers; one that is no number stands for none. */
  static Figure of(String id, List<String> args, String unit, double[] weeks) {
    List<Double> known = new ArrayList<>();
    for (double each : weeks) {
      known.add(Double.isFinite(each) ? (Double) each : null);
    }
    return of(id, args, unit, known);
  }

  static Figure of(String id, String unit, double[] weeks) {
    return of(id, List.of(), unit, weeks);
  }

  /** Of a state that nothing but a report of the time has kept. */
  static Figure ofNow(String id, String unit, double value) {
    List<Double> weeks = new ArrayList<>(Collections.nCopies(Windows.REPORTED, null));
    weeks.add(value);
    return of(id, List.of(), unit, weeks);
  }

  private static Figure of(String id, List<String> args, String unit, List<Double> weeks) {
    OptionalDouble mean =
        weeks.subList(0, Windows.REPORTED).stream()
            .filter(Objects::nonNull)
            .mapToDouble(each -> each)
            .average();
    return new Figure(
        id,
        args,
        unit,
        weeks.get(Windows.REPORTED),
        weeks.get(Windows.REPORTED - 1),
        mean.isPresent() ? (Double) mean.getAsDouble() : null,
        weeks);
  }

  /** The same, where weeks of which nothing is known are filled. */
  Figure filledFrom(List<Double> past) {
    List<Double> filled = new ArrayList<>(weeks);
    for (int i = 0; i < Windows.REPORTED; i++) {
      if (filled.get(i) == null) {
        filled.set(i, past.get(i));
      }
    }
    return of(id, args, unit, filled);
  }

  /** Id and places, by which it is the same figure in another report. */
  String key() {
    return args.isEmpty() ? id : id + args;
  }

  /** A name in a document, or in a figure's places, cut so that it is bounded. */
  static String bounded(String text, int longest) {
    String flat = text.strip();
    return flat.codePointCount(0, flat.length()) <= longest
        ? flat
        : flat.substring(0, flat.offsetByCodePoints(0, longest)) + "…";
  }
}

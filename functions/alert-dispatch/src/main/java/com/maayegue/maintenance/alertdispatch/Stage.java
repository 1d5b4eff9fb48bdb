package com.maayegue.maintenance.alertdispatch;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a message is about.
 *
 * @param number of the step or of the repeat; 0 for the rest
 */
record Stage(Kind kind, long number) {
  static final Stage RESOLVED = new Stage(Kind.RESOLVED, 0);
  static final Stage ACKNOWLEDGED = new Stage(Kind.ACKNOWLEDGED, 0);

  private static final Pattern WORD =
      Pattern.compile("(step|repeat|resolved|acknowledged)([0-9]*)");

  /** The kinds of messages. */
  enum Kind {
    STEP,
    REPEAT,
    RESOLVED,
    ACKNOWLEDGED
  }

  static Stage step(int number) {
    return new Stage(Kind.STEP, number);
  }

  static Stage repeat(long number) {
    return new Stage(Kind.REPEAT, number);
  }

  /** In the ids of deliveries, such as {@code step0}. */
  String word() {
    boolean numbered = kind == Kind.STEP || kind == Kind.REPEAT;
    return JsonFields.word(kind) + (numbered ? Long.toString(number) : "");
  }

  /** Reads {@link #word}. */
  static Stage of(String word) {
    Matcher matcher = WORD.matcher(word);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "expected a stage such as step0, but it is '" + word + "'");
    }
    Kind kind = Kind.valueOf(matcher.group(1).toUpperCase(Locale.ROOT));
    return new Stage(kind, matcher.group(2).isEmpty() ? 0 : Long.parseLong(matcher.group(2)));
  }

  /** Whether it asks somebody to act. */
  boolean asks() {
    return kind == Kind.STEP || kind == Kind.REPEAT;
  }
}

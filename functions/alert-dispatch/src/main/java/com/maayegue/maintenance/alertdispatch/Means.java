package com.maayegue.maintenance.alertdispatch;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** How a person is reached. In the order in which messages go out: what rings goes first. */
enum Means {
  PAGERDUTY,
  CALL,
  SMS,
  SLACK,
  EMAIL;

  /** What is tried, in this order, for a person whom another means did not reach. Never a call. */
  static final List<Means> INSTEAD = List.of(SMS, EMAIL, SLACK, PAGERDUTY);

  /** The name in routes and in delivery records. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Reads a name. */
  static Optional<Means> of(String word) {
    for (Means means : values()) {
      if (means.word().equals(word)) {
        return Optional.of(means);
      }
    }
    return Optional.empty();
  }

  /** Whether it wakes somebody, so that quiet hours hold it back. */
  boolean rings() {
    return this == CALL || this == SMS;
  }
}

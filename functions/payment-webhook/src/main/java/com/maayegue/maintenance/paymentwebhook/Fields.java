package com.maayegue.maintenance.paymentwebhook;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What was found of the fields that are wanted, by name; in JSON the name is a path such as {@code
 * data.object.id}.
 */
record Fields(Map<String, Value> values) {
  /** What a field holds. */
  enum Kind {
    TEXT,
    NUMBER,
    /** An object, a list, true or false. */
    OTHER
  }

  /**
   * A field's value.
   *
   * @param text a number's as it was written
   */
  record Value(Kind kind, String text) {}

  /** Whether the field is there, and not null. */
  boolean has(String name) {
    return values.containsKey(name);
  }

  /** The field's text, if it is there and is text. */
  Optional<String> text(String name) {
    return ofKind(name, Kind.TEXT);
  }

  /** The field's number as it was written, if it is there and is a number. */
  Optional<String> number(String name) {
    return ofKind(name, Kind.NUMBER);
  }

  /**
   * The field's text, or its number as it was written. Absent is also what CamPay writes for it:
   * nothing, and the word {@code None}.
   *
   * @throws Refusal if it is there and does not match
   */
  Optional<String> matching(String name, Pattern pattern) {
    Value value = values.get(name);
    if (value == null || value.text().isEmpty() || value.text().equals("None")) {
      return Optional.empty();
    }
    if (value.kind() == Kind.OTHER || !pattern.matcher(value.text()).matches()) {
      throw new Refusal(400, "the field " + name + " is not as expected");
    }
    return Optional.of(value.text());
  }

  /**
   * The same, of a field that has to be there.
   *
   * @throws Refusal if it is absent or does not match
   */
  String required(String name, Pattern pattern) {
    return matching(name, pattern)
        .orElseThrow(() -> new Refusal(400, "the field " + name + " is missing"));
  }

  private Optional<String> ofKind(String name, Kind kind) {
    Value value = values.get(name);
    return value != null && value.kind() == kind ? Optional.of(value.text()) : Optional.empty();
  }
}

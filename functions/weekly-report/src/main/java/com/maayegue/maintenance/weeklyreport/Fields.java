package com.maayegue.maintenance.weeklyreport;

import com.google.cloud.Timestamp;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** Fields of documents that others write: what is not of the expected kind is as good as absent. */
final class Fields {
  private static final int LONGEST_TEXT = 300;

  private Fields() {}

  static Optional<String> text(Map<String, Object> fields, String name) {
    return fields.get(name) instanceof String text && !text.isBlank()
        ? Optional.of(Figure.bounded(text, LONGEST_TEXT))
        : Optional.empty();
  }

  static Optional<Instant> time(Map<String, Object> fields, String name) {
    return fields.get(name) instanceof Timestamp time
        ? Optional.of(Instant.ofEpochSecond(time.getSeconds(), time.getNanos()))
        : Optional.empty();
  }

  static OptionalDouble number(Map<String, Object> fields, String name) {
    return fields.get(name) instanceof Number number && Double.isFinite(number.doubleValue())
        ? OptionalDouble.of(number.doubleValue())
        : OptionalDouble.empty();
  }

  static boolean flag(Map<String, Object> fields, String name) {
    return Boolean.TRUE.equals(fields.get(name));
  }

  /** A map by text; empty if there is none. */
  @SuppressWarnings("unchecked")
  static Map<String, Object> map(Map<String, Object> fields, String name) {
    return fields.get(name) instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
  }
}

package com.maayegue.maintenance.sampledata;

import java.time.Instant;

/** What a notification has in {@code created_at}, in the terms of no SDK. */
public sealed interface CreatedAt {

  /** A Firestore Timestamp. */
  record AsTimestamp(Instant instant) implements CreatedAt {}

  /** A whole number: milliseconds since the epoch, unless somebody wrote seconds. */
  record AsMillis(long number) implements CreatedAt {}

  /** A floating point number, as JavaScript writes milliseconds; may be NaN. */
  record AsDouble(double number) implements CreatedAt {}

  /** A string: ISO 8601 with Z, without a zone (then Africa/Douala), or nothing readable. */
  record AsText(String text) implements CreatedAt {}

  /** The document has no such field. */
  record Missing() implements CreatedAt {}

  /** The field is there and null. */
  record AsNull() implements CreatedAt {}

  /** A Timestamp that went through JSON: {@code {_seconds: …, _nanoseconds: …}}. */
  record AsMap(long seconds, int nanoseconds) implements CreatedAt {}

  /** A boolean. */
  record AsBoolean(boolean value) implements CreatedAt {}
}

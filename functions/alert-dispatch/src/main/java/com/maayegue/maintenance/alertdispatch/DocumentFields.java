package com.maayegue.maintenance.alertdispatch;

import com.google.cloud.Timestamp;
import com.google.cloud.firestore.DocumentSnapshot;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** Fields of Firestore documents. */
final class DocumentFields {
  private DocumentFields() {}

  static Timestamp timestamp(Instant instant) {
    return Timestamp.ofTimeSecondsAndNanos(instant.getEpochSecond(), instant.getNano());
  }

  /** Null for none, and for the beginning of all time. */
  static Timestamp timestamp(Optional<Instant> instant) {
    return instant
        .filter(at -> !at.equals(Instant.MIN))
        .map(DocumentFields::timestamp)
        .orElse(null);
  }

  static Optional<Instant> instant(DocumentSnapshot document, String field) {
    return Optional.ofNullable(document.getTimestamp(field))
        .map(at -> Instant.ofEpochSecond(at.getSeconds(), at.getNanos()));
  }

  static String text(DocumentSnapshot document, String field) {
    return Optional.ofNullable(document.getString(field)).orElse("");
  }

  static long number(DocumentSnapshot document, String field) {
    return Optional.ofNullable(document.getLong(field)).orElse(0L);
  }

  static boolean flag(DocumentSnapshot document, String field) {
    return Boolean.TRUE.equals(document.getBoolean(field));
  }

  static <E extends Enum<E>> E choice(Class<E> type, DocumentSnapshot document, String field) {
    return Enum.valueOf(type, text(document, field).toUpperCase(Locale.ROOT));
  }
}

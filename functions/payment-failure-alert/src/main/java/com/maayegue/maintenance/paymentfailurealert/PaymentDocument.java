package com.maayegue.maintenance.paymentfailurealert;

import com.google.cloud.Timestamp;
import com.google.cloud.firestore.DocumentSnapshot;
import com.google.cloud.firestore.FieldValue;
import com.maayegue.maintenance.paymentstates.Amount;
import com.maayegue.maintenance.paymentstates.Mismatch;
import com.maayegue.maintenance.paymentstates.PaymentState;
import com.maayegue.maintenance.paymentstates.PaymentStatus;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A document of {@code payments}. The app writes it, so nothing is taken for granted: what has
 * another type than expected counts as absent.
 */
record PaymentDocument(DocumentSnapshot snapshot) {
  static final String COLLECTION = "payments";

  // https://firebase.google.com/docs/firestore/quotas#limits on document ids; shorter than allowed.
  private static final Pattern ID = Pattern.compile("(?!\\.\\.?$)(?!__.*__$)[^/]{1,200}");

  /** Whether a text can be the id of a document. */
  static boolean isId(String text) {
    return ID.matcher(text).matches();
  }

  /** The text of a field, if it is text and not blank. */
  Optional<String> text(String field) {
    return snapshot.get(field) instanceof String text && !text.isBlank()
        ? Optional.of(text.strip())
        : Optional.empty();
  }

  /** The time of a field, if it is a timestamp. */
  Optional<Instant> time(String field) {
    return snapshot.get(field) instanceof Timestamp time
        ? Optional.of(instant(time))
        : Optional.empty();
  }

  /** Who pays, if that can be the id of a user. */
  Optional<String> userId() {
    return text("userId").filter(PaymentDocument::isId);
  }

  /** What the app asked for; empty if nobody can have been asked for that. */
  Optional<Amount> price() {
    return Amount.ofNumber(snapshot.get("amount"), text("currency").orElse(""));
  }

  /** Since when it is pending. The document's own time stands in for one that cannot be read. */
  Instant since() {
    return time("createdAt")
        .orElseGet(
            () ->
                Optional.ofNullable(snapshot.getCreateTime())
                    .map(PaymentDocument::instant)
                    .orElse(Instant.EPOCH));
  }

  /** All that is known of the payment. */
  PaymentState state() {
    String currency = text("currency").orElse("");
    return new PaymentState(
        text("status").flatMap(PaymentStatus::of).orElse(PaymentStatus.PENDING),
        time("completedAt"),
        time("failedAt"),
        time("refundedAt"),
        Amount.ofNumber(snapshot.get("refundedAmount"), currency)
            .map(Amount::value)
            .orElse(BigDecimal.ZERO),
        text("transactionId"),
        text("operator"),
        text("reason"),
        mismatch());
  }

  private Optional<Mismatch> mismatch() {
    if (!(snapshot.get("mismatch.at") instanceof Timestamp at)) {
      return Optional.empty();
    }
    return Optional.of(
        new Mismatch(
            text("mismatch.provider").orElse(""),
            text("mismatch.transactionId").orElse(""),
            text("mismatch.expected").orElse(""),
            text("mismatch.found").orElse(""),
            instant(at)));
  }

  /**
   * The fields that bring the document from one state to another; of no others anything is said.
   */
  static Map<String, Object> changes(PaymentState before, PaymentState after) {
    Map<String, Object> changes = fields(after);
    changes.entrySet().removeAll(fields(before).entrySet());
    changes.replaceAll((name, value) -> value == null ? FieldValue.delete() : value);
    return changes;
  }

  private static Map<String, Object> fields(PaymentState state) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("status", state.status().word());
    fields.put("completedAt", state.completedAt().map(PaymentDocument::timestamp).orElse(null));
    fields.put("failedAt", state.failedAt().map(PaymentDocument::timestamp).orElse(null));
    fields.put("refundedAt", state.refundedAt().map(PaymentDocument::timestamp).orElse(null));
    if (state.refunded().signum() > 0) {
      fields.put("refundedAmount", state.refunded().doubleValue());
    }
    fields.put("transactionId", state.transactionId().orElse(null));
    fields.put("operator", state.operator().orElse(null));
    fields.put("reason", state.reason().orElse(null));
    state.mismatch().ifPresent(mismatch -> fields.put("mismatch", fields(mismatch)));
    return fields;
  }

  private static Map<String, Object> fields(Mismatch mismatch) {
    return Map.of(
        "provider", mismatch.provider(),
        "transactionId", mismatch.transactionId(),
        "expected", mismatch.expected(),
        "found", mismatch.found(),
        "at", timestamp(mismatch.at()));
  }

  static Timestamp timestamp(Instant instant) {
    return Timestamp.ofTimeSecondsAndNanos(instant.getEpochSecond(), instant.getNano());
  }

  static Instant instant(Timestamp timestamp) {
    return Instant.ofEpochSecond(timestamp.getSeconds(), timestamp.getNanos());
  }
}

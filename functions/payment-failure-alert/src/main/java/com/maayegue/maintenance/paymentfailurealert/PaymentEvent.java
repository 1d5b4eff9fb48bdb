package com.maayegue.maintenance.paymentfailurealert;

import com.google.cloud.Timestamp;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.maayegue.maintenance.paymentstates.Amount;
import com.maayegue.maintenance.paymentstates.PaymentStatus;
import com.maayegue.maintenance.paymentstates.Reading;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * A message of {@code payment-events} that tells of a payment. Its fields were allow-listed by who
 * sent it; what is not known here is ignored.
 *
 * @param eventId stable over repeats
 * @param texts the fields that hold short text, by name
 * @param amountMinor of Stripe
 * @param amountRefundedMinor of Stripe: how much of a charge was given back so far
 * @param occurredAt by the provider's clock
 * @param receivedAt by ours
 */
record PaymentEvent(
    String eventId,
    String provider,
    Map<String, String> texts,
    OptionalLong amountMinor,
    OptionalLong amountRefundedMinor,
    Optional<Instant> occurredAt,
    Optional<Instant> receivedAt) {
  private static final Pattern EVENT_ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,199}");
  private static final Pattern PROVIDER = Pattern.compile("[a-z0-9]{1,20}");
  private static final Pattern WHOLE = Pattern.compile("-?[0-9]{1,18}");
  private static final int MOST_CHARACTERS = 500;

  /** Whether a message tells of a payment, and does not ask for a sweep. */
  static boolean isIn(JsonObject message) {
    return message.has("eventId");
  }

  /**
   * Reads a message.
   *
   * @throws IllegalArgumentException naming the field that is missing or wrong
   */
  static PaymentEvent from(JsonObject message) {
    Map<String, String> texts = new LinkedHashMap<>();
    for (String name :
        new String[] {
          "type", "paymentId", "transactionId", "status", "amount", "currency", "operator", "reason"
        }) {
      text(message, name).ifPresent(value -> texts.put(name, value));
    }
    return new PaymentEvent(
        matching(message, "eventId", EVENT_ID),
        matching(message, "provider", PROVIDER),
        texts,
        whole(message, "amountMinor"),
        whole(message, "amountRefundedMinor"),
        instant(message, "occurredAt"),
        instant(message, "receivedAt"));
  }

  /** One of the texts. */
  Optional<String> text(String name) {
    return Optional.ofNullable(texts.get(name));
  }

  /**
   * What a signed event of Stripe says; empty for a type that moves no payment.
   *
   * @param now later than which nothing can have happened
   */
  Optional<Reading> stripeReading(Instant now) {
    return stripeStatus()
        .filter(status -> text("transactionId").isPresent())
        .map(
            status ->
                new Reading(
                    provider,
                    text("transactionId").orElseThrow(),
                    text("paymentId"),
                    status,
                    at(now),
                    amount(amountMinor),
                    amountText(),
                    amount(amountRefundedMinor),
                    text("operator"),
                    text("reason")));
  }

  private Optional<PaymentStatus> stripeStatus() {
    return switch (text("type").orElse("")) {
      case "payment_intent.succeeded" ->
          text("status").orElse("succeeded").equals("succeeded")
              ? Optional.of(PaymentStatus.COMPLETED)
              : Optional.empty();
      case "payment_intent.payment_failed", "payment_intent.canceled" ->
          Optional.of(PaymentStatus.FAILED);
      case "charge.refunded" -> Optional.of(PaymentStatus.REFUNDED);
      default -> Optional.empty();
    };
  }

  /** When it happened: as the provider says, but no later than it was heard of. */
  Instant at(Instant now) {
    Instant heard = receivedAt.filter(time -> time.isBefore(now)).orElse(now);
    return occurredAt.filter(time -> time.isBefore(heard)).orElse(heard);
  }

  private Optional<Amount> amount(OptionalLong minor) {
    return minor.isPresent()
        ? Amount.ofMinor(minor.getAsLong(), text("currency").orElse(""))
        : Optional.empty();
  }

  private String amountText() {
    return amountMinor.isPresent()
        ? amountMinor.getAsLong() + " minor units of " + text("currency").orElse("no currency")
        : "no amount";
  }

  /** What is kept of it in {@code payment_events}. */
  Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>(texts);
    fields.put("provider", provider);
    amountMinor.ifPresent(value -> fields.put("amountMinor", value));
    amountRefundedMinor.ifPresent(value -> fields.put("amountRefundedMinor", value));
    occurredAt.ifPresent(time -> fields.put("occurredAt", timestamp(time)));
    receivedAt.ifPresent(time -> fields.put("receivedAt", timestamp(time)));
    return fields;
  }

  private static Timestamp timestamp(Instant time) {
    return Timestamp.ofTimeSecondsAndNanos(time.getEpochSecond(), time.getNano());
  }

  private static Optional<String> text(JsonObject message, String name) {
    JsonElement value = message.get(name);
    if (value == null || value.isJsonNull()) {
      return Optional.empty();
    }
    if (!value.isJsonPrimitive()) {
      throw new IllegalArgumentException("message data: expected '" + name + "' to be text");
    }
    String text = value.getAsString().strip();
    if (text.length() > MOST_CHARACTERS) {
      throw new IllegalArgumentException(
          "message data: expected '"
              + name
              + "' to have at most "
              + MOST_CHARACTERS
              + " characters");
    }
    return text.isEmpty() ? Optional.empty() : Optional.of(text);
  }

  private static String matching(JsonObject message, String name, Pattern pattern) {
    return text(message, name)
        .filter(value -> pattern.matcher(value).matches())
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "message data: expected '" + name + "' to match " + pattern));
  }

  private static OptionalLong whole(JsonObject message, String name) {
    Optional<String> text = text(message, name);
    if (text.isEmpty()) {
      return OptionalLong.empty();
    }
    if (!WHOLE.matcher(text.get()).matches()) {
      throw new IllegalArgumentException(
          "message data: expected '" + name + "' to be a whole number");
    }
    return OptionalLong.of(Long.parseLong(text.get()));
  }

  private static Optional<Instant> instant(JsonObject message, String name) {
    try {
      return text(message, name).map(Instant::parse).map(PaymentEvent::storable);
    } catch (DateTimeException notATime) {
      throw new IllegalArgumentException(
          "message data: expected '" + name + "' to be a time such as 2025-10-07T14:30:00Z",
          notATime);
    }
  }

  private static Instant storable(Instant time) {
    if (time.isBefore(Instant.EPOCH) || time.toString().startsWith("+")) {
      throw new DateTimeException("before 1970 or after 9999");
    }
    return time;
  }
}

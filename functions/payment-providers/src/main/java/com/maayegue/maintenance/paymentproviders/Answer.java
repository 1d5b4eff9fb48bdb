package com.maayegue.maintenance.paymentproviders;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.maayegue.maintenance.paymentstates.Amount;
import com.maayegue.maintenance.paymentstates.PaymentStatus;
import com.maayegue.maintenance.paymentstates.Reading;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * The fields of a provider's answer: text of any length and type, of which only what is short and
 * plain goes on.
 */
record Answer(JsonObject json) {
  /** What a transaction may be called, so that it fits into a path and leads nowhere else. */
  static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,127}");

  private static final Pattern WHOLE = Pattern.compile("-?[0-9]{1,18}");
  private static final int MOST_CHARACTERS = 200;

  /** A text or number, cut after 200 characters; CamPay writes {@code None} for what is absent. */
  Optional<String> text(String name) {
    JsonElement value = json.get(name);
    if (value == null || !value.isJsonPrimitive()) {
      return Optional.empty();
    }
    String text = value.getAsString().strip();
    return text.isEmpty() || text.equals("None")
        ? Optional.empty()
        : Optional.of(text.substring(0, Math.min(text.length(), MOST_CHARACTERS)));
  }

  /** A whole number. */
  OptionalLong whole(String name) {
    Optional<String> text = text(name).filter(value -> WHOLE.matcher(value).matches());
    return text.isPresent() ? OptionalLong.of(Long.parseLong(text.get())) : OptionalLong.empty();
  }

  /** An object within; an empty one if there is none. */
  Answer inner(String name) {
    JsonElement value = json.get(name);
    return new Answer(
        value != null && value.isJsonObject() ? value.getAsJsonObject() : new JsonObject());
  }

  /** What mobile money says of a transaction, with the amount in major units. */
  Reading reading(
      String provider,
      String transactionId,
      Optional<String> paymentId,
      PaymentStatus status,
      Instant now) {
    String amount = text("amount").orElse("no amount");
    String currency = text("currency").orElse("no currency");
    return new Reading(
        provider,
        transactionId,
        paymentId,
        status,
        now,
        Amount.ofMajor(amount, currency),
        amount + " " + currency,
        Optional.empty(),
        text("operator"),
        text("reason"));
  }
}

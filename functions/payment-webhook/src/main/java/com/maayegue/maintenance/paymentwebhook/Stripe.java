package com.maayegue.maintenance.paymentwebhook;

import com.google.cloud.functions.HttpRequest;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Stripe's events. The signature covers the body, so what an event says is what Stripe says. Which
 * types there are is chosen at Stripe; all that come are passed on, each with the same few fields.
 */
final class Stripe {
  private static final Set<String> WANTED =
      Set.of(
          "id",
          "type",
          "created",
          "data.object.object",
          "data.object.id",
          "data.object.payment_intent",
          "data.object.status",
          "data.object.amount",
          "data.object.amount_refunded",
          "data.object.currency",
          "data.object.metadata.payment_id",
          "data.object.last_payment_error.code",
          "data.object.last_payment_error.decline_code");
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,120}");
  private static final Pattern WORD = Pattern.compile("[a-z0-9_.]{1,80}");
  private static final Pattern CURRENCY = Pattern.compile("[A-Za-z]{3}");
  // Minor units up to what a double still counts exactly, as readers in other languages do.
  private static final Pattern WHOLE = Pattern.compile("0|[1-9][0-9]{0,14}");
  // To the year 9999.
  private static final Pattern SECONDS = Pattern.compile("0|[1-9][0-9]{0,10}");

  private final StripeSignature signature;
  private final RequestReader reader;

  Stripe(List<String> secrets, RequestReader reader) {
    this.signature = new StripeSignature(secrets);
    this.reader = reader;
  }

  /**
   * Reads and verifies an event.
   *
   * @throws Refusal if it is not one, or not Stripe's
   */
  PaymentEvent read(HttpRequest request, Instant now) {
    reader.method(request, Set.of("POST"));
    reader.requireNoQuery(request);
    reader.mediaType(request, Set.of("application/json"));
    String header = reader.header(request, "Stripe-Signature");
    byte[] body = reader.body(request);
    signature.check(header, body, now);
    try {
      return event(StrictJson.read(body, WANTED), now);
    } catch (Refusal refusal) {
      throw refusal.ofVerified();
    }
  }

  private static PaymentEvent event(Fields fields, Instant now) {
    String id = fields.required("id", ID);
    Optional<String> object = fields.matching("data.object.object", WORD);
    boolean refunded = object.orElse("").equals("charge");
    Optional<String> transaction =
        object.orElse("").equals("payment_intent")
            ? fields.matching("data.object.id", ID)
            : fields.text("data.object.payment_intent").filter(text -> ID.matcher(text).matches());
    Map<String, Optional<?>> event = new LinkedHashMap<>();
    event.put("type", Optional.of(fields.required("type", WORD)));
    event.put("paymentId", PaymentId.of(fields.text("data.object.metadata.payment_id")));
    event.put("transactionId", transaction);
    event.put("status", fields.matching("data.object.status", WORD));
    event.put("amountMinor", whole(fields, "data.object.amount"));
    event.put(
        "amountRefundedMinor",
        refunded ? whole(fields, "data.object.amount_refunded") : Optional.empty());
    event.put(
        "currency",
        fields
            .matching("data.object.currency", CURRENCY)
            .map(text -> text.toUpperCase(Locale.ROOT)));
    event.put("reason", reason(fields));
    event.put(
        "occurredAt",
        fields.matching("created", SECONDS).map(Long::parseLong).map(Instant::ofEpochSecond));
    event.put("receivedAt", Optional.of(now));
    return PaymentEvent.of("stripe-" + id, "stripe", event);
  }

  /**
   * The bank's word if there is one, as it says more: {@code card_declined} is the code of most.
   */
  private static Optional<String> reason(Fields fields) {
    return fields
        .matching("data.object.last_payment_error.decline_code", WORD)
        .or(() -> fields.matching("data.object.last_payment_error.code", WORD));
  }

  private static Optional<Long> whole(Fields fields, String name) {
    if (fields.has(name) && fields.number(name).isEmpty()) {
      throw new Refusal(400, "the field " + name + " is no number");
    }
    return fields.matching(name, WHOLE).map(Long::parseLong);
  }
}

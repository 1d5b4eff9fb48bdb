package com.maayegue.maintenance.paymentwebhook;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.cloud.functions.HttpRequest;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * CamPay's callbacks: {@code GET} with a query, or {@code POST} with a form or JSON, as the CamPay
 * app is set. They are a doorbell: the token vouches for none of the other parameters, so whoever
 * acts on the event has to read the transaction from CamPay again.
 */
final class Campay {
  private static final String FORM = "application/x-www-form-urlencoded";
  private static final String JSON = "application/json";
  private static final int MOST_OPERATOR = 40;
  private static final int MOST_REASON = 200;
  private static final Pattern ANY = Pattern.compile("(?s).*");
  // CamPay's are UUIDs. It becomes a part of a path of CamPay's API.
  private static final Pattern REFERENCE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,63}");
  private static final Pattern STATUS = Pattern.compile("[A-Za-z_]{1,32}");
  private static final Pattern AMOUNT = Pattern.compile("[0-9]{1,15}([.,][0-9]{1,9})?");
  private static final Pattern CURRENCY = Pattern.compile("[A-Za-z]{3}");
  private static final Pattern ENDPOINT = Pattern.compile("collect|withdraw");
  private static final Set<String> WANTED =
      Set.of(
          "signature",
          "status",
          "reference",
          "amount",
          "currency",
          "operator",
          "endpoint",
          "external_reference",
          "reason");

  private final CampayToken token;
  private final RequestReader reader;

  Campay(String key, RequestReader reader) {
    this.token = new CampayToken(key);
    this.reader = reader;
  }

  /**
   * Reads and verifies a callback.
   *
   * @throws Refusal if it is not one, or not CamPay's
   */
  PaymentEvent read(HttpRequest request, Instant now) {
    Fields fields = fields(request);
    token.check(
        fields.text("signature").orElseThrow(() -> new Refusal(401, "signature: there is none")),
        now);
    try {
      return event(fields, now);
    } catch (Refusal refusal) {
      throw refusal.ofVerified();
    }
  }

  private Fields fields(HttpRequest request) {
    if (reader.method(request, Set.of("GET", "POST")).equals("GET")) {
      reader.requireNoBody(request);
      return FormFields.read(request.getQuery().orElse(""));
    }
    reader.requireNoQuery(request);
    String mediaType = reader.mediaType(request, Set.of(FORM, JSON));
    byte[] body = reader.body(request);
    return mediaType.equals(JSON)
        ? StrictJson.read(body, WANTED)
        : FormFields.read(StrictJson.utf8(body));
  }

  private static PaymentEvent event(Fields fields, Instant now) {
    String reference = fields.required("reference", REFERENCE);
    String status = fields.required("status", STATUS);
    Optional<String> amount = fields.matching("amount", AMOUNT);
    Optional<String> currency =
        fields.matching("currency", CURRENCY).map(text -> text.toUpperCase(Locale.ROOT));
    String id = id(reference, status, amount.orElse(""), currency.orElse(""));
    Map<String, Optional<?>> event = new LinkedHashMap<>();
    event.put("type", fields.matching("endpoint", ENDPOINT));
    event.put("paymentId", PaymentId.of(fields.matching("external_reference", ANY)));
    event.put("transactionId", Optional.of(reference));
    event.put("status", Optional.of(status));
    event.put("amount", amount);
    event.put("currency", currency);
    event.put("operator", freeText(fields, "operator", MOST_OPERATOR));
    event.put("reason", freeText(fields, "reason", MOST_REASON));
    event.put("receivedAt", Optional.of(now));
    return PaymentEvent.of(id, "campay", event);
  }

  private static Optional<String> freeText(Fields fields, String name, int most) {
    return fields
        .matching(name, ANY)
        .map(text -> FreeText.cleaned(text, most))
        .filter(text -> !text.isEmpty());
  }

  /** CamPay gives its callbacks no id: what makes two of them the same is what they say. */
  private static String id(String... parts) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(String.join("|", parts).getBytes(UTF_8));
      return "campay-" + HexFormat.of().formatHex(digest).substring(0, 32);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java has SHA-256", impossible);
    }
  }
}

package com.maayegue.maintenance.paymentstandins;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.JsonObject;
import java.net.URLEncoder;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A POST as a provider sends it to tell of a payment, signed.
 *
 * @param path behind the webhook's address
 */
public record Callback(String path, Map<String, String> headers, String body) {
  private static final String ALGORITHM = "HmacSHA256";
  private static final long TOKEN_SECONDS = 600;

  /**
   * CamPay's, with a JSON Web Token among the parameters.
   *
   * @param key the application's webhook key
   */
  public static Callback campay(String key, StandInTransaction transaction, Instant now) {
    JsonObject fields = transaction.campay();
    fields.addProperty("endpoint", "collect");
    fields.addProperty("signature", token(key, now.getEpochSecond()));
    String form =
        fields.entrySet().stream()
            .map(field -> field.getKey() + "=" + encoded(field.getValue().getAsString()))
            .collect(Collectors.joining("&"));
    return new Callback(
        "/campay", Map.of("Content-Type", "application/x-www-form-urlencoded"), form);
  }

  /**
   * Stripe's, with the signature of the body in a header.
   *
   * @param secret of the endpoint, with {@code whsec_}
   * @param type such as {@code payment_intent.succeeded}, or {@code charge.refunded} for all of the
   *     amount
   */
  public static Callback stripe(
      String secret, String eventId, String type, StandInTransaction transaction, Instant now) {
    JsonObject data = new JsonObject();
    data.add(
        "object", type.startsWith("charge.") ? refund(transaction.stripe()) : transaction.stripe());
    JsonObject event = new JsonObject();
    event.addProperty("id", eventId);
    event.addProperty("object", "event");
    event.addProperty("type", type);
    event.addProperty("created", now.getEpochSecond());
    event.add("data", data);
    String body = event.toString();
    String signed = now.getEpochSecond() + "." + body;
    String code = HexFormat.of().formatHex(code(secret, signed));
    return new Callback(
        "/stripe",
        Map.of(
            "Content-Type",
            "application/json",
            "Stripe-Signature",
            "t=" + now.getEpochSecond() + ",v1=" + code),
        body);
  }

  private static JsonObject refund(JsonObject intent) {
    JsonObject charge = new JsonObject();
    charge.addProperty("id", "ch_" + intent.get("id").getAsString());
    charge.addProperty("object", "charge");
    charge.add("payment_intent", intent.get("id"));
    charge.add("amount", intent.get("amount"));
    charge.add("amount_refunded", intent.get("amount"));
    charge.addProperty("refunded", true);
    charge.addProperty("status", "succeeded");
    charge.add("currency", intent.get("currency"));
    charge.add("metadata", intent.get("metadata"));
    return charge;
  }

  private static String token(String key, long issued) {
    String header = base64("{\"typ\":\"JWT\",\"alg\":\"HS256\"}".getBytes(UTF_8));
    String claims = "{\"iat\":" + issued + ",\"exp\":" + (issued + TOKEN_SECONDS) + "}";
    String signed = header + "." + base64(claims.getBytes(UTF_8));
    return signed + "." + base64(code(key, signed));
  }

  private static byte[] code(String key, String text) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key.getBytes(UTF_8), ALGORITHM));
      return mac.doFinal(text.getBytes(UTF_8));
    } catch (GeneralSecurityException everyJavaHasIt) {
      throw new IllegalStateException(everyJavaHasIt);
    }
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8);
  }
}

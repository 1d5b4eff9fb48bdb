package com.maayegue.maintenance.paymentwebhook;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * Checks the header {@code Stripe-Signature: t=<unix>,v1=<hex>[,v1=…]} over the raw bytes of a body
 * (<a href="https://docs.stripe.com/webhooks#verify-manually">Stripe's description</a>).
 *
 * <p>Stripe's own library accepts times of the future; we do not.
 */
final class StripeSignature {
  /** How far the time of a signature may be from ours, either way. */
  static final Duration TOLERANCE = Duration.ofMinutes(5);

  private static final int MOST_LENGTH = 4096;
  // Stripe sends one for each secret that is valid, so two while one is rolled.
  private static final int MOST_SIGNATURES = 10;
  private static final int MOST_DIGITS = 12;

  private final List<Hmac> secrets;

  StripeSignature(List<String> secrets) {
    this.secrets = secrets.stream().map(Hmac::new).toList();
  }

  /**
   * Returns if one of the signatures is that of one of the secrets, and of a time near {@code now}.
   *
   * @throws Refusal if not
   */
  void check(String header, byte[] body, Instant now) {
    String time = null;
    List<String> signatures = new ArrayList<>();
    if (header.length() > MOST_LENGTH) {
      throw unauthorized("its header is too long");
    }
    for (String part : header.split(",", -1)) {
      if (part.startsWith("t=") && time == null) {
        time = part.substring(2);
      } else if (part.startsWith("t=")) {
        throw unauthorized("two times");
      } else if (part.startsWith("v1=")) {
        signatures.add(part.substring(3));
      } else if (part.indexOf('=') < 1) {
        throw unauthorized("a part without a name");
      }
    }
    if (time == null || signatures.isEmpty() || signatures.size() > MOST_SIGNATURES) {
      throw unauthorized("expected t=… and v1=…");
    }
    if (!isNear(seconds(time), now)) {
      throw unauthorized("its time is too far from now");
    }
    if (!isSigned(time, signatures, body)) {
      throw unauthorized("no signature matches");
    }
  }

  private boolean isSigned(String time, List<String> signatures, byte[] body) {
    byte[] start = (time + ".").getBytes(US_ASCII);
    boolean signed = false;
    for (Hmac secret : secrets) {
      String expected = HexFormat.of().formatHex(secret.of(start, body));
      for (String signature : signatures) {
        signed |= Hmac.same(expected, signature);
      }
    }
    return signed;
  }

  private static boolean isNear(long seconds, Instant now) {
    return Math.abs(Math.subtractExact(now.getEpochSecond(), seconds)) <= TOLERANCE.toSeconds();
  }

  private static long seconds(String text) {
    boolean digits = !text.isEmpty() && text.length() <= MOST_DIGITS;
    for (int at = 0; at < text.length() && digits; at++) {
      digits = text.charAt(at) >= '0' && text.charAt(at) <= '9';
    }
    if (!digits) {
      throw unauthorized("its time is no number of seconds");
    }
    return Long.parseLong(text);
  }

  private static Refusal unauthorized(String why) {
    return new Refusal(401, "Stripe-Signature: " + why);
  }
}

package com.maayegue.maintenance.paymentwebhook;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Set;

/**
 * Checks the parameter {@code signature} of CamPay's callback: a JSON Web Token, HS256 under the
 * app's webhook key. The algorithm is fixed; the token's header has to name it and cannot choose
 * another. The token does not cover the other parameters, so it tells only that CamPay once called.
 */
final class CampayToken {
  /** How far clocks may be apart. */
  static final Duration LEEWAY = Duration.ofMinutes(1);

  private static final int MOST_LENGTH = 4096;
  private static final Set<String> HEADER = Set.of("alg", "crit");
  private static final Set<String> CLAIMS = Set.of("exp", "nbf", "iat");

  private final Hmac key;

  CampayToken(String key) {
    this.key = new Hmac(key);
  }

  /**
   * Returns if the token is signed with the key and is in its time. Times that it does not have are
   * not checked.
   *
   * @throws Refusal if not
   */
  void check(String token, Instant now) {
    int first = token.indexOf('.');
    int second = token.indexOf('.', first + 1);
    boolean threeParts = first > 0 && second > first && token.indexOf('.', second + 1) < 0;
    if (!threeParts || token.length() > MOST_LENGTH) {
      throw unauthorized("expected a token of three parts");
    }
    // The code is written as the token writes it, so that one way only of writing it is right.
    byte[] code = key.of(token.substring(0, second).getBytes(UTF_8));
    String expected = Base64.getUrlEncoder().withoutPadding().encodeToString(code);
    if (!Hmac.same(expected, token.substring(second + 1))) {
      throw unauthorized("it is not signed with our key");
    }
    Fields header = part(token.substring(0, first), HEADER);
    if (!header.text("alg").orElse("").equals("HS256") || header.has("crit")) {
      throw unauthorized("expected the algorithm HS256");
    }
    checkTimes(part(token.substring(first + 1, second), CLAIMS), now);
  }

  private static void checkTimes(Fields claims, Instant now) {
    double seconds = now.getEpochSecond();
    double leeway = LEEWAY.toSeconds();
    if (seconds >= time(claims, "exp", Double.MAX_VALUE) + leeway) {
      throw unauthorized("it has expired");
    }
    if (seconds < time(claims, "nbf", 0) - leeway || seconds < time(claims, "iat", 0) - leeway) {
      throw unauthorized("it is not valid yet");
    }
  }

  private static double time(Fields claims, String name, double absent) {
    if (!claims.has(name)) {
      return absent;
    }
    double seconds = claims.number(name).map(Double::parseDouble).orElse(Double.NaN);
    if (!Double.isFinite(seconds)) {
      throw unauthorized("a time is no number of seconds");
    }
    return seconds;
  }

  private static Fields part(String encoded, Set<String> wanted) {
    try {
      return StrictJson.read(Base64.getUrlDecoder().decode(encoded), wanted);
    } catch (IllegalArgumentException | Refusal unreadable) {
      throw unauthorized("a part is not JSON in base64url");
    }
  }

  private static Refusal unauthorized(String why) {
    return new Refusal(401, "signature: " + why);
  }
}

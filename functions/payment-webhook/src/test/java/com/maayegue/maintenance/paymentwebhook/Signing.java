package com.maayegue.maintenance.paymentwebhook;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs as the providers do, by another way than the code that checks. */
final class Signing {
  static final String STRIPE_SECRET = "whsec_test";
  static final String OLD_STRIPE_SECRET = "whsec_old";
  static final String CAMPAY_KEY = "campay-test-key";

  private Signing() {}

  static String stripe(String secret, long seconds, byte[] body) {
    return "t=" + seconds + ",v1=" + stripeCode(secret, seconds, body);
  }

  static String stripeCode(String secret, long seconds, byte[] body) {
    byte[] start = (seconds + ".").getBytes(UTF_8);
    byte[] signed = new byte[start.length + body.length];
    System.arraycopy(start, 0, signed, 0, start.length);
    System.arraycopy(body, 0, signed, start.length, body.length);
    return HexFormat.of().formatHex(code("HmacSHA256", secret, signed));
  }

  /** A token of any header, signed with {@code algorithm} whatever the header says. */
  static String token(String algorithm, String header, String claims, String key) {
    String signed = base64(header.getBytes(UTF_8)) + "." + base64(claims.getBytes(UTF_8));
    return signed + "." + base64(code(algorithm, key, signed.getBytes(UTF_8)));
  }

  /** A token as CamPay makes them. */
  static String campay(long issued, long expires) {
    return token(
        "HmacSHA256",
        "{\"typ\":\"JWT\",\"alg\":\"HS256\"}",
        "{\"iat\":" + issued + ",\"exp\":" + expires + "}",
        CAMPAY_KEY);
  }

  static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static byte[] code(String algorithm, String key, byte[] text) {
    try {
      Mac mac = Mac.getInstance(algorithm);
      // An empty key is no key for Java; one zero byte gives the same code.
      byte[] bytes = key.isEmpty() ? new byte[1] : key.getBytes(UTF_8);
      mac.init(new SecretKeySpec(bytes, algorithm));
      return mac.doFinal(text);
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}

package com.maayegue.maintenance.paymentwebhook;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** HMAC-SHA256 under one key. */
final class Hmac {
  private static final String ALGORITHM = "HmacSHA256";

  private final SecretKeySpec key;

  /**
   * Keeps the UTF-8 bytes of {@code secret} as its key.
   *
   * @throws IllegalArgumentException if it is empty: anybody could sign
   */
  Hmac(String secret) {
    key = new SecretKeySpec(secret.getBytes(UTF_8), ALGORITHM);
  }

  /** The code of {@code parts}, one after the other: 32 bytes. */
  byte[] of(byte[]... parts) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      for (byte[] part : parts) {
        mac.update(part);
      }
      return mac.doFinal();
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("every Java has " + ALGORITHM, impossible);
    }
  }

  /**
   * Whether two codes, written as text in the same way, are the same; takes as long when they
   * differ at the beginning as at the end. Text leaves one way only to write a code.
   */
  static boolean same(String expected, String found) {
    return MessageDigest.isEqual(expected.getBytes(US_ASCII), found.getBytes(UTF_8));
  }
}

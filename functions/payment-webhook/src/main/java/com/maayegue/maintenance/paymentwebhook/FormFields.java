package com.maayegue.maintenance.paymentwebhook;

import com.maayegue.maintenance.paymentwebhook.Fields.Kind;
import com.maayegue.maintenance.paymentwebhook.Fields.Value;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Reads {@code name=value&…}, as queries and {@code application/x-www-form-urlencoded} bodies have
 * it. No name may be there twice: two readers could take different ones.
 */
final class FormFields {
  private static final int MOST_FIELDS = 100;

  private FormFields() {}

  /**
   * Reads all fields.
   *
   * @throws Refusal if the text is not well-formed
   */
  static Fields read(String text) {
    Map<String, Value> found = new HashMap<>();
    if (!text.isEmpty()) {
      for (String pair : text.split("&", MOST_FIELDS + 1)) {
        int equals = pair.indexOf('=');
        if (equals < 1 || found.size() == MOST_FIELDS) {
          throw new Refusal(400, "expected name=value&…, " + MOST_FIELDS + " at most");
        }
        Value value = new Value(Kind.TEXT, decoded(pair.substring(equals + 1)));
        if (found.put(decoded(pair.substring(0, equals)), value) != null) {
          throw new Refusal(400, "a parameter is there twice");
        }
      }
    }
    return new Fields(found);
  }

  private static String decoded(String encoded) {
    byte[] bytes = new byte[encoded.length()];
    int length = 0;
    for (int at = 0; at < encoded.length(); at++) {
      char character = encoded.charAt(at);
      if (character <= ' ' || character > '~') {
        throw new Refusal(400, "expected what is not a letter to be encoded");
      }
      if (character == '%') {
        bytes[length++] = (byte) ((digit(encoded, at + 1) << 4) | digit(encoded, at + 2));
        at += 2;
      } else {
        bytes[length++] = (byte) (character == '+' ? ' ' : character);
      }
    }
    return StrictJson.utf8(Arrays.copyOf(bytes, length));
  }

  private static int digit(String encoded, int at) {
    int digit = at < encoded.length() ? Character.digit(encoded.charAt(at), 16) : -1;
    if (digit < 0) {
      throw new Refusal(400, "expected two hexadecimal digits behind %");
    }
    return digit;
  }
}

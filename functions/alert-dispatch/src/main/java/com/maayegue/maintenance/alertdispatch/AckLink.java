package com.maayegue.maintenance.alertdispatch;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Makes and checks the links by which a person acknowledges one incident. A link holds the
 * incident, the person and its own end, signed with HMAC-SHA256, 128 bits of which are kept so that
 * it fits into an SMS. Whoever has the link can acknowledge, and nothing else.
 */
final class AckLink {
  private static final int SIGNATURE_BYTES = 16;
  private static final Pattern TOKEN =
      Pattern.compile(
          "([A-Za-z0-9_-]{1,200})~([0-9TZ.]{10,30})~([a-z0-9-]{1,40})~([0-9]{1,12})~([A-Za-z0-9_-]{22})");
  private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

  private final SecretKeySpec key;
  private final URI page;
  private final Duration lasts;

  /**
   * Makes links to a page.
   *
   * @param secret 32 characters at least
   * @param page where links lead
   * @param lasts how long a link can be used
   */
  AckLink(String secret, URI page, Duration lasts) {
    this.key = new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA256");
    this.page = page;
    this.lasts = lasts;
  }

  /**
   * What a link is for.
   *
   * @param key of the incident's document
   */
  record Ticket(String key, String incident, String person, Instant expires) {
    boolean isOver(Instant now) {
      return !now.isBefore(expires);
    }
  }

  /** The link of a person to an incident. */
  URI link(Incident incident, String person, Instant now) {
    String query = page.getQuery() == null ? "?t=" : "&t=";
    return URI.create(page + query + token(incident.key(), incident.id(), person, now.plus(lasts)));
  }

  private String token(String incidentKey, String incident, String person, Instant expires) {
    String signed =
        String.join(
            "~",
            ENCODER.encodeToString(incidentKey.getBytes(UTF_8)),
            incident,
            person,
            Long.toString(expires.getEpochSecond()));
    return signed + "~" + ENCODER.encodeToString(signature(signed));
  }

  /** What a link is for; empty when we have not made it. */
  Optional<Ticket> open(String token) {
    Matcher parts = TOKEN.matcher(token);
    if (!parts.matches()) {
      return Optional.empty();
    }
    byte[] claimed;
    byte[] incidentKey;
    try {
      claimed = Base64.getUrlDecoder().decode(parts.group(5));
      incidentKey = Base64.getUrlDecoder().decode(parts.group(1));
    } catch (IllegalArgumentException notBase64) {
      return Optional.empty();
    }
    byte[] expected = signature(token.substring(0, token.lastIndexOf('~')));
    // In the same time, wherever they differ.
    if (!MessageDigest.isEqual(claimed, expected)) {
      return Optional.empty();
    }
    return Optional.of(
        new Ticket(
            new String(incidentKey, UTF_8),
            parts.group(2),
            parts.group(3),
            Instant.ofEpochSecond(Long.parseLong(parts.group(4)))));
  }

  private byte[] signature(String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      return Arrays.copyOf(mac.doFinal(("ack~" + text).getBytes(UTF_8)), SIGNATURE_BYTES);
    } catch (GeneralSecurityException everyJavaHasIt) {
      throw new IllegalStateException(everyJavaHasIt);
    }
  }
}

package com.maayegue.maintenance.alertdispatch;

import com.maayegue.maintenance.alertchannels.Urls;
import com.maayegue.maintenance.core.Env;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** What acknowledging by a link needs. */
final class AckSettings {
  private static final int SHORTEST_SECRET = 32;

  private AckSettings() {}

  /** Links for messages; none when there is no page. */
  static Optional<AckLink> links(Env env) {
    Optional<URI> page = Urls.open(env, "ACK_BASE_URL", env.optional("ACK_BASE_URL"));
    Duration lasts = env.duration("ACK_EXPIRES", Duration.ofDays(3), Duration.ofMinutes(5));
    Optional<String> secret = env.optional("ACK_SECRET");
    if (page.isPresent() != secret.isPresent()) {
      env.problem("ACK_SECRET", "expected to be set together with ACK_BASE_URL");
    }
    secret.ifPresent(text -> requireLength(env, text));
    return page.isPresent()
        ? secret.map(text -> new AckLink(text, page.get(), lasts))
        : Optional.empty();
  }

  /** For the page itself, which only checks. */
  static AckLink checking(Env env) {
    String secret = env.required("ACK_SECRET");
    if (!secret.isEmpty()) {
      requireLength(env, secret);
    }
    // Never used: the page makes no links.
    return new AckLink(secret.isEmpty() ? "-" : secret, URI.create("about:blank"), Duration.ZERO);
  }

  private static void requireLength(Env env, String secret) {
    if (secret.length() < SHORTEST_SECRET) {
      env.problem("ACK_SECRET", "expected " + SHORTEST_SECRET + " characters at least");
    }
  }
}

package com.maayegue.maintenance.alertchannels;

import com.maayegue.maintenance.core.Env;
import java.net.URI;
import java.util.Optional;
import java.util.Set;

/** Addresses in the environment: HTTPS, or HTTP on this machine. */
public final class Urls {
  private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "::1", "[::1]");

  private Urls() {}

  /** Whether a host is this machine. */
  public static boolean isLoopback(String host) {
    return LOOPBACK.contains(host);
  }

  /** An address that may be shown. */
  public static Optional<URI> open(Env env, String name, Optional<String> text) {
    return text.flatMap(value -> checked(env, name, value, ", but it is '" + value + "'"));
  }

  /** An address that is a secret. */
  public static Optional<URI> secret(Env env, String name, Optional<String> text) {
    return text.flatMap(value -> checked(env, name, value, ""));
  }

  private static Optional<URI> checked(Env env, String name, String value, String shown) {
    Optional<URI> uri = parse(value);
    boolean good =
        uri.isPresent()
            && uri.get().getHost() != null
            && ("https".equals(uri.get().getScheme())
                || ("http".equals(uri.get().getScheme()) && isLoopback(uri.get().getHost())));
    if (good) {
      return uri;
    }
    env.problem(name, "expected an https:// address" + shown);
    return Optional.empty();
  }

  private static Optional<URI> parse(String text) {
    try {
      return Optional.of(URI.create(text));
    } catch (IllegalArgumentException notAnAddress) {
      return Optional.empty();
    }
  }
}

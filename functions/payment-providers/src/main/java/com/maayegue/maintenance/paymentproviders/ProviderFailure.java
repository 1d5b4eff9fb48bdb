package com.maayegue.maintenance.paymentproviders;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** A provider gave no answer that can be read; another time it may. */
public final class ProviderFailure extends IOException {
  private static final long serialVersionUID = 1L;
  private final boolean credentialsRefused;
  private final Duration retryAfter;

  /** The message names the provider and what happened, and holds no credentials. */
  public ProviderFailure(String message) {
    this(message, false, null, null);
  }

  ProviderFailure(String message, Throwable cause) {
    this(message, false, null, cause);
  }

  ProviderFailure(
      String message, boolean credentialsRefused, Duration retryAfter, Throwable cause) {
    super(message, cause);
    this.credentialsRefused = credentialsRefused;
    this.retryAfter = retryAfter;
  }

  /** Whether somebody has to look at the credentials. */
  public boolean credentialsRefused() {
    return credentialsRefused;
  }

  /** How long the provider wants to be left alone, if it said so; an hour at most. */
  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }
}

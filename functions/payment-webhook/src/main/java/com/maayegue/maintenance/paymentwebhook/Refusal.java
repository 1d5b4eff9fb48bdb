package com.maayegue.maintenance.paymentwebhook;

/**
 * Why a request is not taken, with the HTTP status of the answer. The reason is one of ours, never
 * a text of the request. It has no stack trace: anybody can bring it about, as often as they like.
 */
final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final boolean verified;

  private Refusal(int status, boolean verified, String reason) {
    super(reason, null, false, false);
    this.status = status;
    this.verified = verified;
  }

  /** Of a request that nobody has vouched for. */
  Refusal(int status, String reason) {
    this(status, false, reason);
  }

  /** The same, of a request that the provider has signed: worth a person's time. */
  Refusal ofVerified() {
    return new Refusal(status, true, getMessage());
  }

  /** 4xx. */
  int status() {
    return status;
  }

  boolean verified() {
    return verified;
  }
}

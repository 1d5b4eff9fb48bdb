package com.maayegue.maintenance.paymentwebhook;

import java.util.Optional;
import java.util.regex.Pattern;

/** The app's own id of a payment, as it comes back from a provider. */
final class PaymentId {
  // It becomes the id of a Firestore document: no slash, and not "." or "..".
  private static final Pattern USABLE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:~-]{0,127}");

  private PaymentId() {}

  /** The id, if it can be one of ours. An event without is still worth to be told. */
  static Optional<String> of(Optional<String> text) {
    return text.filter(id -> USABLE.matcher(id).matches());
  }
}

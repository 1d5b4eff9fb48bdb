package com.maayegue.maintenance.paymentproviders;

import com.google.gson.JsonObject;
import com.maayegue.maintenance.paymentstates.Amount;
import com.maayegue.maintenance.paymentstates.PaymentStatus;
import com.maayegue.maintenance.paymentstates.Reading;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Stripe's payment intents. Safe for several threads.
 *
 * <p>Source: <a href="https://docs.stripe.com/api/payment_intents/object">the PaymentIntent
 * object</a>.
 */
public final class Stripe implements PaymentProvider {
  private final String baseUrl;
  private final String apiKey;
  private final ProviderHttp http;

  /**
   * Asks Stripe.
   *
   * @param baseUrl such as {@code https://api.stripe.com}
   * @param apiKey that may read payment intents and charges
   */
  public Stripe(String baseUrl, String apiKey, Duration timeLimit) {
    this.baseUrl = baseUrl;
    this.apiKey = apiKey;
    this.http = new ProviderHttp("Stripe", timeLimit);
  }

  @Override
  public String name() {
    return "stripe";
  }

  @Override
  public Optional<Reading> read(String intent, Instant now)
      throws ProviderFailure, InterruptedException {
    if (!Answer.ID.matcher(intent).matches()) {
      return Optional.empty();
    }
    Optional<JsonObject> json =
        http.ask(
            HttpRequest.newBuilder(
                    URI.create(
                        baseUrl + "/v1/payment_intents/" + intent + "?expand%5B%5D=latest_charge"))
                .header("Authorization", "Bearer " + apiKey));
    Optional<Answer> answer = json.map(Answer::new);
    if (answer.isPresent() && !answer.get().text("id").equals(Optional.of(intent))) {
      throw new ProviderFailure("Stripe answered of another payment than it was asked for");
    }
    return answer.map(found -> reading(found, intent, now));
  }

  private Reading reading(Answer answer, String intent, Instant now) {
    Answer charge = answer.inner("latest_charge");
    PaymentStatus status = status(answer, charge);
    String currency = answer.text("currency").orElse("");
    OptionalLong minor =
        answer.whole(status == PaymentStatus.FAILED ? "amount" : "amount_received");
    Answer error = answer.inner("last_payment_error");
    return new Reading(
        name(),
        intent,
        answer.inner("metadata").text("payment_id"),
        status,
        time(answer, charge, now),
        amount(minor, currency),
        minor.isPresent() ? minor.getAsLong() + " minor units of " + currency : "no amount",
        amount(charge.whole("amount_refunded"), currency),
        Optional.empty(),
        error
            .text("decline_code")
            .or(() -> error.text("code"))
            .or(() -> answer.text("cancellation_reason")));
  }

  private static Optional<Amount> amount(OptionalLong minor, String currency) {
    return minor.isPresent() ? Amount.ofMinor(minor.getAsLong(), currency) : Optional.empty();
  }

  private static PaymentStatus status(Answer intent, Answer charge) {
    return switch (intent.text("status").orElse("")) {
      case "succeeded" ->
          charge.text("refunded").equals(Optional.of("true"))
              ? PaymentStatus.REFUNDED
              : PaymentStatus.COMPLETED;
      case "canceled" -> PaymentStatus.FAILED;
      // The intent waits for another card; an event of this moment would say that it failed.
      case "requires_payment_method" ->
          intent.inner("last_payment_error").json().size() > 0
              ? PaymentStatus.FAILED
              : PaymentStatus.PENDING;
      default -> PaymentStatus.PENDING;
    };
  }

  /** When the last attempt was made, or the intent was given up. */
  private static Instant time(Answer intent, Answer charge, Instant now) {
    OptionalLong second = intent.whole("canceled_at");
    if (second.isEmpty()) {
      second = charge.whole("created");
    }
    // No payment is of the future, nor older than Stripe.
    if (second.isEmpty() || second.getAsLong() < 1_300_000_000L) {
      return now;
    }
    Instant at = Instant.ofEpochSecond(second.getAsLong());
    return at.isBefore(now) ? at : now;
  }
}

package com.maayegue.maintenance.paymentproviders;

import com.google.gson.JsonObject;
import com.maayegue.maintenance.paymentstates.PaymentStatus;
import com.maayegue.maintenance.paymentstates.Reading;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * NouPai, mobile money that can only be asked. Its answers are documented nowhere: this reads the
 * words that others use, completes nothing without the right amount, and takes all else as not
 * decided. Off unless it is configured. Safe for several threads.
 */
public final class NouPai implements PaymentProvider {
  private final String baseUrl;
  private final String apiKey;
  private final String productKey;
  private final ProviderHttp http;

  /** Asks NouPai by posting to {@code baseUrl}. */
  public NouPai(String baseUrl, String apiKey, String productKey, Duration timeLimit) {
    this.baseUrl = baseUrl;
    this.apiKey = apiKey;
    this.productKey = productKey;
    this.http = new ProviderHttp("NouPai", timeLimit);
  }

  @Override
  public String name() {
    return "noupai";
  }

  @Override
  public Optional<Reading> read(String transactionId, Instant now)
      throws ProviderFailure, InterruptedException {
    JsonObject question = new JsonObject();
    question.addProperty("operation", "verify");
    question.addProperty("transaction", transactionId);
    return http.ask(
            HttpRequest.newBuilder(URI.create(baseUrl))
                .header("Noupia-API-Key", apiKey)
                .header("Noupia-Product-Key", productKey)
                .header("Noupia-API-Signature", "np-live")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(question.toString())))
        .map(json -> json.has("data") ? new Answer(json).inner("data") : new Answer(json))
        .map(
            answer ->
                answer.reading(
                    name(),
                    transactionId,
                    Optional.empty(),
                    status(answer.text("status").orElse("")),
                    now));
  }

  private static PaymentStatus status(String word) {
    return switch (word.toUpperCase(Locale.ROOT)) {
      case "SUCCESSFUL", "SUCCESS", "COMPLETED" -> PaymentStatus.COMPLETED;
      case "FAILED", "CANCELLED", "EXPIRED" -> PaymentStatus.FAILED;
      default -> PaymentStatus.PENDING;
    };
  }
}

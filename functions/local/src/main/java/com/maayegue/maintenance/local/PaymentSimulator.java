package com.maayegue.maintenance.local;

import com.google.cloud.Timestamp;
import com.google.cloud.firestore.Firestore;
import com.google.gson.Gson;
import com.maayegue.maintenance.paymentstandins.Callback;
import com.maayegue.maintenance.paymentstandins.StandInTransaction;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;

/**
 * Pays as users of the app do, and calls back as the providers do. Writes pending documents to
 * {@code payments}, transactions to the stand-ins, and posts to the webhook.
 */
final class PaymentSimulator {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String REASON_CAMPAY = "LOW_BALANCE_OR_PAYEE_LIMIT_REACHED_OR_NOT_ALLOWED";

  /** How the callbacks are signed. */
  enum Signature {
    /** As the provider does. */
    GENUINE,
    /** By somebody who does not know the key. */
    FORGED
  }

  private final Firestore firestore;
  private final URI providers;
  private final URI webhook;
  private final InstantSource clock;
  private final HttpClient http = HttpClient.newHttpClient();

  /**
   * Pays and calls back.
   *
   * @param providers of the stand-ins
   * @param webhook of payment-webhook
   */
  PaymentSimulator(Firestore firestore, URI providers, URI webhook, InstantSource clock) {
    this.firestore = firestore;
    this.providers = providers;
    this.webhook = webhook;
    this.clock = clock;
  }

  /** A payment by mobile money of which CamPay says {@code status}: PENDING, SUCCESSFUL, FAILED. */
  StandInTransaction campay(String user, String status)
      throws IOException, InterruptedException, ExecutionException {
    String id = UUID.randomUUID().toString();
    String reason = status.equals("FAILED") ? REASON_CAMPAY : null;
    StandInTransaction transaction =
        new StandInTransaction(id, "pay_" + id, status, "2500.00", "XAF", "MTN", reason, 0);
    pay(user, "campay", 2500, transaction);
    return transaction;
  }

  /** A payment by card of which Stripe says {@code status}: processing, succeeded and so on. */
  StandInTransaction stripe(String user, String status)
      throws IOException, InterruptedException, ExecutionException {
    String id = "pi_" + UUID.randomUUID().toString().replace("-", "");
    String reason = status.equals("requires_payment_method") ? "card_declined" : null;
    StandInTransaction transaction =
        new StandInTransaction(
            id, "pay_" + id, status, "500", "EUR", null, reason, clock.instant().getEpochSecond());
    pay(user, "stripe", 5, transaction);
    return transaction;
  }

  private void pay(String user, String provider, long amount, StandInTransaction transaction)
      throws IOException, InterruptedException, ExecutionException {
    send(
        HttpRequest.newBuilder(providers.resolve("/control/" + provider + "/" + transaction.id()))
            .PUT(HttpRequest.BodyPublishers.ofString(new Gson().toJson(transaction))));
    Instant now = clock.instant();
    Timestamp time = Timestamp.ofTimeSecondsAndNanos(now.getEpochSecond(), now.getNano());
    Map<String, Object> fields = new HashMap<>();
    fields.put("userId", user);
    fields.put("provider", provider);
    fields.put("amount", amount);
    fields.put("currency", transaction.currency());
    fields.put("status", "pending");
    fields.put("plan", "premium_monthly");
    fields.put("transactionId", transaction.id());
    fields.put("createdAt", time);
    fields.put("updatedAt", time);
    firestore.document("payments/" + transaction.paymentId()).set(fields).get();
  }

  /** CamPay's callback. */
  Callback fromCampay(StandInTransaction transaction, Signature signature) {
    String key = signature == Signature.GENUINE ? Outside.CAMPAY_KEY : "guessed";
    return Callback.campay(key, transaction, clock.instant());
  }

  /** Stripe's. */
  Callback fromStripe(StandInTransaction transaction, String type, Signature signature) {
    String secret = signature == Signature.GENUINE ? Outside.STRIPE_SECRET : "whsec_guessed";
    String event = "evt_" + UUID.randomUUID().toString().replace("-", "");
    return Callback.stripe(secret, event, type, transaction, clock.instant());
  }

  /** Posts to the webhook; returns the status that it answers. */
  int send(Callback callback) throws IOException, InterruptedException {
    URI address = URI.create(webhook.toString().replaceAll("/+$", "") + callback.path());
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address)
            .timeout(PATIENCE)
            .POST(HttpRequest.BodyPublishers.ofString(callback.body()));
    callback.headers().forEach(request::header);
    return http.send(request.build(), HttpResponse.BodyHandlers.discarding()).statusCode();
  }

  private void send(HttpRequest.Builder request) throws IOException, InterruptedException {
    HttpResponse<String> answer =
        http.send(request.timeout(PATIENCE).build(), HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new IOException("the stand-in answered " + answer.statusCode() + ": " + answer.body());
    }
  }
}

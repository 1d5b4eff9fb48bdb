package com.maayegue.maintenance.paymentfailurealert;

import com.maayegue.maintenance.paymentfailurealert.PaymentBook.Booking;
import com.maayegue.maintenance.paymentproviders.PaymentProvider;
import com.maayegue.maintenance.paymentproviders.ProviderFailure;
import com.maayegue.maintenance.paymentstates.PaymentStatus;
import com.maayegue.maintenance.paymentstates.Reading;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Moves payments on by events. An event of Stripe is believed, as its signature covers it. One of
 * CamPay is only a doorbell: the transaction is read again from CamPay, and that answer alone is
 * believed, down to which payment it is of.
 */
final class PaymentEvents {
  private static final String CAMPAY = "campay";
  private static final String STRIPE = "stripe";

  // CamPay may ring before its own books are up to date.
  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(5);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(2);
  private static final int FAILURES_BORNE = 3;

  private final PaymentSettings settings;
  private final PaymentBook book;
  private final FailureWatch failures;
  // Of this instance: so that events of a provider that is down do not hold up those of others.
  private final AtomicReference<Backoff> campayBackoff = new AtomicReference<>(Backoff.NONE);

  PaymentEvents(PaymentSettings settings, PaymentBook book, FailureWatch failures) {
    this.settings = settings;
    this.book = book;
    this.failures = failures;
  }

  /**
   * Handles one event.
   *
   * @return one word for what became of it
   * @throws ProviderFailure if CamPay gave no answer that can be read: the event has to come again
   * @throws IllegalArgumentException if nobody here can read such an event
   */
  String handle(PaymentEvent event, Instant now, boolean dryRun)
      throws IOException, InterruptedException, ExecutionException {
    boolean campay = event.provider().equals(CAMPAY);
    if (!campay && !event.provider().equals(STRIPE)) {
      throw new IllegalArgumentException(
          "message data: expected 'provider' to be campay or stripe, but it is '"
              + event.provider()
              + "'");
    }
    if (campay && book.has(event.eventId())) {
      return repeated(event, now, dryRun);
    }
    Optional<Reading> reading = campay ? campayReading(event, now) : event.stripeReading(now);
    if (dryRun) {
      return "dry-run";
    }
    if (reading.isEmpty()) {
      return book.note(event.eventId(), event.fields(), "ignored", now).result();
    }
    return move(event, reading.get(), now);
  }

  private String move(PaymentEvent event, Reading reading, Instant now)
      throws IOException, InterruptedException, ExecutionException {
    Optional<String> paymentId = reading.paymentId();
    if (paymentId.isEmpty()) {
      paymentId = book.paymentOf(reading.transactionId());
    }
    Booking booking = book.book(event.eventId(), event.fields(), paymentId, reading, now);
    if (reading.status() == PaymentStatus.FAILED && !booking.result().equals("unknown-payment")) {
      // Also when it was booked before: whoever booked it may not have come this far.
      failures.afterFailure(reading.at(), now);
    }
    return booking.result();
  }

  /** An event that was booked before needs no answer of CamPay, only the look at the window. */
  private String repeated(PaymentEvent event, Instant now, boolean dryRun)
      throws IOException, InterruptedException, ExecutionException {
    if (!dryRun && event.text("status").equals(Optional.of("FAILED"))) {
      failures.afterFailure(event.at(now), now);
    }
    return "repeat";
  }

  private Optional<Reading> campayReading(PaymentEvent event, Instant now)
      throws IOException, InterruptedException {
    if (event.text("type").equals(Optional.of("withdraw"))) {
      return Optional.empty();
    }
    PaymentProvider campay = settings.providers().get(CAMPAY);
    if (campay == null) {
      throw new IllegalArgumentException(
          "an event of CamPay, but CAMPAY_USERNAME and CAMPAY_PASSWORD are not set: it cannot be"
              + " read again, and is not believed");
    }
    Optional<String> reference = event.text("transactionId");
    if (reference.isEmpty()) {
      throw new IllegalArgumentException("message data: expected 'transactionId' of CamPay");
    }
    Optional<Reading> reading = guarded(campay, reference.get(), event.at(now), now);
    boolean young = event.at(now).plus(PATIENCE).isAfter(now);
    if (young && reading.isPresent() && reading.get().status() == PaymentStatus.PENDING) {
      throw new ProviderFailure("CamPay has not decided on a transaction that it rang for");
    }
    return reading.filter(found -> found.status() != PaymentStatus.PENDING);
  }

  private Optional<Reading> guarded(
      PaymentProvider provider, String transactionId, Instant at, Instant now)
      throws IOException, InterruptedException {
    Backoff before = campayBackoff.get();
    if (before.failures() >= FAILURES_BORNE && before.holdsAt(now)) {
      throw new ProviderFailure(
          "CamPay did not answer lately: not asked before " + before.retryAt());
    }
    try {
      Optional<Reading> reading = provider.read(transactionId, at);
      campayBackoff.set(Backoff.NONE);
      return reading;
    } catch (ProviderFailure failure) {
      campayBackoff.set(before.after(now, FIRST_PAUSE, LONGEST_PAUSE, failure.retryAfter()));
      throw failure;
    }
  }
}

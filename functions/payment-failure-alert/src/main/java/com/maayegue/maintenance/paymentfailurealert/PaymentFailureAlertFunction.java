package com.maayegue.maintenance.paymentfailurealert;

import com.google.cloud.functions.CloudEventsFunction;
import com.maayegue.maintenance.core.Env;
import com.maayegue.maintenance.core.Failure;
import com.maayegue.maintenance.core.RunOutcome;
import com.maayegue.maintenance.pubsub.Alert;
import com.maayegue.maintenance.pubsub.Trigger;
import com.maayegue.maintenance.runrecords.FunctionParts;
import com.maayegue.maintenance.runrecords.GoogleFailure;
import io.cloudevents.CloudEvent;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/**
 * Entry of {@code payment-failure-alert}. Its one topic is {@code payment-events}: a message with
 * an {@code eventId} is a payment event, and {@code {}} or {@code {"sweep": true}}, which the
 * Scheduler publishes every ten minutes, asks for a sweep.
 *
 * <p>A sweep has a run record. An event has none, as its document in {@code payment_events} is one.
 */
public final class PaymentFailureAlertFunction implements CloudEventsFunction {
  private static final String NAME = "payment-failure-alert";

  private final FunctionParts parts;
  private final PaymentSettings settings;
  private final InstantSource clock;
  private final PaymentEvents events;
  private final Reconciliation sweep;

  /**
   * Reads the environment of the process.
   *
   * @throws IllegalArgumentException naming everything in the environment that is missing or wrong
   */
  public PaymentFailureAlertFunction() {
    this(PaymentSettings.from(Env.ofProcess()), InstantSource.system());
  }

  PaymentFailureAlertFunction(PaymentSettings settings, InstantSource clock) {
    this.settings = settings;
    this.clock = clock;
    parts = FunctionParts.open(NAME, getClass(), settings.common(), clock);
    PaymentBook book = new PaymentBook(parts.firestore(), settings.plans(), parts.outbox());
    FailureWatch failures =
        new FailureWatch(
            parts.firestore(), settings.failures(), settings.common().timeZone(), parts.outbox());
    events = new PaymentEvents(settings, book, failures);
    sweep = new Reconciliation(parts.firestore(), settings, book, failures, parts.outbox(), clock);
    if (settings.providers().get("campay") == null) {
      parts.log().warning("CAMPAY_USERNAME is not set: events of CamPay are not believed");
    }
  }

  @Override
  public void accept(CloudEvent event) throws Exception {
    Instant now = clock.instant();
    Optional<Trigger> trigger = readable(event, now);
    if (trigger.isPresent() && PaymentEvent.isIn(trigger.get().data())) {
      handle(trigger.get(), now);
    } else {
      // Also for what cannot be read: the runner says so.
      parts.runner().run(event, sweep::run);
    }
  }

  private static Optional<Trigger> readable(CloudEvent event, Instant now) {
    try {
      return Optional.of(Trigger.from(event, now));
    } catch (IllegalArgumentException unreadable) {
      return Optional.empty();
    }
  }

  private void handle(Trigger trigger, Instant now) throws Exception {
    try {
      boolean dryRun = settings.common().dryRun() || trigger.asksForDryRun();
      PaymentEvent event = PaymentEvent.from(trigger.data());
      String result = events.handle(event, now, dryRun);
      Duration took = Duration.between(now, clock.instant());
      RunOutcome done = new RunOutcome.Done(Map.of(result, 1L));
      parts.log().run(done, dryRun, took, trigger.trace());
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw stopped;
    } catch (Exception failure) {
      if (GoogleFailure.classify(failure) == Failure.TRANSIENT) {
        parts.log().warning("an event has to come again: " + failure.getMessage());
        throw failure;
      }
      parts.log().error("an event was given up: " + failure.getMessage());
      boolean message = failure instanceof IllegalArgumentException;
      parts
          .outbox()
          .alert(
              Alert.runFailed(
                  NAME, message ? "message" : "remote", String.valueOf(failure.getMessage()), now));
    }
  }
}

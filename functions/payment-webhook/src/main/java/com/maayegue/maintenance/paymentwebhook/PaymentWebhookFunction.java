package com.maayegue.maintenance.paymentwebhook;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.cloud.functions.HttpFunction;
import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;
import com.maayegue.maintenance.core.Env;
import com.maayegue.maintenance.pubsub.TopicPublisher;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Entry of {@code payment-webhook}, which anybody can call: verifies what CamPay ({@code /campay})
 * and Stripe ({@code /stripe}) send, and publishes an allow-list of its fields. Writes nothing else
 * and reads nothing. The same callback again is the same event again, with the same id.
 *
 * <p>Answers 200 when Pub/Sub has the event, 4xx to all that does not verify or is not as it should
 * be, and 503 only to a provider whose event Pub/Sub could not take, so that it comes again.
 */
public final class PaymentWebhookFunction implements HttpFunction {
  static final String NAME = "payment-webhook";

  private static final Duration BODY_TIME_LIMIT = Duration.ofSeconds(10);

  private final RequestReader reader;
  private final Optional<Campay> campay;
  private final Optional<Stripe> stripe;
  private final EventPublisher events;
  private final RequestLog log;
  private final InstantSource clock;

  /**
   * Reads the environment of the process.
   *
   * @throws IllegalArgumentException naming everything in the environment that is missing or wrong
   */
  public PaymentWebhookFunction() {
    this(
        WebhookSettings.from(Env.ofProcess()), BODY_TIME_LIMIT, InstantSource.system(), System.out);
  }

  PaymentWebhookFunction(
      WebhookSettings settings, Duration bodyTimeLimit, InstantSource clock, PrintStream out) {
    this.clock = clock;
    reader = new RequestReader(bodyTimeLimit);
    campay = settings.campayKey().map(key -> new Campay(key, reader));
    stripe =
        settings.stripeSecrets().isEmpty()
            ? Optional.empty()
            : Optional.of(new Stripe(settings.stripeSecrets(), reader));
    TopicPublisher publisher = new TopicPublisher(settings.project(), settings.pubSubEmulator());
    events = new EventPublisher(publisher, settings.topic(), clock);
    log = new RequestLog(out, settings.project());
  }

  @Override
  public void service(HttpRequest request, HttpResponse response) throws IOException {
    long start = System.nanoTime();
    Optional<String> trace = request.getFirstHeader("traceparent");
    try {
      PaymentEvent event = read(request, clock.instant());
      publish(event, response, start, trace);
    } catch (Refusal refusal) {
      log.refused(refusal, since(start), trace);
      if (refusal.status() == 405) {
        response.appendHeader("Allow", request.getPath().equals("/campay") ? "GET, POST" : "POST");
      }
      answer(response, refusal.status(), refusal.getMessage());
    } catch (RuntimeException mistake) {
      // Ours, and yet no 5xx: whoever finds such a request must not make us look broken.
      log.bug(mistake, 400, since(start), trace);
      answer(response, 400, "the request cannot be read");
    }
  }

  private PaymentEvent read(HttpRequest request, Instant now) {
    return switch (reader.path(request)) {
      case "/campay" -> campay.orElseThrow(RequestReader::noSuchPath).read(request, now);
      case "/stripe" -> stripe.orElseThrow(RequestReader::noSuchPath).read(request, now);
      default -> throw RequestReader.noSuchPath();
    };
  }

  private void publish(
      PaymentEvent event, HttpResponse response, long start, Optional<String> trace)
      throws IOException {
    try {
      events.publish(event);
      log.published(event, since(start), trace);
      answer(response, 200, "received");
    } catch (IOException unavailable) {
      unavailable(event, unavailable, response, start, trace);
    } catch (InterruptedException stopped) {
      unavailable(event, stopped, response, start, trace);
      Thread.currentThread().interrupt();
    }
  }

  private void unavailable(
      PaymentEvent event,
      Exception failure,
      HttpResponse response,
      long start,
      Optional<String> trace)
      throws IOException {
    log.unavailable(event, failure, since(start), trace);
    response.appendHeader("Retry-After", "30");
    answer(response, 503, "the event cannot be taken now: send it again");
  }

  private static void answer(HttpResponse response, int status, String text) throws IOException {
    response.setStatusCode(status);
    response.setContentType("text/plain; charset=utf-8");
    response.getOutputStream().write((text + "\n").getBytes(UTF_8));
  }

  private static Duration since(long start) {
    return Duration.ofNanos(System.nanoTime() - start);
  }
}

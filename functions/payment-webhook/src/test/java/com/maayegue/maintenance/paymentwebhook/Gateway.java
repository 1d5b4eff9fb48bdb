package com.maayegue.maintenance.paymentwebhook;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.cloud.functions.HttpRequest;
import com.maayegue.maintenance.core.Env;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;

/** The function on a topic, without a server around it. */
final class Gateway implements AutoCloseable {
  static final Instant NOW = Instant.parse("2026-03-01T09:30:00Z");

  final TopicServer topic = new TopicServer();
  private final ByteArrayOutputStream log = new ByteArrayOutputStream();
  private final PaymentWebhookFunction function;

  Gateway() throws IOException {
    this(Duration.ofSeconds(10));
  }

  Gateway(Duration bodyTimeLimit) throws IOException {
    WebhookSettings settings =
        WebhookSettings.from(
            Env.of(
                Map.of(
                    "GOOGLE_CLOUD_PROJECT",
                    "demo",
                    "CAMPAY_WEBHOOK_KEY",
                    Signing.CAMPAY_KEY,
                    "STRIPE_WEBHOOK_SECRET",
                    Signing.STRIPE_SECRET + "," + Signing.OLD_STRIPE_SECRET,
                    "PUBSUB_EMULATOR_HOST",
                    topic.hostAndPort())));
    function =
        new PaymentWebhookFunction(
            settings, bodyTimeLimit, InstantSource.fixed(NOW), new PrintStream(log, true, UTF_8));
  }

  TestResponse send(HttpRequest request) throws IOException {
    TestResponse response = new TestResponse();
    function.service(request, response);
    return response;
  }

  /** A genuine event of Stripe. */
  TestRequest stripe(String json) {
    byte[] body = json.getBytes(UTF_8);
    return TestRequest.stripe(
        body, Signing.stripe(Signing.STRIPE_SECRET, NOW.getEpochSecond(), body));
  }

  /** A genuine callback of CamPay. */
  TestRequest campay(String query) {
    long now = NOW.getEpochSecond();
    return TestRequest.campay(query + "&signature=" + Signing.campay(now, now + 300));
  }

  String log() {
    return log.toString(UTF_8);
  }

  void clearLog() {
    log.reset();
  }

  @Override
  public void close() {
    topic.close();
  }
}

package com.maayegue.maintenance.paymentwebhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.maayegue.maintenance.emulators.Await;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.lang.Thread.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PaymentWebhookFunctionTest {
  private static final String CAMPAY =
      "status=FAILED&reference=r-1&amount=500.00&currency=xaf&operator=MTN&endpoint=collect"
          + "&external_reference=pay-1&extra_email=a%40b.cm&phone_number=237650000000";

  private Gateway gateway;

  @BeforeEach
  void open() throws IOException {
    gateway = new Gateway();
  }

  @AfterEach
  void close() {
    gateway.close();
  }

  @Test
  void passesOnAnAllowListOfAPaymentIntent() throws IOException {
    assertThat(gateway.send(gateway.stripe(failedIntent("evt_1"))).status()).isEqualTo(200);
    assertThat(gateway.topic.onlyEvent())
        .isEqualTo(
            json(
                """
                {"eventId":"stripe-evt_1","provider":"stripe","type":"payment_intent.payment_failed",
                 "paymentId":"pay-1","transactionId":"pi_1","status":"requires_payment_method",
                 "amountMinor":500,"currency":"XAF","reason":"insufficient_funds",
                 "occurredAt":"2026-03-01T09:29:58Z","receivedAt":"2026-03-01T09:30:00Z"}"""));
    assertThat(gateway.topic.messages().get(0).getAsJsonObject("attributes"))
        .isEqualTo(json("{\"eventId\":\"stripe-evt_1\",\"provider\":\"stripe\"}"));
  }

  @Test
  void passesOnAnAllowListOfARefund() throws IOException {
    String event =
        """
        {"id":"evt_2","type":"charge.refunded","created":1772357398,"data":{"object":{
          "id":"ch_1","object":"charge","amount":500,"amount_refunded":200,"currency":"eur",
          "payment_intent":"pi_1","status":"succeeded","metadata":{"payment_id":"pay-1"},
          "billing_details":{"email":"a@b.cm","phone":"+237650000000"},
          "payment_method_details":{"card":{"last4":"4242","exp_year":2030}}}}}""";
    assertThat(gateway.send(gateway.stripe(event)).status()).isEqualTo(200);
    assertThat(gateway.topic.onlyEvent())
        .isEqualTo(
            json(
                """
                {"eventId":"stripe-evt_2","provider":"stripe","type":"charge.refunded",
                 "paymentId":"pay-1","transactionId":"pi_1","status":"succeeded","amountMinor":500,
                 "amountRefundedMinor":200,"currency":"EUR",
                 "occurredAt":"2026-03-01T09:29:58Z","receivedAt":"2026-03-01T09:30:00Z"}"""));
  }

  @Test
  void passesOnAnAllowListOfACallbackOfCampay() throws IOException {
    String query = CAMPAY + "&reason=Not+enough+money+on+%2B237+650+00+00+00%2C+ask+a%40b.cm";
    assertThat(gateway.send(gateway.campay(query)).status()).isEqualTo(200);
    JsonObject event = gateway.topic.onlyEvent();
    // sha256 of r-1|FAILED|500.00|XAF
    assertThat(event.remove("eventId").getAsString())
        .isEqualTo("campay-" + Hashes.sha256("r-1|FAILED|500.00|XAF").substring(0, 32));
    assertThat(event)
        .isEqualTo(
            json(
                """
                {"provider":"campay","type":"collect","paymentId":"pay-1","transactionId":"r-1",
                 "status":"FAILED","amount":"500.00","currency":"XAF","operator":"MTN",
                 "reason":"Not enough money on +… , ask …","receivedAt":"2026-03-01T09:30:00Z"}"""));
  }

  @Test
  void leavesOutWhatCampayWritesForNothing() throws IOException {
    String query = CAMPAY.replace("pay-1", "None").replace("MTN", "") + "&reason=None";
    assertThat(gateway.send(gateway.campay(query)).status()).isEqualTo(200);
    assertThat(gateway.topic.onlyEvent().keySet())
        .doesNotContain("paymentId", "operator", "reason");
  }

  @Test
  void leavesOutAPaymentIdThatIsNoneOfOurs() throws IOException {
    String query = CAMPAY.replace("pay-1", "..%2Fusers%2F1");
    assertThat(gateway.send(gateway.campay(query)).status()).isEqualTo(200);
    assertThat(gateway.topic.onlyEvent().keySet()).doesNotContain("paymentId");
  }

  @Test
  void givesARepetitionTheSameIdWhateverItsTokenAndItsForm() throws IOException {
    gateway.send(gateway.campay(CAMPAY));
    gateway.send(gateway.campay(CAMPAY.replace("xaf", "XAF") + "&reason=again"));
    gateway.send(gateway.campay(CAMPAY.replace("FAILED", "SUCCESSFUL")));
    assertThat(gateway.topic.messages())
        .extracting(message -> message.getAsJsonObject("attributes").get("eventId").getAsString())
        .satisfies(ids -> assertThat(ids.get(0)).isEqualTo(ids.get(1)).isNotEqualTo(ids.get(2)));
  }

  @Test
  void passesOnTypesThatItDoesNotKnow() throws IOException {
    String event = "{\"id\":\"evt_3\",\"type\":\"payout.paid\",\"data\":{\"object\":{}}}";
    assertThat(gateway.send(gateway.stripe(event)).status()).isEqualTo(200);
    assertThat(gateway.topic.onlyEvent().get("type").getAsString()).isEqualTo("payout.paid");
  }

  @ParameterizedTest
  @ValueSource(ints = {404, 403, 400})
  void asksForTheEventAgainWhenPubSubRefusesIt(int status) throws IOException {
    gateway.topic.statuses.add(status);
    TestResponse response = gateway.send(gateway.stripe(failedIntent("evt_1")));
    assertThat(response.status()).isEqualTo(503);
    assertThat(response.getHeaders()).containsKey("Retry-After");
    assertThat(gateway.log()).contains("\"severity\":\"ERROR\"", "answered " + status);
    assertThat(gateway.topic.statuses).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {503, 429, 500})
  void triesAgainWhenPubSubIsBusy(int status) throws IOException {
    gateway.topic.statuses.addAll(List.of(status, status));
    assertThat(gateway.send(gateway.stripe(failedIntent("evt_1"))).status()).isEqualTo(200);
    assertThat(gateway.topic.messages()).hasSize(1);
  }

  @Test
  void asksForTheEventAgainWhenPubSubIsAway() throws IOException {
    gateway.topic.close();
    assertThat(gateway.send(gateway.stripe(failedIntent("evt_1"))).status()).isEqualTo(503);
    assertThat(gateway.send(gateway.stripe("{}").with("Stripe-Signature", "t=1")).status())
        .isEqualTo(401);
  }

  @Test
  void sendsTogetherWhatComesWhileOthersAreOnTheirWay() throws Exception {
    gateway.topic.gate = new CountDownLatch(1);
    List<FutureTask<TestResponse>> answers = new ArrayList<>();
    List<Thread> providers = new ArrayList<>();
    for (int each = 0; each < 40; each++) {
      TestRequest request = gateway.stripe(failedIntent("evt_" + each));
      FutureTask<TestResponse> answer = new FutureTask<>(() -> gateway.send(request));
      answers.add(answer);
      Thread provider = new Thread(answer);
      providers.add(provider);
      provider.start();
    }
    Await.until(
        Duration.ofSeconds(30),
        "all to wait for Pub/Sub",
        () -> providers.stream().allMatch(each -> each.getState() == State.TIMED_WAITING));
    gateway.topic.gate.countDown();
    for (FutureTask<TestResponse> answer : answers) {
      assertThat(answer.get().status()).isEqualTo(200);
    }
    assertThat(gateway.topic.batches).hasSizeLessThan(10);
    assertThat(gateway.topic.messages())
        .extracting(message -> message.get("data").getAsString())
        .hasSize(40)
        .doesNotHaveDuplicates();
  }

  @Test
  void endsARequestWhoseBodyDoesNotCome() throws IOException {
    gateway.close();
    gateway = new Gateway(Duration.ofMillis(200));
    CountDownLatch never = new CountDownLatch(1);
    assertThat(statusOf(() -> waitFor(never))).isEqualTo(408);
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  @Test
  void endsABodyThatNeverEnds() throws IOException {
    assertThat(statusOf(() -> 'x')).isEqualTo(413);
  }

  @Test
  void answersABodyThatBreaksOff() throws IOException {
    Source broken =
        () -> {
          throw new IllegalStateException("as a server does");
        };
    assertThat(statusOf(broken)).isEqualTo(400);
  }

  @Test
  void keepsTheThreadUsableAfterABodyThatCameInTime() throws IOException {
    byte[] body = failedIntent("evt_1").getBytes(UTF_8);
    TestRequest request = gateway.stripe(failedIntent("evt_1"));
    assertThat(gateway.send(new Streaming(request, new ByteArrayInputStream(body))).status())
        .isEqualTo(200);
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  @Test
  void saysInItsLogWhichTraceARequestBelongsTo() throws IOException {
    String trace = "0af7651916cd43dd8448eb211c80319c";
    TestRequest request = gateway.stripe(failedIntent("evt_1"));
    gateway.send(request.with("traceparent", "00-" + trace + "-b7ad6b7169203331-01"));
    assertThat(json(gateway.log()).get("logging.googleapis.com/trace").getAsString())
        .isEqualTo("projects/demo/traces/" + trace);
  }

  @FunctionalInterface
  private interface Source {
    int next() throws IOException;
  }

  private static int waitFor(CountDownLatch never) throws IOException {
    try {
      never.await();
    } catch (InterruptedException ended) {
      throw new InterruptedIOException();
    }
    return -1;
  }

  /** The status of the answer to a body that comes byte by byte. */
  private int statusOf(Source source) throws IOException {
    InputStream body =
        new InputStream() {
          @Override
          public int read() throws IOException {
            return source.next();
          }

          @Override
          public int read(byte[] into, int from, int length) throws IOException {
            if (length > 0) {
              into[from] = (byte) read();
            }
            return Math.min(1, length);
          }
        };
    return gateway.send(new Streaming(gateway.stripe("{}"), body)).status();
  }

  private static String failedIntent(String id) {
    return """
        {"id":"%s","object":"event","type":"payment_intent.payment_failed","created":1772357398,
         "livemode":true,"data":{"object":{"id":"pi_1","object":"payment_intent","amount":500,
         "currency":"xaf","status":"requires_payment_method","receipt_email":"a@b.cm",
         "metadata":{"payment_id":"pay-1","phone":"+237650000000"},
         "last_payment_error":{"code":"card_declined","decline_code":"insufficient_funds",
         "message":"declined","payment_method":{"card":{"last4":"4242"}}}}}}"""
        .formatted(id);
  }

  private static JsonObject json(String text) {
    return JsonParser.parseString(text).getAsJsonObject();
  }
}

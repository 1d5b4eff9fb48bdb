package com.maayegue.maintenance.alertchannels;

import static org.assertj.core.api.Assertions.assertThat;

import com.maayegue.maintenance.alertchannels.TwilioChannel.Account;
import com.maayegue.maintenance.alertchannels.TwilioChannel.CallState;
import com.maayegue.maintenance.mailboxstandins.Delivered;
import com.maayegue.maintenance.mailboxstandins.Delivered.Medium;
import com.maayegue.maintenance.mailboxstandins.StandIns;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Slack, Twilio and PagerDuty, against stand-ins. */
class HttpChannelsTest {
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2025-10-07T02:00:00Z"));
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final Duration SHORT = Duration.ofMillis(300);

  private static StandIns others;

  @BeforeAll
  static void start() throws IOException {
    others = StandIns.start();
  }

  @AfterAll
  static void stop() {
    others.close();
  }

  @BeforeEach
  void clear() {
    others.clear();
  }

  @Test
  void postsToSlackWithoutLettingTextBecomeMarkup() throws Exception {
    String text = "*CRITIQUE*\n" + SlackChannel.escaped("<!channel> & <http://x|y>");
    assertThat(slack(LIMIT).send("a < b", text)).isEqualTo(new Receipt.Sent(""));
    assertThat(others.delivered(Medium.SLACK))
        .singleElement()
        .satisfies(
            posted -> {
              assertThat(posted.text()).doesNotContain("<!channel>");
              assertThat(posted.raw()).contains("a &lt; b");
            });
  }

  @ParameterizedTest
  @CsvSource({
    "400, invalid_payload,  false",
    "403, action_prohibited, false",
    "404, no_service,       false",
    "410, channel_is_archived, false",
    "408, '',               true",
    "429, rate_limited,     true",
    "500, '',               true",
    "503, '',               true",
    "302, '',               false"
  })
  void retriesAtSlackOnlyWhatCanSucceedLater(int status, String body, boolean later)
      throws Exception {
    others.answerNext(Medium.SLACK, status, Map.of("Location", "/slack/elsewhere"), body);
    assertThat(slack(LIMIT).send("a", "b"))
        .isInstanceOfSatisfying(
            Receipt.Failed.class,
            failed -> {
              assertThat(failed.later()).isEqualTo(later);
              assertThat(failed.reason()).contains(Integer.toString(status)).contains(body);
            });
    assertThat(others.delivered()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "none",
      value = {
        "30, PT30S",
        "0, PT0S",
        "999999, PT1H",
        "'Tue, 07 Oct 2025 02:01:00 GMT', PT1M",
        "'Tue, 07 Oct 2025 01:00:00 GMT', none",
        "-5, none",
        "soon, none",
        "99999999999999999999, none"
      })
  void waitsAsLongAsTheOtherSideAsks(String header, Duration wait) throws Exception {
    others.answerNext(Medium.SMS, 429, Map.of("Retry-After", header), "");
    assertThat(twilio(LIMIT).sms("+237650000001", "x"))
        .isEqualTo(new Receipt.Failed("Twilio answered 429", true, Optional.ofNullable(wait)));
  }

  @Test
  void sendsAnSmsAndBoundsIt() throws Exception {
    assertThat(twilio(LIMIT).sms("+237650000001", "é".repeat(5_000)))
        .isInstanceOfSatisfying(Receipt.Sent.class, sent -> assertThat(sent.id()).startsWith("SM"));
    assertThat(others.delivered(Medium.SMS))
        .singleElement()
        .satisfies(
            sms -> {
              assertThat(sms.to()).isEqualTo("+237650000001");
              assertThat(sms.text()).hasSize(1_600).endsWith("…");
            });
  }

  @ParameterizedTest
  @CsvSource({
    "completed,   ANSWERED",
    "in-progress, ANSWERED",
    "busy,        UNANSWERED",
    "no-answer,   UNANSWERED",
    "failed,      UNANSWERED",
    "canceled,    UNANSWERED",
    "queued,      UNDER_WAY",
    "ringing,     UNDER_WAY",
    "initiated,   UNDER_WAY",
    "invented,    UNDER_WAY"
  })
  void tellsHowACallEnded(String status, CallState state) throws Exception {
    others.endCalls("+237650000001", status);
    Receipt.Sent placed =
        (Receipt.Sent)
            twilio(LIMIT).call("+237650000001", "<Response><Say>Alerte</Say></Response>");
    assertThat(twilio(LIMIT).callState(placed.id())).contains(state);
    assertThat(others.delivered(Medium.CALL))
        .singleElement()
        .extracting(Delivered::text)
        .isEqualTo("Alerte");
  }

  @Test
  void aCallThatTwilioDoesNotKnowWasNotAnswered() throws Exception {
    assertThat(twilio(LIMIT).callState("CA00")).contains(CallState.UNANSWERED);
  }

  @Test
  void keepsTheNumberOutOfWhatItSays() throws Exception {
    others.answerNext(
        Medium.CALL,
        400,
        Map.of(),
        "{\"code\":21211,\"message\":\"+237650000001 is not a valid phone number\"}");
    assertThat(twilio(LIMIT).call("+237650000001", "<Response/>"))
        .isEqualTo(new Receipt.Failed("Twilio answered 400: 21211", false, Optional.empty()));
    assertThat(account(others.base()).toString()).doesNotContain("token");
  }

  @Test
  void doesNotKnowWhatBecameOfARequestWithoutAnAnswer() throws Exception {
    others.answerNext(Medium.CALL, 0, Map.of(), "");
    assertThat(twilio(LIMIT).call("+237650000001", "<Response/>"))
        .isInstanceOf(Receipt.Unknown.class);
    others.answerNext(Medium.SLACK, 0, Map.of(), "");
    assertThat(slack(LIMIT).send("a", "b")).isInstanceOf(Receipt.Unknown.class);
    assertThat(others.delivered()).hasSize(2);
  }

  @Test
  void triesAgainLaterWhenNobodyListens() throws Exception {
    int nobody;
    try (ServerSocket socket = new ServerSocket(0)) {
      nobody = socket.getLocalPort();
    }
    URI base = URI.create("http://127.0.0.1:" + nobody);
    assertThat(new TwilioChannel(account(base), LIMIT, CLOCK).sms("+237650000001", "x"))
        .isEqualTo(
            new Receipt.Failed(
                "Twilio cannot be reached: ConnectException", true, Optional.empty()));
  }

  @Test
  void doesNotWaitForAnAnswerThatNeverEndsNorKeepAllOfOneThatIsEndless() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    AtomicInteger written = new AtomicInteger();
    HttpServer server =
        HttpServer.create(
            new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0), 0);
    server.createContext(
        "/stalls",
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          exchange.getResponseBody().write('a');
          exchange.getResponseBody().flush();
          await(end);
          exchange.close();
        });
    server.createContext(
        "/pours",
        exchange -> {
          exchange.sendResponseHeaders(500, 0);
          try (OutputStream out = exchange.getResponseBody()) {
            while (end.getCount() > 0) {
              out.write(new byte[65_536]);
              written.incrementAndGet();
            }
          }
        });
    ExecutorService threads = Executors.newCachedThreadPool();
    server.setExecutor(threads);
    server.start();
    try {
      URI base = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
      assertThat(new SlackChannel(base.resolve("/stalls"), SHORT, CLOCK).send("a", "b"))
          .isInstanceOf(Receipt.Unknown.class);
      assertThat(new SlackChannel(base.resolve("/pours"), SHORT, CLOCK).send("a", "b"))
          .isInstanceOf(Receipt.Unknown.class);
    } finally {
      end.countDown();
      server.stop(0);
      threads.shutdownNow();
    }
  }

  @Test
  void opensAndClosesAtPagerDuty() throws Exception {
    PagerDutyChannel channel = new PagerDutyChannel(others.base(), "k".repeat(32), LIMIT, CLOCK);
    for (PagerDutyChannel.Action action : PagerDutyChannel.Action.values()) {
      assertThat(channel.send(action, "payment-failures", "x".repeat(2_000), "app", "critical"))
          .isInstanceOf(Receipt.Sent.class);
    }
    assertThat(others.delivered(Medium.PAGERDUTY))
        .extracting(Delivered::subject)
        .containsExactly("trigger", "acknowledge", "resolve");
    assertThat(others.delivered().get(0).text()).hasSize(1_024);
    others.answerNext(Medium.PAGERDUTY, 429, Map.of(), "");
    assertThat(channel.send(PagerDutyChannel.Action.TRIGGER, "k", "s", "app", "info"))
        .isEqualTo(new Receipt.Failed("PagerDuty answered 429", true, Optional.empty()));
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private static SlackChannel slack(Duration limit) {
    return new SlackChannel(others.slackWebhook(), limit, CLOCK);
  }

  private static TwilioChannel twilio(Duration limit) {
    return new TwilioChannel(account(others.base()), limit, CLOCK);
  }

  private static Account account(URI base) {
    return new Account(base, "AC00", "token", "+237600000000");
  }
}

package com.maayegue.maintenance.alertdispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.cloud.firestore.DocumentSnapshot;
import com.google.cloud.firestore.Firestore;
import com.maayegue.maintenance.core.RunOutcome;
import com.maayegue.maintenance.mailboxstandins.Delivered.Medium;
import com.maayegue.maintenance.pubsub.Alert;
import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Alerts on a real Firestore emulator, a real mailbox and stand-ins that answer as Twilio does. */
class AlertDispatchTest {
  private static final String CAUSE = "payment-failures";
  private static final Duration TICK = Duration.ofMinutes(5);

  @TempDir private static Path logs;
  private static DispatchTown town;

  @BeforeAll
  static void start() throws Exception {
    town = DispatchTown.start(logs);
  }

  @AfterAll
  static void stop() throws Exception {
    town.close();
  }

  @BeforeEach
  void clear() throws Exception {
    town.clear();
  }

  @Test
  void oneAlertIsOneMailAndOneCallHoweverOftenItIsDelivered() throws Exception {
    Alert alert = town.firing(CAUSE);
    for (int delivery = 0; delivery < 5; delivery++) {
      town.alert(alert);
    }
    assertThat(town.reached())
        .containsExactlyInAnyOrder("EMAIL ops@maayegue.com", "CALL " + DispatchTown.OPS);
    assertThat(town.incident(CAUSE).getString("state")).isEqualTo("firing");
    assertThat(town.incident(CAUSE).getLong("count")).isEqualTo(1);
    assertThat(town.deliveries(CAUSE).keySet())
        .containsExactly("step0-ops-call", "step0-ops-email");
    assertThat(town.reached(Medium.EMAIL).get(0).text())
        .contains("https://ack.example.com?t=", "docs/playbooks/payment-failures.md");
  }

  @Test
  void tellsTheEndToWhomItToldTheBeginning() throws Exception {
    town.alert(town.firing(CAUSE));
    town.tickAfter(TICK);
    town.alert(town.resolved(CAUSE));
    town.tickAfter(TICK);
    assertThat(town.reached(Medium.EMAIL)).hasSize(1);
    town.tickAfter(Duration.ofMinutes(10));
    assertThat(town.reached(Medium.EMAIL)).hasSize(2);
    assertThat(town.reached(Medium.EMAIL).get(1).subject()).contains("RÉSOLU");
    assertThat(town.incident(CAUSE).getString("state")).isEqualTo("resolved");
    assertThat(town.incident(CAUSE).getBoolean("open")).isFalse();
    town.tickAfter(TICK);
    assertThat(town.reached()).hasSize(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"busy", "no-answer", "failed", "canceled"})
  void callsTheSecondWhenTheFirstDoesNotAnswer(String status) throws Exception {
    town.others.endCalls(DispatchTown.OPS, status);
    town.alert(town.firing(CAUSE));
    town.tickAfter(TICK);
    town.tickAfter(TICK);
    assertThat(town.reached(Medium.CALL))
        .extracting(call -> call.to())
        .containsExactly(DispatchTown.OPS, DispatchTown.LEAD);
    assertThat(town.deliveries(CAUSE).get("step0-ops-call").getString("answer"))
        .isEqualTo("unanswered");
    assertThat(town.deliveries(CAUSE).get("step1-lead-call").getString("answer"))
        .isEqualTo("answered");
  }

  @Test
  void callsNobodyElseWhenTheFirstAnswersAndAcknowledges() throws Exception {
    town.alert(town.firing(CAUSE));
    town.tickAfter(TICK);
    acknowledge();
    for (int hour = 0; hour < 20; hour++) {
      town.tickAfter(Duration.ofHours(1));
    }
    assertThat(town.reached(Medium.CALL)).hasSize(1);
    assertThat(town.incident(CAUSE).getString("state")).isEqualTo("acknowledged");
    assertThat(town.incident(CAUSE).getString("acknowledgedBy")).isEqualTo("ops");
  }

  @Test
  void aRingingCallThatNeverEndsWasNotAnswered() throws Exception {
    town.others.endCalls(DispatchTown.OPS, "ringing");
    town.alert(town.firing(CAUSE));
    town.tickAfter(TICK);
    assertThat(town.reached(Medium.CALL)).hasSize(1);
    town.tickAfter(TICK);
    assertThat(town.reached(Medium.CALL)).hasSize(2);
  }

  @Test
  void manyFlapsAreOneCall() throws Exception {
    int flaps = Integer.getInteger("flaps", 40);
    for (int flap = 0; flap < flaps; flap++) {
      town.alert(town.firing(CAUSE));
      town.now = town.now.plusSeconds(30);
      town.alert(town.resolved(CAUSE));
      town.now = town.now.plusSeconds(30);
      if (flap == 3) {
        acknowledge();
      }
    }
    assertThat(town.reached(Medium.CALL)).hasSize(1);
    assertThat(town.incident(CAUSE).getLong("flaps")).isEqualTo(flaps - 1);
    town.tickAfter(Duration.ofMinutes(15));
    assertThat(town.reached(Medium.EMAIL)).hasSize(2);
    assertThat(town.reached(Medium.EMAIL).get(1).text())
        .contains(flaps + " alertes, " + (flaps - 1) + " retours");
  }

  @Test
  void isNotCalledTwiceByTwoRunsAtOnce() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Callable<RunOutcome>> runs = new ArrayList<>();
      Alert alert = town.firing(CAUSE);
      for (int run = 0; run < 8; run++) {
        boolean tick = run % 2 == 0;
        runs.add(() -> town.dispatch().run(town.frame(tick ? "{}" : alert.toJson(), false)));
      }
      for (Future<RunOutcome> run : threads.invokeAll(runs)) {
        assertThat(run.get()).isInstanceOf(RunOutcome.Done.class);
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(town.reached())
        .containsExactlyInAnyOrder("EMAIL ops@maayegue.com", "CALL " + DispatchTown.OPS);
  }

  @Test
  void repeatsOnceAndSaysSoWhenItWasKilledBetweenADeliveryAndItsRecord() throws Exception {
    AtomicReference<Firestore> dying = new AtomicReference<>();
    AtomicInteger posts = new AtomicInteger();
    HttpServer slack =
        HttpServer.create(
            new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0), 0);
    slack.createContext(
        "/",
        exchange -> {
          posts.incrementAndGet();
          try {
            // From here on nothing is recorded any more, as of a process that is gone.
            dying.get().close();
          } catch (Exception failure) {
            throw new IllegalStateException(failure);
          }
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    slack.start();
    Map<String, String> env =
        Map.of(
            "SLACK_WEBHOOK_URL",
            "http://127.0.0.1:" + slack.getAddress().getPort() + "/",
            "SMTP_HOST",
            "127.0.0.1");
    try {
      String alert = town.firing("posted").toJson();
      runAndDie(env, dying, alert);
      assertThat(posts).hasValue(1);
      assertThat(delivery("posted").getString("state")).isEqualTo("claimed");

      // Delivered again at once: somebody may still be at it.
      town.dispatch(env, town.firestore).run(town.frame(alert, false));
      assertThat(posts).hasValue(1);

      town.now = town.now.plus(Duration.ofMinutes(10));
      runAndDie(env, dying, "{}");
      assertThat(posts).hasValue(2);
      assertThat(delivery("posted").getBoolean("repeated")).isTrue();

      town.now = town.now.plus(Duration.ofMinutes(10));
      town.dispatch(env, town.firestore).run(town.frame("{}", false));
      assertThat(posts).as("at most one repeat").hasValue(2);
      assertThat(town.reached()).as("passed on").contains("SMS " + DispatchTown.OPS);
    } finally {
      slack.stop(0);
    }
  }

  private static void runAndDie(
      Map<String, String> env, AtomicReference<Firestore> dying, String message) {
    dying.set(town.connect());
    AlertDispatch dispatch = town.dispatch(env, dying.get());
    assertThatThrownBy(() -> dispatch.run(town.frame(message, false)));
  }

  private static DocumentSnapshot delivery(String rule) throws Exception {
    return town.deliveries(rule).get("step0-ops-slack");
  }

  @Test
  void triesAgainWhatFailedForNowThenPassesItOn() throws Exception {
    int nobody;
    try (ServerSocket socket = new ServerSocket(0)) {
      nobody = socket.getLocalPort();
    }
    Map<String, String> noMail = Map.of("SMTP_PORT", Integer.toString(nobody));
    town.dispatch(noMail, town.firestore).run(town.frame(town.firing("other").toJson(), false));
    for (int tick = 0; tick < 2; tick++) {
      assertThat(town.reached()).isEmpty();
      town.now = town.now.plus(TICK);
      town.dispatch(noMail, town.firestore).run(town.frame("{}", false));
    }
    assertThat(town.reached()).contains("SMS " + DispatchTown.OPS);
    assertThat(town.deliveries("other").get("step0-ops-email").getString("reason"))
        .isEqualTo("the SMTP server cannot be reached: ConnectException");
    assertThat(town.incident("alert-dispatch-failed").getString("state")).isEqualTo("firing");
  }

  @Test
  void waitsAsLongAsTheOtherSideAsks() throws Exception {
    town.others.answerNext(Medium.SLACK, 429, Map.of("Retry-After", "720"), "rate_limited");
    town.alert(town.firing("posted"));
    town.tickAfter(Duration.ofMinutes(11));
    assertThat(town.reached()).isEmpty();
    town.tickAfter(Duration.ofMinutes(1));
    assertThat(town.reached()).containsExactly("SLACK #alerts");
    assertThat(town.incident("alert-dispatch-failed").exists()).isFalse();
  }

  @Test
  void doesNotTellTwiceWhenAnAnswerWasLostButOnceMore() throws Exception {
    town.others.answerNext(Medium.SLACK, 0, Map.of(), "");
    town.alert(town.firing("posted"));
    assertThat(delivery("posted").getString("state")).isEqualTo("unknown");
    town.tickAfter(TICK);
    town.tickAfter(TICK);
    assertThat(town.reached()).containsExactly("SLACK #alerts", "SLACK #alerts");
    assertThat(delivery("posted").getString("state")).isEqualTo("sent");
    assertThat(delivery("posted").getBoolean("repeated")).isTrue();
  }

  private static void acknowledge() throws Exception {
    Incidents incidents = new Incidents(town.firestore);
    Incident incident = incidents.get(CAUSE).orElseThrow();
    AlertPolicy policy = town.settings(Map.of()).policy();
    incidents.change(
        CAUSE,
        known ->
            known.map(before -> policy.onAcknowledgement(before, incident.id(), "ops", town.now)));
  }
}

package com.maayegue.maintenance.paymentwebhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.maayegue.maintenance.emulators.FunctionProcess;
import com.maayegue.maintenance.emulators.FunctionSpec;
import com.maayegue.maintenance.emulators.InvokerJar;
import com.maayegue.maintenance.emulators.PubSubEmulator;
import com.maayegue.maintenance.emulators.PubSubTopics.Received;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The deployable jar in the invoker, with nothing but the documented environment. */
class PaymentWebhookIT {
  private static final String PROJECT = "demo-webhook-it";
  private static final String TOPIC = "payment-events";
  private static final int FORGED = Integer.getInteger("webhook.fuzz.http", 2_000);
  private static final int THREADS = 4;

  @TempDir private static Path logs;
  private static PubSubEmulator pubSub;
  private static FunctionProcess function;
  private static WireClient client;

  @BeforeAll
  static void start() throws Exception {
    pubSub = PubSubEmulator.start(PROJECT, logs);
    pubSub.topics().createTopic(TOPIC);
    pubSub.topics().subscribe(TOPIC, "test");
    function = FunctionProcess.start(spec("newest", env()));
    client = new WireClient(function.uri());
  }

  @AfterAll
  static void stop() throws Exception {
    function.close();
    pubSub.close();
  }

  @BeforeEach
  void takeAllMessages() throws IOException {
    received();
  }

  @Test
  void publishesGenuineEventsInAnyOrderAndAgain() throws Exception {
    RequestFuzzer genuine = new RequestFuzzer(7, now());
    List<TestRequest> requests = new ArrayList<>();
    for (int each = 0; each < 6; each++) {
      requests.add(genuine.genuine());
    }
    requests.addAll(List.of(requests.get(3), requests.get(0), requests.get(0)));
    for (TestRequest request : requests) {
      assertThat(client.send(request)).isEqualTo(200);
    }
    List<Received> received = received();
    assertThat(received)
        .hasSize(9)
        .extracting(Received::data)
        .allMatch(data -> data.contains("r-") || data.contains("evt_"));
    assertThat(received)
        .extracting(each -> each.attributes().get("eventId"))
        .allSatisfy(id -> assertThat(id).matches("stripe-evt_\\d+|campay-[0-9a-f]{32}"));
    assertThat(received.stream().map(each -> each.attributes().get("eventId")).distinct())
        .hasSize(6);
  }

  @Test
  void publishesInTheInvokerThatTheCloudStartsByDefault() throws Exception {
    try (FunctionProcess older =
        FunctionProcess.start(spec("older", env()), InvokerJar.find(InvokerJar.CLOUD_DEFAULT), 0)) {
      WireClient olderClient = new WireClient(older.uri());
      // One without a first byte is not ours there: it waits for that without a thread, for 30 s.
      FutureTask<Boolean> slow = new FutureTask<>(() -> SlowBodies.drippingEndsIn408(olderClient));
      new Thread(slow).start();
      for (Corpus.Entry entry : Corpus.of("campay", now())) {
        int status = olderClient.send(entry.request());
        assertThat(status).as(entry.name()).isIn(entry.status(), refusedByTheServer(entry));
      }
      assertThat(slow.get()).isTrue();
    }
    assertThat(received()).isNotEmpty();
  }

  @Test
  void answersTheHostileCorpusOverHttp() throws Exception {
    List<Corpus.Entry> entries = new ArrayList<>(Corpus.of("stripe", now()));
    entries.addAll(Corpus.of("campay", now()));
    int genuine = 0;
    for (Corpus.Entry entry : entries) {
      int status = client.send(entry.request());
      assertThat(status).as(entry.name()).isIn(entry.status(), refusedByTheServer(entry));
      genuine += status == 200 ? 1 : 0;
    }
    assertThat(genuine).isGreaterThan(5);
    assertThat(received()).hasSize(genuine);
    assertThat(function.log()).doesNotContain("Exception").doesNotContain("\"bug\"");
    assertThat(function.isAlive()).isTrue();
  }

  @Test
  void acceptsNoneOfManyForgedRequestsOverHttp() throws Exception {
    AtomicInteger wrong = new AtomicInteger();
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      List<Future<String>> all = new ArrayList<>();
      for (int thread = 0; thread < THREADS; thread++) {
        int seed = thread;
        all.add(threads.submit(() -> forge(seed, FORGED / THREADS, wrong)));
      }
      for (Future<String> one : all) {
        assertThat(one.get()).isEmpty();
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(received()).isEmpty();
    assertThat(function.log()).doesNotContain("\"bug\"");
    assertThat(client.send(new RequestFuzzer(1, now()).genuine())).isEqualTo(200);
  }

  @Test
  void endsBodiesThatDoNotCome() throws Exception {
    assertThat(SlowBodies.endIn408(client)).isTrue();
    assertThat(received()).isEmpty();
  }

  @Test
  void endsAChunkedBodyThatNeverEnds() throws Exception {
    try (Socket socket = client.connect()) {
      byte[] chunk = ("4000\r\n" + "x".repeat(0x4000) + "\r\n").getBytes(UTF_8);
      socket.getOutputStream().write(SlowBodies.chunkedHead("/stripe"));
      int sent = 0;
      try {
        // The server has to end this, long before all of it is sent.
        for (; sent < 10_000; sent++) {
          socket.getOutputStream().write(chunk);
        }
      } catch (IOException closed) {
        assertThat(sent).isLessThan(10_000);
      }
      assertThat(WireClient.status(socket)).isIn(413, 0);
      assertThat(sent).isLessThan(10_000);
    }
  }

  @Test
  void asksForTheEventAgainWhenPubSubIsAwayAndStillRefusesStrangers() throws Exception {
    Map<String, String> away = env();
    away.put("PUBSUB_EMULATOR_HOST", "127.0.0.1:1");
    try (FunctionProcess alone = FunctionProcess.start(spec("away", away))) {
      WireClient toIt = new WireClient(alone.uri());
      RequestFuzzer requests = new RequestFuzzer(3, now());
      assertThat(toIt.send(requests.genuine())).isEqualTo(503);
      for (int each = 0; each < 50; each++) {
        assertThat(toIt.send(requests.forged())).isBetween(400, 499);
      }
    }
  }

  @Test
  void getsATokenFromTheMetadataServerInTheCloud() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    HttpServer metadata =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    metadata.createContext(
        "/",
        exchange -> {
          asked.addAndGet(exchange.getRequestURI().getPath().endsWith("/token") ? 1 : 0);
          byte[] answer =
              "{\"access_token\":\"t\",\"expires_in\":3599,\"token_type\":\"Bearer\"}"
                  .getBytes(UTF_8);
          exchange.getResponseHeaders().add("Metadata-Flavor", "Google");
          exchange.getResponseHeaders().add("Content-Type", "application/json");
          exchange.sendResponseHeaders(200, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    metadata.start();
    Map<String, String> cloud = env();
    cloud.remove("PUBSUB_EMULATOR_HOST");
    cloud.put("GCE_METADATA_HOST", "127.0.0.1:" + metadata.getAddress().getPort());
    // No proxy is there, so nothing reaches the real Pub/Sub.
    List<String> options =
        List.of("-Xmx128m", "-Dhttps.proxyHost=127.0.0.1", "-Dhttps.proxyPort=1");
    try (FunctionProcess inCloud = FunctionProcess.start(spec("cloud", cloud, options))) {
      assertThat(new WireClient(inCloud.uri()).send(new RequestFuzzer(5, now()).genuine()))
          .isEqualTo(503);
      assertThat(asked).hasPositiveValue();
    } finally {
      metadata.stop(0);
    }
  }

  @Test
  void exitsBeforeServingWithAllProblemsAtOnce() throws Exception {
    FunctionSpec wrong = spec("wrong", Map.of("PAYMENT_TOPIC", "no topic"));
    assertThat(FunctionProcess.exitCodeOf(wrong)).isEqualTo(1);
    assertThat(Files.readString(wrong.log()))
        .contains("GOOGLE_CLOUD_PROJECT: expected a value")
        .contains("PAYMENT_TOPIC: expected")
        .contains("CAMPAY_WEBHOOK_KEY: expected");
  }

  @Test
  void isSmall() throws Exception {
    assertThat(Files.size(Path.of(System.getProperty("deployable")))).isLessThan(8_000_000);
  }

  private static String forge(int seed, int count, AtomicInteger wrong) throws IOException {
    RequestFuzzer fuzzer = new RequestFuzzer(seed, now());
    for (int at = 0; at < count && wrong.get() == 0; at++) {
      TestRequest request = fuzzer.forged();
      int status = client.send(request);
      if (status < 400 || status > 499) {
        wrong.incrementAndGet();
        return status + " for " + request;
      }
    }
    return "";
  }

  /** What the server refuses before the function sees it, or closes on while it is still sent. */
  private static Integer refusedByTheServer(Corpus.Entry entry) {
    String name = entry.name();
    if (name.contains("path-") || name.contains("method-")) {
      return 400;
    }
    if (name.endsWith("10-mb") || name.endsWith("too-long")) {
      return 0;
    }
    return name.endsWith("signatures-10000") ? 431 : entry.status();
  }

  private static List<Received> received() throws IOException {
    List<Received> all = new ArrayList<>();
    List<Received> some = pubSub.topics().pull("test");
    while (!some.isEmpty()) {
      all.addAll(some);
      some = pubSub.topics().pull("test");
    }
    return all;
  }

  private static FunctionSpec spec(String log, Map<String, String> env) {
    return spec(log, env, FunctionSpec.quick("-Xmx128m"));
  }

  private static FunctionSpec spec(String log, Map<String, String> env, List<String> options) {
    return new FunctionSpec(
        "payment-webhook",
        Path.of(System.getProperty("deployable")),
        PaymentWebhookFunction.class.getName(),
        env,
        options,
        logs.resolve(log + ".log"));
  }

  private static Map<String, String> env() {
    Map<String, String> env = new HashMap<>();
    env.put("GOOGLE_CLOUD_PROJECT", PROJECT);
    env.put("CAMPAY_WEBHOOK_KEY", Signing.CAMPAY_KEY);
    env.put("STRIPE_WEBHOOK_SECRET", Signing.STRIPE_SECRET + "," + Signing.OLD_STRIPE_SECRET);
    env.put("PUBSUB_EMULATOR_HOST", pubSub.hostAndPort());
    return env;
  }

  private static long now() {
    return Instant.now().getEpochSecond();
  }
}

package com.maayegue.maintenance.paymentstandins;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/**
 * CamPay, Stripe and NouPai on 127.0.0.1, as far as payments are read from them. All is in memory,
 * and nobody pays anything.
 *
 * <p>What they say is set from Java, or over HTTP: {@code PUT /control/<provider>/<id>} with the
 * JSON of a {@link StandInTransaction}, {@code PUT /control/<provider>} with {@code {"mode":
 * "SLOW"}}, and {@code GET /control/} for all there is.
 */
public final class PaymentStandIns implements AutoCloseable {
  /** What {@code CAMPAY_USERNAME} and {@code CAMPAY_PASSWORD} have to be. */
  public static final String USERNAME = "stand-in";

  /** The password of {@link #USERNAME}. */
  public static final String PASSWORD = "stand-in-password";

  /** What {@code STRIPE_API_KEY}, and NouPai's two keys, have to be. */
  public static final String KEY = "sk_test_stand_in";

  private static final int MOST_BYTES = 64 * 1024;

  private final CountDownLatch end = new CountDownLatch(1);
  private final StandIn campay = new StandIn("campay", StandInTransaction::campay, end);
  private final StandIn stripe = new StandIn("stripe", StandInTransaction::stripe, end);
  private final StandIn noupai = new StandIn("noupai", StandInTransaction::noupai, end);
  private final AtomicLong tokens = new AtomicLong();
  private final AtomicLong strays = new AtomicLong();
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool(PaymentStandIns::daemon);
  private volatile String token = "";
  private volatile long tokenSeconds = 3600;

  private PaymentStandIns(HttpServer server) {
    this.server = server;
  }

  /**
   * Starts the server; it answers once this returns.
   *
   * @param port 0 for a free one
   * @throws IOException when the port is taken
   */
  public static PaymentStandIns start(int port) throws IOException {
    InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    PaymentStandIns standIns =
        new PaymentStandIns(HttpServer.create(new InetSocketAddress(loopback, port), 0));
    standIns.serve("/campay/api/token/", standIns::giveToken);
    standIns.serve("/campay/api/transaction/", standIns::campayTransaction);
    standIns.serve("/stripe/v1/payment_intents/", standIns::paymentIntent);
    standIns.serve("/noupai", standIns::verify);
    standIns.serve("/elsewhere/", standIns::stray);
    standIns.serve("/control/", standIns::control);
    standIns.server.setExecutor(standIns.threads);
    standIns.server.start();
    return standIns;
  }

  /** For {@code CAMPAY_BASE_URL}. */
  public String campayUrl() {
    return url() + "/campay/api";
  }

  /** For {@code STRIPE_BASE_URL}. */
  public String stripeUrl() {
    return url() + "/stripe";
  }

  /** For {@code NOUPAI_BASE_URL}. */
  public String noupaiUrl() {
    return url() + "/noupai";
  }

  /** Where it serves. */
  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** CamPay. */
  public StandIn campay() {
    return campay;
  }

  /** Stripe. */
  public StandIn stripe() {
    return stripe;
  }

  /** NouPai. */
  public StandIn noupai() {
    return noupai;
  }

  /** How many tokens CamPay gave out. */
  public long tokensGiven() {
    return tokens.get();
  }

  /** How often somebody followed a redirect. */
  public long redirectsFollowed() {
    return strays.get();
  }

  /** CamPay's tokens last this long from now on; the one that is out is worth nothing any more. */
  public void renewTokens(long seconds) {
    tokenSeconds = seconds;
    token = "";
  }

  /** Forgets everything. */
  public void clear() {
    List.of(campay, stripe, noupai).forEach(StandIn::clear);
    tokens.set(0);
    strays.set(0);
    renewTokens(3600);
  }

  private void giveToken(HttpExchange exchange) throws IOException {
    JsonObject login = body(exchange);
    if (campay.refuses()
        || !has(login, "username", USERNAME)
        || !has(login, "password", PASSWORD)) {
      StandIn.send(exchange, 401, "application/json", "{\"message\":\"Wrong credentials\"}");
      return;
    }
    tokens.incrementAndGet();
    token = UUID.randomUUID().toString();
    JsonObject answer = new JsonObject();
    answer.addProperty("token", token);
    answer.addProperty("expires_in", tokenSeconds);
    StandIn.send(exchange, 200, "application/json", answer.toString());
  }

  private void campayTransaction(HttpExchange exchange) throws IOException {
    if (token.isEmpty() || !("Token " + token).equals(header(exchange, "Authorization"))) {
      StandIn.send(exchange, 401, "application/json", "{\"detail\":\"Invalid token.\"}");
      return;
    }
    campay.answer(exchange, rest(exchange).replaceAll("/$", ""));
  }

  private void paymentIntent(HttpExchange exchange) throws IOException {
    if (!("Bearer " + KEY).equals(header(exchange, "Authorization"))) {
      StandIn.send(exchange, 401, "application/json", "{\"error\":{\"type\":\"invalid_request\"}}");
      return;
    }
    stripe.answer(exchange, rest(exchange));
  }

  private void verify(HttpExchange exchange) throws IOException {
    JsonObject question = body(exchange);
    boolean known =
        KEY.equals(header(exchange, "Noupia-API-Key"))
            && KEY.equals(header(exchange, "Noupia-Product-Key"))
            && "np-live".equals(header(exchange, "Noupia-API-Signature"));
    if (!known || !has(question, "operation", "verify")) {
      StandIn.send(exchange, 401, "application/json", "{\"response\":\"error\"}");
      return;
    }
    noupai.answer(exchange, question.get("transaction").getAsString());
  }

  private void stray(HttpExchange exchange) throws IOException {
    strays.incrementAndGet();
    StandIn.send(exchange, 200, "application/json", "{\"status\":\"SUCCESSFUL\"}");
  }

  private void control(HttpExchange exchange) throws IOException {
    String[] path = rest(exchange).split("/", -1);
    if (path[0].isEmpty()) {
      JsonObject all = new JsonObject();
      all.add("campay", campay.summary());
      all.add("stripe", stripe.summary());
      all.add("noupai", noupai.summary());
      StandIn.send(exchange, 200, "application/json", all.toString());
      return;
    }
    StandIn provider =
        switch (path[0]) {
          case "campay" -> campay;
          case "stripe" -> stripe;
          case "noupai" -> noupai;
          default -> throw new IllegalArgumentException("no provider " + path[0]);
        };
    JsonObject wish = body(exchange);
    if (path.length == 1) {
      provider.mode(Mode.valueOf(wish.get("mode").getAsString().toUpperCase(Locale.ROOT)));
    } else {
      wish.addProperty("id", path[1]);
      provider.put(new Gson().fromJson(wish, StandInTransaction.class));
    }
    StandIn.send(exchange, 200, "application/json", provider.summary().toString());
  }

  private void serve(String path, HttpHandler handler) {
    server.createContext(
        path,
        exchange -> {
          try (exchange) {
            answer(exchange, handler);
          }
        });
  }

  private static void answer(HttpExchange exchange, HttpHandler handler) throws IOException {
    try {
      handler.handle(exchange);
    } catch (JsonParseException | IllegalArgumentException | IllegalStateException wrong) {
      StandIn.send(exchange, 400, "text/plain", wrong + "\n");
    }
  }

  private static JsonObject body(HttpExchange exchange) throws IOException {
    String text =
        new String(exchange.getRequestBody().readNBytes(MOST_BYTES), StandardCharsets.UTF_8);
    return JsonParser.parseString(text).getAsJsonObject();
  }

  private static boolean has(JsonObject json, String name, String value) {
    return json.has(name) && value.equals(json.get(name).getAsString());
  }

  private static String header(HttpExchange exchange, String name) {
    return exchange.getRequestHeaders().getFirst(name);
  }

  private static String rest(HttpExchange exchange) {
    return exchange
        .getRequestURI()
        .getPath()
        .substring(exchange.getHttpContext().getPath().length());
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "payment-stand-in");
    thread.setDaemon(true);
    return thread;
  }

  /** Ends the server; answers that are under way are cut. */
  @Override
  public void close() {
    end.countDown();
    server.stop(0);
    threads.shutdownNow();
  }

  /** Serves until the process is ended; the argument is the port, 0 for a free one. */
  public static void main(String[] arguments) throws Exception {
    PaymentStandIns standIns = start(arguments.length == 0 ? 0 : Integer.parseInt(arguments[0]));
    System.out.println("CamPay on " + standIns.campayUrl());
    System.out.println("Stripe on " + standIns.stripeUrl());
    System.out.println("NouPai on " + standIns.noupaiUrl());
    standIns.end.await();
  }
}

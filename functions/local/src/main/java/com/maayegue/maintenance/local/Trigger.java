package com.maayegue.maintenance.local;

import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.FirestoreOptions;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.maayegue.maintenance.local.PaymentSimulator.Signature;
import com.maayegue.maintenance.paymentstandins.Callback;
import com.maayegue.maintenance.paymentstandins.StandInTransaction;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Sends signed events like a payment provider to a stack that serves: {@code trigger campay failed
 * --count 12}. Each is of a payment of its own, which it makes first.
 */
public final class Trigger {
  private static final String USAGE =
      """
      trigger campay successful|failed|pending [--count N] [--forged|--replayed|--shuffled|--lost]
      trigger stripe payment_intent.succeeded|payment_intent.payment_failed|charge.refunded [...]

        --count N    so many payments, each with its event (1 to 10000; 1)
        --forged     signed by somebody who does not know the key: expect 401
        --replayed   each event twice
        --shuffled   out of order
        --lost       the payments are made, and no event is sent: the sweep has to find them
      """;
  private static final Map<String, String> CAMPAY =
      Map.of("successful", "SUCCESSFUL", "failed", "FAILED", "pending", "PENDING");
  private static final Map<String, String> STRIPE =
      Map.of(
          "payment_intent.succeeded",
          "succeeded",
          "payment_intent.payment_failed",
          "requires_payment_method",
          "charge.refunded",
          "succeeded");

  private Trigger() {}

  /** Takes the address file of the stack from the system property {@code stack}. */
  public static void main(String[] args) throws Exception {
    Wish wish;
    try {
      wish = Wish.parse(List.of(args));
    } catch (IllegalArgumentException wrong) {
      System.err.println(wrong.getMessage());
      System.err.print(USAGE);
      System.exit(2);
      return;
    }
    Path addresses = Path.of(System.getProperty("stack", "functions/local/target/demo/stack.json"));
    if (!Files.isRegularFile(addresses)) {
      System.err.println(
          "no stack serves: "
              + addresses
              + " is absent; mvn -Pdemo verify -Ddemo.serve starts one");
      System.exit(2);
    }
    JsonObject stack = JsonParser.parseString(Files.readString(addresses)).getAsJsonObject();
    Firestore firestore =
        FirestoreOptions.newBuilder()
            .setProjectId(LocalStack.PROJECT)
            .setEmulatorHost(stack.get("firestore").getAsString())
            .build()
            .getService();
    try {
      PaymentSimulator simulator =
          new PaymentSimulator(
              firestore,
              URI.create(stack.get("providers").getAsString()),
              URI.create(stack.get("webhook").getAsString()),
              InstantSource.system());
      wish.send(simulator).forEach((status, times) -> System.out.println(times + " × " + status));
    } finally {
      firestore.close();
    }
  }

  /** What the command line asks for. */
  record Wish(String provider, String what, int count, List<String> flags) {
    private static final List<String> FLAGS =
        List.of("--forged", "--replayed", "--shuffled", "--lost");

    static Wish parse(List<String> args) {
      if (args.size() < 2) {
        throw new IllegalArgumentException("expected a provider and an event");
      }
      String provider = args.get(0);
      String what = args.get(1);
      boolean known =
          (provider.equals("campay") && CAMPAY.containsKey(what))
              || (provider.equals("stripe") && STRIPE.containsKey(what));
      if (!known) {
        throw new IllegalArgumentException("no event '" + what + "' of '" + provider + "'");
      }
      int count = 1;
      List<String> flags = new ArrayList<>();
      for (int at = 2; at < args.size(); at++) {
        String arg = args.get(at);
        if (arg.equals("--count")) {
          count = count(at + 1 < args.size() ? args.get(++at) : "");
        } else if (FLAGS.contains(arg)) {
          flags.add(arg);
        } else {
          throw new IllegalArgumentException("unknown option '" + arg + "'");
        }
      }
      return new Wish(provider, what, count, flags);
    }

    private static int count(String text) {
      if (!text.matches("[1-9]\\d{0,3}|10000")) {
        throw new IllegalArgumentException(
            "--count: expected 1 to 10000, but it is '" + text + "'");
      }
      return Integer.parseInt(text);
    }

    /** Sends it; how often which status was answered. */
    Map<String, Integer> send(PaymentSimulator simulator) throws Exception {
      Map<String, Integer> answers = new TreeMap<>();
      List<Callback> callbacks = callbacks(simulator, answers);
      if (flags.contains("--shuffled")) {
        Collections.shuffle(callbacks);
      }
      for (Callback callback : callbacks) {
        answers.merge("HTTP " + simulator.send(callback), 1, Integer::sum);
      }
      return answers;
    }

    private List<Callback> callbacks(PaymentSimulator simulator, Map<String, Integer> answers)
        throws Exception {
      Signature signature = flags.contains("--forged") ? Signature.FORGED : Signature.GENUINE;
      List<Callback> callbacks = new ArrayList<>();
      for (int made = 0; made < count; made++) {
        List<Callback> ofOne = pay(simulator, "trigger-user-" + made % 50, signature);
        if (flags.contains("--lost") || what.equals("pending")) {
          answers.merge("payment without an event", 1, Integer::sum);
        } else {
          callbacks.addAll(ofOne);
          if (flags.contains("--replayed")) {
            callbacks.addAll(ofOne);
          }
        }
      }
      return callbacks;
    }

    /** One payment, and what its provider tells of it: a refund is told after the payment. */
    private List<Callback> pay(PaymentSimulator simulator, String user, Signature signature)
        throws Exception {
      if (provider.equals("campay")) {
        StandInTransaction transaction = simulator.campay(user, CAMPAY.get(what));
        return List.of(simulator.fromCampay(transaction, signature));
      }
      StandInTransaction transaction = simulator.stripe(user, STRIPE.get(what));
      List<Callback> callbacks = new ArrayList<>();
      if (what.equals("charge.refunded")) {
        callbacks.add(simulator.fromStripe(transaction, "payment_intent.succeeded", signature));
      }
      callbacks.add(simulator.fromStripe(transaction, what, signature));
      return callbacks;
    }
  }
}

package com.maayegue.maintenance.paymentfailurealert;

import static com.maayegue.maintenance.paymentfailurealert.Till.stripeEvent;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.firestore.QueryDocumentSnapshot;
import com.google.cloud.firestore.WriteBatch;
import com.google.gson.JsonObject;
import com.maayegue.maintenance.emulators.FunctionProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Many events through the deployable jar: none is lost and none counts twice. {@code
 * -Devents=50000} for the whole campaign, in rounds, as the emulator slows down with what it holds.
 */
class ManyEventsIT {
  private static final int EVENTS = Integer.getInteger("events", 500);
  private static final int A_ROUND = 2_000;
  private static final int THREADS = 16;

  @TempDir private Path logs;

  @Test
  void losesNoneAndDoublesNone() throws Exception {
    Random random = new Random(5);
    Duration took = Duration.ZERO;
    int deliveries = 0;
    try (Till till = new Till(logs);
        FunctionProcess function = FunctionProcess.start(new Counter(till, logs).spec(Map.of()))) {
      for (int done = 0; done < EVENTS; done += A_ROUND) {
        till.clear();
        List<JsonObject> events = round(till, Math.min(A_ROUND, EVENTS - done), random);
        List<JsonObject> delivered = new ArrayList<>(events);
        // One in twenty comes twice.
        delivered.addAll(events.subList(0, events.size() / 20));
        Collections.shuffle(delivered, random);
        Instant start = Instant.now();
        deliver(function, delivered);
        took = took.plus(Duration.between(start, Instant.now()));
        deliveries += delivered.size();
        check(till, events.size());
      }
    }
    System.out.printf(
        "%d events in %d deliveries, %d threads: %.1f s, %.0f a second%n",
        EVENTS, deliveries, THREADS, took.toMillis() / 1e3, deliveries * 1e3 / took.toMillis());
  }

  /** Three payments of five events: one completes, one fails, one fails and then completes. */
  private static List<JsonObject> round(Till till, int size, Random random) throws Exception {
    List<JsonObject> events = new ArrayList<>();
    WriteBatch batch = till.firestore.batch();
    Instant now = Instant.now();
    for (int payment = 0; events.size() < size; payment++) {
      String id = "p" + payment;
      int kind = payment % 4;
      batch.set(
          till.firestore.document("payments/" + id),
          till.payment(id, "user" + payment / 3, 2500L, "XAF", "stripe"));
      if (payment % 400 == 399) {
        batch.commit().get();
        batch = till.firestore.batch();
      }
      if (kind != 1) {
        events.add(event("c", "payment_intent.succeeded", id, now));
      }
      if (kind != 0 && events.size() < size) {
        events.add(
            event(
                "f", "payment_intent.payment_failed", id, now.minusSeconds(random.nextInt(7200))));
      }
    }
    batch.commit().get();
    return events;
  }

  private static JsonObject event(String prefix, String type, String id, Instant at) {
    JsonObject event = stripeEvent(prefix + id, type, id, 2500, "XAF");
    event.addProperty("occurredAt", at.toString());
    event.addProperty("receivedAt", at.toString());
    return event;
  }

  private static void deliver(FunctionProcess function, List<JsonObject> events) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(THREADS);
    try {
      List<Callable<Integer>> all =
          events.stream()
              .map(event -> (Callable<Integer>) () -> untilDone(function, event))
              .toList();
      for (Future<Integer> one : pool.invokeAll(all)) {
        assertThat(one.get()).isEqualTo(200);
      }
    } finally {
      pool.shutdownNow();
    }
  }

  /** What was not answered well comes again, as from Pub/Sub. */
  private static int untilDone(FunctionProcess function, JsonObject event) throws Exception {
    int status = 0;
    for (int attempt = 0; attempt < 10 && status != 200; attempt++) {
      status = Counter.deliver(function, event);
    }
    return status;
  }

  private static void check(Till till, int events) throws Exception {
    assertThat(till.count("payment_events")).isEqualTo(events);
    int completed = 0;
    for (QueryDocumentSnapshot payment :
        till.firestore.collection("payments").get().get().getDocuments()) {
      int kind = Integer.parseInt(payment.getId().substring(1)) % 4;
      boolean hasSucceeded = till.get("payment_events/stripe-c" + payment.getId()).exists();
      assertThat(payment.getString("status")).isEqualTo(hasSucceeded ? "completed" : "failed");
      assertThat(hasSucceeded).isEqualTo(kind != 1);
      completed += hasSucceeded ? 1 : 0;
    }
    int paid = 0;
    for (QueryDocumentSnapshot subscription :
        till.firestore.collection("subscriptions").get().get().getDocuments()) {
      paid += ((Map<?, ?>) subscription.get("paid")).size();
    }
    assertThat(paid).isEqualTo(completed);
    assertThat(till.count("notifications")).isEqualTo(completed);
    assertThat(till.alerts("payment-failures")).isNotEmpty();
  }
}

package com.maayegue.maintenance.paymentfailurealert;

import static com.maayegue.maintenance.paymentfailurealert.Till.campayEvent;
import static com.maayegue.maintenance.paymentfailurealert.Till.stripeEvent;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One alert of an incident, and one effect of an event. */
class RepeatedEventsTest {
  private static final String SUCCEEDED = "payment_intent.succeeded";
  private static final String FAILED = "payment_intent.payment_failed";

  private Till till;

  @BeforeEach
  void open() throws Exception {
    till = Till.shared();
  }

  @Test
  void tellsOnceWhenTooManyFailedAndWhenItIsOver() throws Exception {
    for (int i = 0; i < 10; i++) {
      fail("p" + i, "2025-10-07T11:%02d:00Z".formatted(30 + i));
    }
    complete("ok");
    // One too many in number, but two hours ago: it belongs to another window.
    fail("late", "2025-10-07T10:00:00Z");
    assertThat(till.alerts()).isEmpty();
    fail("p10", "2025-10-07T11:35:30Z");
    List<JsonObject> alerts = till.alerts();
    assertThat(alerts).hasSize(1);
    JsonObject alert = alerts.get(0);
    assertThat(alert.get("rule").getAsString()).isEqualTo("payment-failures");
    assertThat(alert.get("severity").getAsString()).isEqualTo("critical");
    assertThat(alert.get("status").getAsString()).isEqualTo("firing");
    JsonObject labels = alert.getAsJsonObject("labels");
    assertThat(labels.get("failed").getAsString()).isEqualTo("11");
    assertThat(labels.get("attempts").getAsString()).isEqualTo("12");
    assertThat(labels.get("failedPercent").getAsString()).isEqualTo("92");
    assertThat(labels.get("providers").getAsString()).isEqualTo("stripe 11");
    assertThat(labels.get("reasons").getAsString()).isEqualTo("card_declined 11");
    assertThat(alert.get("summary").getAsString()).contains("92 %").contains("stripe 11");

    fail("p11", "2025-10-07T11:59:00Z");
    fail("p11", "2025-10-07T11:59:00Z");
    assertThat(till.alerts()).as("of one incident, one alert").isEmpty();
    till.wait(Duration.ofMinutes(10));
    till.sweep();
    assertThat(till.alerts("payment-failures")).containsExactly("firing payment-failures");
    till.wait(Duration.ofMinutes(60));
    till.sweep();
    assertThat(till.alerts("payment-failures")).containsExactly("resolved payment-failures");
    till.sweep();
    assertThat(till.alerts()).isEmpty();
  }

  @Test
  void bearsTenThousandRepeatsOfOneEvent() throws Exception {
    int repeats = Integer.getInteger("repeats", 10_000);
    till.pay("p1", "ada", 2500L, "XAF", "campay");
    till.campay("p1", "SUCCESSFUL", "2500", null);
    till.deliver(campayEvent("p1", "SUCCESSFUL"));
    Map<String, Object> before = till.everything();
    inThreads(8, repeats, i -> till.deliver(campayEvent("p1", "SUCCESSFUL")));
    assertThat(till.everything()).isEqualTo(before);
    assertThat(till.providers.campay().questions()).isEqualTo(1);
  }

  @Test
  void booksAnEventOnceThatIsDeliveredTwiceAtOnce() throws Exception {
    for (int round = 0; round < 2; round++) {
      String id = "p" + round;
      till.pay(id, "ada", 2500L, "XAF", "stripe");
      JsonObject event = stripeEvent("e" + round, SUCCEEDED, id, 2500, "XAF");
      inThreads(2, 2, i -> till.deliver(event));
      assertThat(till.status(id)).isEqualTo("completed");
    }
    assertThat(till.get("subscriptions/ada").getTimestamp("end"))
        .isEqualTo(Till.timestamp(Instant.parse("2027-10-07T12:00:00Z")));
    assertThat(till.count("notifications")).isEqualTo(2);
    assertThat(till.count("payment_events")).isEqualTo(2);
  }

  private void fail(String id, String at) throws Exception {
    if (!till.get("payments/" + id).exists()) {
      till.pay(id, "ada", 2500L, "XAF", "stripe");
    }
    JsonObject event = stripeEvent("failed-" + id, FAILED, id, 2500, "XAF");
    event.addProperty("occurredAt", at);
    event.addProperty("reason", "card_declined");
    till.deliver(event);
  }

  private void complete(String id) throws Exception {
    till.pay(id, "bob", 2500L, "XAF", "stripe");
    till.deliver(stripeEvent("completed-" + id, SUCCEEDED, id, 2500, "XAF"));
  }

  @FunctionalInterface
  private interface Work {
    void on(int number) throws Exception;
  }

  private static void inThreads(int threads, int times, Work work) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Callable<Void>> all = new ArrayList<>();
      for (int i = 0; i < times; i++) {
        int number = i;
        all.add(
            () -> {
              work.on(number);
              return null;
            });
      }
      for (Future<Void> one : pool.invokeAll(all)) {
        one.get();
      }
    } finally {
      pool.shutdownNow();
    }
  }
}

package com.maayegue.maintenance.paymentfailurealert;

import static com.maayegue.maintenance.paymentfailurealert.Till.campayEvent;
import static com.maayegue.maintenance.paymentfailurealert.Till.stripeEvent;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

/**
 * A sample on the emulator of what {@code PaymentStateTest} tests of all orders: also the
 * subscription is the same in the end.
 */
class OrderFreePaymentsTest {
  @Test
  void endsInTheSameDocumentsWhateverTheOrder() throws Exception {
    List<JsonObject> events = new ArrayList<>();
    events.add(at(stripeEvent("f1", "payment_intent.payment_failed", "p1", 2500, "XAF"), 1));
    events.add(at(stripeEvent("f2", "payment_intent.payment_failed", "p1", 2500, "XAF"), 2));
    events.add(at(stripeEvent("c1", "payment_intent.succeeded", "p1", 2500, "XAF"), 3));
    events.add(at(stripeEvent("r1", "charge.refunded", "p1", 2500, "XAF"), 9));
    events.add(at(stripeEvent("m1", "payment_intent.succeeded", "p2", 25, "XAF"), 4));
    events.add(at(stripeEvent("c2", "payment_intent.succeeded", "p2", 2500, "XAF"), 5));
    events.add(at(stripeEvent("c3", "payment_intent.succeeded", "p3", 2500, "XAF"), 6));
    events.add(at(campayEvent("p4", "SUCCESSFUL"), 7));
    Random random = new Random(11);
    Till till = Till.shared();
    Map<String, Object> expected = null;
    for (int round = 0; round < 25; round++) {
      till.clear();
      for (String id : List.of("p1", "p2", "p3")) {
        till.pay(id, "ada", 2500L, "XAF", "stripe");
      }
      till.pay("p4", "ada", 2500L, "XAF", "campay");
      till.campay("p4", "SUCCESSFUL", "2500", null);
      List<JsonObject> order = new ArrayList<>(events);
      for (int repeat = 0; repeat < 3; repeat++) {
        order.add(events.get(random.nextInt(events.size())));
      }
      if (round > 0) {
        Collections.shuffle(order, random);
      }
      for (JsonObject event : order) {
        till.deliver(event);
      }
      Map<String, Object> end = till.state("payments", "subscriptions");
      expected = expected == null ? end : expected;
      assertThat(end).as("%s", order).isEqualTo(expected);
    }
    assertThat(till.status("p1")).isEqualTo("refunded");
    assertThat(till.get("subscriptions/ada").get("paid"))
        .asInstanceOf(InstanceOfAssertFactories.MAP)
        .containsOnlyKeys("p2", "p3", "p4");
  }

  private static JsonObject at(JsonObject event, int minute) {
    String time = "2025-10-07T11:%02d:00Z".formatted(minute);
    event.addProperty("receivedAt", time);
    event.addProperty("occurredAt", time);
    return event;
  }
}

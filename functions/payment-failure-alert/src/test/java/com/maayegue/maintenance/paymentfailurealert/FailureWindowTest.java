package com.maayegue.maintenance.paymentfailurealert;

import static org.assertj.core.api.Assertions.assertThat;

import com.maayegue.maintenance.paymentfailurealert.FailureWindow.Breach;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FailureWindowTest {
  private static final Instant START = Instant.parse("2025-10-07T10:00:00Z");

  @Test
  void agreesWithACountAtEverySecondHoweverFailuresArrive() {
    Random random = new Random(42);
    int breached = 0;
    for (int round = 0; round < 1_500; round++) {
      int threshold = 1 + random.nextInt(6);
      int length = 1 + random.nextInt(30);
      int span = 1 + random.nextInt(120);
      FailureWindow window = new FailureWindow(threshold, Duration.ofSeconds(length));
      List<Instant> arrived = new ArrayList<>();
      for (int failure = random.nextInt(40); failure > 0; failure--) {
        // Late, early, at once, and out of order.
        arrived.add(START.plusSeconds(random.nextInt(span)));
        if (random.nextInt(8) == 0) {
          breached += compare(window, arrived, span);
        }
      }
      breached += compare(window, arrived, span);
      Collections.shuffle(arrived, random);
      breached += compare(window, arrived, span);
    }
    assertThat(breached).isGreaterThan(1_500);
  }

  private static int compare(FailureWindow window, List<Instant> failures, int span) {
    List<Breach> breaches = window.breaches(failures);
    for (int second = -1; second <= span + window.length().toSeconds() + 1; second++) {
      Instant at = START.plusSeconds(second);
      Instant from = at.minus(window.length());
      long inWindow =
          failures.stream().filter(each -> each.isAfter(from) && !each.isAfter(at)).count();
      boolean breach = breaches.stream().anyMatch(each -> each.contains(at));
      if (breach != inWindow > window.threshold()) {
        assertThat(breach).as("%s at %s of %s", window, at, failures).isNotEqualTo(breach);
      }
    }
    for (int i = 1; i < breaches.size(); i++) {
      assertThat(breaches.get(i).start()).isAfter(breaches.get(i - 1).end());
    }
    return breaches.isEmpty() ? 0 : 1;
  }

  @Test
  void bearsAsManyAsTheThresholdAndNotOneMore() {
    FailureWindow window = new FailureWindow(10, Duration.ofHours(1));
    List<Instant> failures = new ArrayList<>(Collections.nCopies(10, START));
    assertThat(window.breaches(failures)).isEmpty();
    failures.add(START.plus(Duration.ofHours(1)));
    assertThat(window.breaches(failures)).as("an hour later is outside").isEmpty();
    failures.add(START.plus(Duration.ofMinutes(59)));
    assertThat(window.breaches(failures))
        .containsExactly(
            new Breach(START.plus(Duration.ofMinutes(59)), START.plus(Duration.ofHours(1))));
  }

  @Test
  void countsALateArrivalWhereItBelongs() {
    FailureWindow window = new FailureWindow(2, Duration.ofHours(1));
    List<Instant> failures =
        new ArrayList<>(List.of(START, START.plusSeconds(10), START.plusSeconds(7200)));
    assertThat(window.breaches(failures)).isEmpty();
    failures.add(START.plusSeconds(5));
    assertThat(window.breaches(failures))
        .containsExactly(new Breach(START.plusSeconds(10), START.plusSeconds(3600)));
  }
}

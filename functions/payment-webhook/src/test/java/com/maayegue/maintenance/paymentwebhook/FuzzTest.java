package com.maayegue.maintenance.paymentwebhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/**
 * A campaign of made-up requests on the handler: {@code -Dwebhook.fuzz=1000000} is the full one.
 * One in 500 is genuine, so that a handler that refuses everything fails too.
 */
class FuzzTest {
  private static final int REQUESTS = Integer.getInteger("webhook.fuzz", 20_000);
  private static final long SEED = Long.getLong("webhook.fuzz.seed", 1);
  private static final int ONE_IN = 500;
  private static final long MIB = 1 << 20;

  @Test
  void acceptsNoneOfManyForgedRequestsAndStaysSmall() throws Exception {
    RequestFuzzer fuzzer = new RequestFuzzer(SEED, Gateway.NOW.getEpochSecond());
    try (Gateway gateway = new Gateway()) {
      long early = 0;
      int genuine = 0;
      for (int at = 1; at <= REQUESTS; at++) {
        boolean forged = at % ONE_IN != 0;
        TestRequest request = forged ? fuzzer.forged() : fuzzer.genuine();
        int status = gateway.send(request).status();
        if (forged ? status < 400 || status > 499 : status != 200) {
          throw new AssertionError(status + " for request " + at + ": " + request);
        }
        genuine += forged ? 0 : 1;
        if (at % ONE_IN == 0) {
          assertThat(gateway.log()).doesNotContain("\"bug\"");
          gateway.clearLog();
          assertThat(gateway.topic.messages()).hasSize(1);
          gateway.topic.clear();
        }
        if (at == REQUESTS / 10) {
          early = usedBytes();
        }
      }
      assertThat(genuine).isEqualTo(REQUESTS / ONE_IN).isPositive();
      assertThat((usedBytes() - early) / MIB).isLessThan(8);
    }
  }

  private static long usedBytes() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}

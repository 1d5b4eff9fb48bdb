package com.maayegue.maintenance.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RetryTest {
  private static final Instant NOW = Instant.parse("2025-10-07T02:00:00Z");
  private final InstantSource clock = InstantSource.fixed(NOW);
  private final Retry retry = new Retry(3, Duration.ofMillis(1));
  private final AtomicInteger calls = new AtomicInteger();

  private String failTimes(int times) throws IOException {
    if (calls.incrementAndGet() <= times) {
      throw new IOException("try " + calls.get());
    }
    return "done";
  }

  @Test
  void goesOnAfterTransientFailures() throws Exception {
    assertThat(retry.call(() -> failTimes(2), any -> true, clock, NOW.plusSeconds(60)))
        .isEqualTo("done");
    assertThat(calls).hasValue(3);
  }

  @Test
  void givesUpAfterItsAttemptsWithTheLastFailure() {
    assertThatThrownBy(
            () -> retry.call(() -> failTimes(9), any -> true, clock, NOW.plusSeconds(60)))
        .isInstanceOf(IOException.class)
        .hasMessage("try 3");
  }

  @Test
  void doesNotRepeatWhatCannotSucceedLater() {
    assertThatThrownBy(
            () -> retry.call(() -> failTimes(9), any -> false, clock, NOW.plusSeconds(60)))
        .hasMessage("try 1");
  }

  @Test
  void doesNotWaitBeyondTheDeadline() {
    assertThatThrownBy(() -> retry.call(() -> failTimes(9), any -> true, clock, NOW))
        .hasMessage("try 1");
  }
}

package com.maayegue.maintenance.notificationpurge;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RampTest {
  private final Ramp ramp = new Ramp(500);

  @Test
  void startsAtOnceAndKeepsToItsRate() {
    assertThat(ramp.startOf(0)).isZero();
    assertThat(ramp.startOf(500)).isEqualTo(Duration.ofSeconds(1));
    assertThat(ramp.startOf(150_000)).isEqualTo(Duration.ofMinutes(5));
  }

  @Test
  void growsByHalfEveryFiveMinutes() {
    assertThat(ramp.startOf(150_000 + 225_000)).isEqualTo(Duration.ofMinutes(10));
    assertThat(ramp.startOf(150_000 + 750)).isEqualTo(Duration.ofSeconds(301));
  }

  @Test
  void hasNoLimitAtZero() {
    assertThat(new Ramp(0).startOf(1_000_000_000)).isZero();
  }
}

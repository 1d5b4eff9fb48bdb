package com.maayegue.maintenance.paymentfailurealert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.maayegue.maintenance.core.Env;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PaymentSettingsTest {
  @Test
  void hasTheGuidesFiguresAndNoProviderUntilToldOf() {
    PaymentSettings settings = PaymentSettings.from(Env.of(Map.of("GOOGLE_CLOUD_PROJECT", "demo")));
    assertThat(settings.failures()).isEqualTo(new FailureWindow(10, Duration.ofHours(1)));
    assertThat(settings.pendingAfter()).isEqualTo(Duration.ofMinutes(15));
    assertThat(settings.stuckAfter()).isEqualTo(Duration.ofHours(24));
    assertThat(settings.common().dryRun()).isFalse();
    assertThat(settings.providers()).isEmpty();
    assertThat(settings.plans().knows("premium")).isTrue();
  }

  @Test
  void namesAllThatIsWrong() {
    Map<String, String> env = new HashMap<>();
    env.put("FAILURE_THRESHOLD", "0");
    env.put("FAILURE_WINDOW", "an hour");
    env.put("PENDING_AFTER", "PT1S");
    env.put("PLAN_LENGTHS", "premium=1 year");
    env.put("CAMPAY_USERNAME", "somebody");
    env.put("CAMPAY_BASE_URL", "http://www.campay.net/api");
    env.put("STRIPE_BASE_URL", "https://user@api.stripe.com");
    env.put("NOUPAI_BASE_URL", "ftp://noupai");
    env.put("PROVIDER_THREADS", "1000");
    assertThatThrownBy(() -> PaymentSettings.from(Env.of(env)))
        .hasMessageContaining("GOOGLE_CLOUD_PROJECT")
        .hasMessageContaining("FAILURE_THRESHOLD")
        .hasMessageContaining("FAILURE_WINDOW")
        .hasMessageContaining("PENDING_AFTER")
        .hasMessageContaining("PLAN_LENGTHS")
        .hasMessageContaining("CAMPAY_PASSWORD")
        .hasMessageContaining("CAMPAY_BASE_URL")
        .hasMessageContaining("STRIPE_BASE_URL")
        .hasMessageContaining("NOUPAI_BASE_URL")
        .hasMessageContaining("NOUPAI_API_KEY")
        .hasMessageContaining("NOUPAI_PRODUCT_KEY")
        .hasMessageContaining("PROVIDER_THREADS");
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT10M", "PT15M"})
  void refusesStuckBeforePending(String stuckAfter) {
    Map<String, String> env = Map.of("GOOGLE_CLOUD_PROJECT", "demo", "STUCK_AFTER", stuckAfter);
    assertThatThrownBy(() -> PaymentSettings.from(Env.of(env))).hasMessageContaining("STUCK_AFTER");
  }

  @Test
  void waitsLongerAfterEachFailureUpToALimitOrAWish() {
    Instant now = Instant.parse("2025-10-07T12:00:00Z");
    Duration first = Duration.ofMinutes(5);
    Duration most = Duration.ofMinutes(30);
    Backoff backoff = Backoff.NONE;
    for (long minutes : new long[] {5, 10, 20, 30, 30}) {
      backoff = backoff.after(now, first, most, Optional.empty());
      assertThat(backoff.retryAt()).isEqualTo(now.plus(Duration.ofMinutes(minutes)));
      assertThat(backoff.holdsAt(now)).isTrue();
      assertThat(backoff.holdsAt(backoff.retryAt())).isFalse();
    }
    assertThat(backoff.after(now, first, most, Optional.of(Duration.ofHours(1))).retryAt())
        .isEqualTo(now.plus(Duration.ofHours(1)));
    assertThat(new Backoff(1_000_000, now).after(now, first, most, Optional.empty()).retryAt())
        .isEqualTo(now.plus(most));
  }
}

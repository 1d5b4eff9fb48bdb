package com.maayegue.maintenance.notificationpurge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.maayegue.maintenance.core.Env;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PurgeSettingsTest {
  @Test
  void deletesNothingUntilToldTo() {
    PurgeSettings settings = PurgeSettings.from(Env.of(Map.of("GOOGLE_CLOUD_PROJECT", "demo")));
    assertThat(settings.common().dryRun()).isTrue();
    assertThat(settings.collection()).isEqualTo("notifications");
    assertThat(settings.timestampField()).isEqualTo("created_at");
    assertThat(settings.retention()).isEqualTo(Duration.ofDays(30));
    assertThat(settings.deletesPerSecond()).isEqualTo(500);
  }

  @Test
  void hasNoRampOnAnEmulator() {
    Map<String, String> env =
        Map.of("GOOGLE_CLOUD_PROJECT", "demo", "FIRESTORE_EMULATOR_HOST", "127.0.0.1:8080");
    assertThat(PurgeSettings.from(Env.of(env)).deletesPerSecond()).isZero();
  }

  @Test
  void namesAllThatIsWrong() {
    Map<String, String> env =
        Map.of(
            "COLLECTION",
            "users/notifications",
            "TIMESTAMP_FIELD",
            "created at",
            "RETENTION",
            "30",
            "PARALLELISM",
            "0",
            "DELETES_PER_SECOND",
            "-1",
            "DRY_RUN",
            "no");
    assertThatThrownBy(() -> PurgeSettings.from(Env.of(env)))
        .hasMessageContaining("7 problem(s)")
        .hasMessageContaining("GOOGLE_CLOUD_PROJECT")
        .hasMessageContaining("COLLECTION")
        .hasMessageContaining("TIMESTAMP_FIELD")
        .hasMessageContaining("RETENTION")
        .hasMessageContaining("PARALLELISM")
        .hasMessageContaining("DELETES_PER_SECOND")
        .hasMessageContaining("DRY_RUN");
  }
}

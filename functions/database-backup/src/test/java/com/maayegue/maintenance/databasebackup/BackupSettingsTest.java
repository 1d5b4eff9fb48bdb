package com.maayegue.maintenance.databasebackup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.maayegue.maintenance.core.Env;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BackupSettingsTest {
  private final Map<String, String> env =
      new HashMap<>(Map.of("GOOGLE_CLOUD_PROJECT", "demo", "SQLITE_BUCKET", "bucket"));

  @Test
  void hasTheDefaultsOfTheGuide() {
    BackupSettings settings = BackupSettings.from(Env.of(env));
    assertThat(settings.retention())
        .isEqualTo(new RetentionPolicy(7, 4, 12, ZoneId.of("Africa/Douala")));
    assertThat(settings.staging().databases()).containsExactly("maa_yegue_app");
    assertThat(settings.common().dryRun()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a/b", "..", "../x", "a,,b", "/etc/passwd", "a b", ".hidden", "é"})
  void refusesNamesThatLeadElsewhere(String names) {
    env.put("DATABASES", names);
    assertThatThrownBy(() -> BackupSettings.from(Env.of(env)))
        .hasMessageContaining("DATABASES: expected comma-separated names");
  }

  @Test
  void namesAllProblemsAtOnce() {
    env.put("RETENTION_DAILY", "0");
    env.put("RETENTION_WEEKLY", "-1");
    env.put("RETENTION_MONTHLY", "many");
    assertThatThrownBy(() -> BackupSettings.from(Env.of(env)))
        .hasMessageContaining("3 problem(s)")
        .hasMessageContaining("RETENTION_DAILY: expected a whole number from 1 to 1000");
  }
}

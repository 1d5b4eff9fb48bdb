package com.maayegue.maintenance.databasemaintenance;

import static org.assertj.core.api.Assertions.assertThat;

import com.maayegue.maintenance.core.Env;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetentionPolicyTest {
  // In Douala it is the 12th already.
  private static final Instant NOW = Instant.parse("2025-10-11T23:30:00Z");

  @Test
  void keepsThirtyDaysOfLimitsAndHalfAYearOfLogs() {
    RetentionPolicy policy = RetentionPolicy.at(NOW, settings(Map.of()));
    assertThat(policy.firstDay()).isEqualTo(LocalDate.parse("2025-09-12"));
    assertThat(policy.firstLog()).isEqualTo(NOW.minus(Duration.ofDays(180)));
    assertThat(policy.now()).isEqualTo(NOW);
    assertThat(RetentionPolicy.belowFloor(settings(Map.of()))).isEmpty();
  }

  @Test
  void crossesNoFloorWhateverTheSettingsSay() {
    MaintenanceSettings settings =
        settings(Map.of("DAILY_LIMITS_RETENTION", "PT1S", "ADMIN_LOGS_RETENTION", "P1D"));
    RetentionPolicy policy = RetentionPolicy.at(NOW, settings);
    assertThat(policy.firstDay()).isEqualTo(LocalDate.parse("2025-10-05"));
    assertThat(policy.firstLog()).isEqualTo(NOW.minus(Duration.ofDays(30)));
    assertThat(RetentionPolicy.belowFloor(settings))
        .containsExactly(
            "DAILY_LIMITS_RETENTION is PT1S: used as the shortest allowed, PT168H",
            "ADMIN_LOGS_RETENTION is PT24H: used as the shortest allowed, PT720H");
  }

  @ParameterizedTest
  @CsvSource({
    "999, 999, false",
    "1000, 1000, true",
    "950, 1000, false",
    "1900, 2000, false",
    "1901, 2000, true",
    "0, 0, false"
  })
  void stopsWhenNearlyAllOfManyRowsAreDue(long due, long rows, boolean stops) {
    assertThat(RetentionPolicy.at(NOW, settings(Map.of())).tooMany(due, rows)).isEqualTo(stops);
  }

  @Test
  void neverStopsAtAHundredPercent() {
    MaintenanceSettings settings = settings(Map.of("MAX_DELETIONS_PERCENT", "100"));
    assertThat(RetentionPolicy.at(NOW, settings).tooMany(5_000, 5_000)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"PT0S, false", "PT14M, false", "-PT14M, false", "PT16M, true", "-PT16M, true"})
  void distrustsAClockThatIsFarFromAnother(Duration off, boolean wrong) {
    assertThat(RetentionPolicy.clockIsWrong(NOW, NOW.plus(off))).isEqualTo(wrong);
  }

  private static MaintenanceSettings settings(Map<String, String> more) {
    Map<String, String> env = new HashMap<>(more);
    env.put("GOOGLE_CLOUD_PROJECT", "demo");
    env.put("SQLITE_BUCKET", "bucket");
    return MaintenanceSettings.from(Env.of(env));
  }
}

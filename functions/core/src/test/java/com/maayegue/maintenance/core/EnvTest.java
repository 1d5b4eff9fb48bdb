package com.maayegue.maintenance.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnvTest {
  @Test
  void namesEveryProblemAtOnce() {
    Env env = Env.of(Map.of("DRY_RUN", "perhaps", "RETENTION", "P1M", "TIME_ZONE", "Douala"));
    env.required("GOOGLE_CLOUD_PROJECT");
    env.flag("DRY_RUN", true);
    env.duration("RETENTION", Duration.ofDays(30), Duration.ofDays(1));
    env.zone("TIME_ZONE", "Africa/Douala");

    assertThatThrownBy(env::check)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("4 problem(s)")
        .hasMessageContaining("GOOGLE_CLOUD_PROJECT: expected a value")
        .hasMessageContaining("DRY_RUN: expected true or false, but it is 'perhaps'")
        .hasMessageContaining(
            "RETENTION: expected an ISO 8601 duration such as P30D or PT1H, at least PT24H")
        .hasMessageContaining(
            "TIME_ZONE: expected a time zone such as Africa/Douala, but it is 'Douala'");
  }

  @Test
  void takesTheFallbackOfWhatIsBlank() {
    Env env = Env.of(Map.of("ALERT_TOPIC", "  "));
    assertThat(env.text("ALERT_TOPIC", "maintenance-alerts")).isEqualTo("maintenance-alerts");
    assertThatCode(env::check).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource({"P30D,720", "P4W,672", "PT1H,1", "P1DT2H,26", "P0D,0"})
  void readsDurations(String text, long hours) {
    Env env = Env.of(Map.of("D", text));
    assertThat(env.duration("D", Duration.ofDays(1), Duration.ZERO))
        .isEqualTo(Duration.ofHours(hours));
    assertThatCode(env::check).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(strings = {"30", "30 days", "P1Y", "P1M3D", "-P1D", "P-1D", "P", "P30D ago"})
  void refusesDurationsThatAreNone(String text) {
    Env env = Env.of(Map.of("D", text));
    env.duration("D", Duration.ofDays(1), Duration.ZERO);
    assertThatThrownBy(env::check).hasMessageContaining("D: expected an ISO 8601 duration");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "101", "ten", "1.5", "99999999999"})
  void refusesNumbersOutOfRange(String text) {
    Env env = Env.of(Map.of("MAX_DELETIONS_PERCENT", text));
    env.number("MAX_DELETIONS_PERCENT", 25, 0, 100);
    assertThatThrownBy(env::check)
        .hasMessageContaining("a whole number from 0 to 100, but it is '" + text + "'");
  }

  @Test
  void refusesNamesThatLeadElsewhere() {
    Env env = Env.of(Map.of("DATABASES", "maa_yegue_app, ../secrets,"));
    env.names("DATABASES", "maa_yegue_app", Pattern.compile("[A-Za-z0-9_-]{1,64}"), "letters");
    assertThatThrownBy(env::check)
        .hasMessageContaining("'../secrets'")
        .hasMessageContaining("2 problem(s)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1:9199", "http://127.0.0.1:9199", "http://127.0.0.1:9199/"})
  void readsAnEmulatorWithAndWithoutItsScheme(String address) {
    Env env = Env.of(Map.of("STORAGE_EMULATOR_HOST", address));
    assertThat(env.hostAndPort("STORAGE_EMULATOR_HOST")).contains("127.0.0.1:9199");
    assertThatCode(env::check).doesNotThrowAnyException();
  }

  @Test
  void refusesAnEmulatorWithoutPort() {
    Env env = Env.of(Map.of("FIRESTORE_EMULATOR_HOST", "localhost"));
    env.hostAndPort("FIRESTORE_EMULATOR_HOST");
    assertThatThrownBy(env::check)
        .hasMessageContaining("FIRESTORE_EMULATOR_HOST: expected host:port");
  }

  @Test
  void namesAProblemWithoutTheValueOfASecret() {
    Env env = Env.of(Map.of("KEY", "hunter2"));
    env.problem("KEY", "expected 32 characters at least");
    assertThatThrownBy(env::check)
        .hasMessageContaining("KEY: expected 32 characters at least")
        .hasMessageNotContaining("hunter2");
  }
}

package com.maayegue.maintenance.costmonitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.maayegue.maintenance.core.Env;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CostSettingsTest {
  @Test
  void hasTheLimitsOfTheGuideAndOfTheFreeTiers() {
    CostSettings settings = CostSettings.from(env("COST_CURRENCY", ""));
    assertThat(settings.limit(CostMetric.FIRESTORE_READS)).hasValue(50_000);
    assertThat(settings.limit(CostMetric.STORAGE_BYTES)).hasValue(5e9);
    assertThat(settings.limit(CostMetric.COST_MONTH)).isEmpty();
    assertThat(settings.threshold(ScalingSignal.MONTHLY_COST)).isEqualTo(100);
    assertThat(settings.quotaZone()).hasToString("America/Los_Angeles");
    assertThat(settings.costCurrency()).isEqualTo("EUR");
  }

  @Test
  void replacesOnlyWhatIsNamedAndTakesALimitAwayWithZero() {
    CostSettings settings =
        CostSettings.from(env("LIMITS", "{\"firestore_reads\": 7.5, \"storage_bytes\": 0}"));
    assertThat(settings.limit(CostMetric.FIRESTORE_READS)).hasValue(7.5);
    assertThat(settings.limit(CostMetric.STORAGE_BYTES)).isEmpty();
    assertThat(settings.limit(CostMetric.FIRESTORE_WRITES)).hasValue(20_000);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "LIMITS            | {\"reads\": 1}              | LIMITS: expected one of active_users, ",
        "LIMITS            | {\"cost_month\": 1}         | LIMITS: expected one of active_users, ",
        "LIMITS            | {\"firestore_reads\": -1}   | LIMITS: expected a JSON object of names",
        "LIMITS            | {\"firestore_reads\": \"1\"} | LIMITS: expected a JSON object of names",
        "LIMITS            | {\"firestore_reads\": 1e99} | LIMITS: expected a JSON object of names",
        "LIMITS            | [1]                         | LIMITS: expected a JSON object of names",
        "LIMITS            | {                           | LIMITS: expected a JSON object of names",
        "SIGNALS           | {\"database_size\": 0}      | SIGNALS: expected more than 0",
        "QUOTA_TIME_ZONE   | pacific                     | QUOTA_TIME_ZONE: expected a time zone",
        "ACTIVE_WITHIN     | PT1H                        | ACTIVE_WITHIN: expected an ISO 8601 duration",
        "RESPONSE_SERVICES | a\"b                        | RESPONSE_SERVICES: expected comma-separated",
        "COST_CURRENCY     | euro                        | COST_CURRENCY: expected a currency",
      })
  void refusesWhatItCannotUse(String name, String value, String problem) {
    assertThatThrownBy(() -> CostSettings.from(env(name, value)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(problem);
  }

  private static Env env(String name, String value) {
    Map<String, String> env = new HashMap<>();
    env.put("GOOGLE_CLOUD_PROJECT", "p");
    env.put("SQLITE_BUCKET", "b");
    env.put(name, value);
    return Env.of(env);
  }
}

package com.maayegue.maintenance.costmonitor;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.maayegue.maintenance.core.CommonSettings;
import com.maayegue.maintenance.core.Env;
import com.maayegue.maintenance.stagedsqlite.StagingSettings;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What the cost monitor is told by its environment.
 *
 * @param quotaZone in which Google's free quotas and bills begin their days and months
 * @param activeWithin who used the app within this long is an active user
 * @param responseServices the Cloud Run services that people wait for
 * @param costCurrency that the limit of the cost signal is in
 * @param limits by metric; a metric without one has no limit
 * @param thresholds by scaling signal
 * @param monitoringEmulator {@code host:port} of a stand-in for Cloud Monitoring
 */
record CostSettings(
    CommonSettings common,
    StagingSettings staging,
    ZoneId quotaZone,
    Duration activeWithin,
    List<String> responseServices,
    String costCurrency,
    Map<String, Double> limits,
    Map<String, Double> thresholds,
    Optional<String> monitoringEmulator) {
  private static final Pattern SERVICE = Pattern.compile("[a-z][a-z0-9-]{0,62}");
  private static final Pattern CURRENCY = Pattern.compile("[A-Z]{3}");
  private static final String EXPECTATION =
      "a JSON object of names and positive numbers, such as {\"firestore_reads\": 50000}";

  static CostSettings from(Env env) {
    // Real by default: it deletes nothing, and stops nothing.
    CommonSettings common = CommonSettings.from(env, false);
    CostSettings settings =
        new CostSettings(
            common,
            StagingSettings.from(env),
            env.zone("QUOTA_TIME_ZONE", "America/Los_Angeles"),
            env.duration("ACTIVE_WITHIN", Duration.ofDays(30), Duration.ofDays(1)),
            env.names("RESPONSE_SERVICES", "payment-webhook", SERVICE, "Cloud Run services"),
            env.matching("COST_CURRENCY", "EUR", CURRENCY, "a currency such as EUR"),
            numbers(env, "LIMITS", env.text("LIMITS", "{}"), defaultLimits()),
            numbers(env, "SIGNALS", env.text("SIGNALS", "{}"), defaultThresholds()),
            env.hostAndPort("MONITORING_EMULATOR_HOST"));
    env.check();
    return settings;
  }

  /** In the metric's unit; nothing if it has no limit. */
  OptionalDouble limit(CostMetric metric) {
    Double limit = limits.get(metric.id());
    return limit == null ? OptionalDouble.empty() : OptionalDouble.of(limit);
  }

  double threshold(ScalingSignal signal) {
    return thresholds.get(signal.id());
  }

  private static Map<String, Double> defaultLimits() {
    // The limit of the cost is in each budget.
    return Arrays.stream(CostMetric.values())
        .filter(each -> each != CostMetric.COST_MONTH)
        .collect(Collectors.toMap(CostMetric::id, CostMetric::defaultLimit));
  }

  private static Map<String, Double> defaultThresholds() {
    return Arrays.stream(ScalingSignal.values())
        .collect(Collectors.toMap(ScalingSignal::id, ScalingSignal::defaultThreshold));
  }

  /** The defaults with what {@code text} says in their place; 0 takes a limit away. */
  private static Map<String, Double> numbers(
      Env env, String name, String text, Map<String, Double> defaults) {
    Map<String, Double> numbers = new HashMap<>(defaults);
    Optional<JsonObject> json = json(text);
    if (json.isEmpty()) {
      env.problem(name, EXPECTATION, text);
      return numbers;
    }
    for (Map.Entry<String, JsonElement> entry : json.get().entrySet()) {
      OptionalDouble number = number(entry.getValue());
      if (!defaults.containsKey(entry.getKey())) {
        env.problem(name, "one of " + String.join(", ", sorted(defaults)), entry.getKey());
      } else if (number.isEmpty()) {
        env.problem(name, EXPECTATION, entry.getKey() + ": " + entry.getValue());
      } else if (number.getAsDouble() == 0 && name.equals("LIMITS")) {
        numbers.remove(entry.getKey());
      } else if (number.getAsDouble() == 0) {
        env.problem(name, "more than 0", entry.getKey());
      } else {
        numbers.put(entry.getKey(), number.getAsDouble());
      }
    }
    return Map.copyOf(numbers);
  }

  private static List<String> sorted(Map<String, Double> names) {
    return names.keySet().stream().sorted().toList();
  }

  private static Optional<JsonObject> json(String text) {
    try {
      JsonElement element = JsonParser.parseString(text);
      return element.isJsonObject() ? Optional.of(element.getAsJsonObject()) : Optional.empty();
    } catch (JsonParseException | StackOverflowError notJson) {
      return Optional.empty();
    }
  }

  private static OptionalDouble number(JsonElement element) {
    if (!element.isJsonPrimitive() || !element.getAsJsonPrimitive().isNumber()) {
      return OptionalDouble.empty();
    }
    double number = element.getAsDouble();
    return number >= 0 && number < 1e18 ? OptionalDouble.of(number) : OptionalDouble.empty();
  }
}

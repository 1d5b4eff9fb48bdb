package com.maayegue.maintenance.costmonitor;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A budget notification of Cloud Billing: what the month has cost so far.
 *
 * @param budgetId of its attributes
 * @param name that people gave the budget
 * @param cost so far, in {@code currency}; credits can make it negative
 * @param amount of the budget; none if the message does not say, or says 0
 * @param amountType {@code SPECIFIED_AMOUNT} or {@code LAST_MONTH_COST}…
 * @param intervalStart when the budget's period began
 * @param actualPercent the threshold that the cost has passed, 0 for none
 * @param forecastPercent the threshold that Google expects the cost to pass, 0 for none
 * @param schemaVersion of the message; "" if it says none
 * @param publishedAt when it was published
 * @see <a
 *     href="https://cloud.google.com/billing/docs/how-to/budgets-programmatic-notifications">its
 *     format</a>
 */
record BudgetNotice(
    String budgetId,
    String name,
    double cost,
    OptionalDouble amount,
    String amountType,
    String currency,
    Optional<Instant> intervalStart,
    double actualPercent,
    double forecastPercent,
    String schemaVersion,
    Instant publishedAt) {
  private static final Set<String> FIELDS =
      Set.of("budgetDisplayName", "costAmount", "budgetAmount", "costIntervalStart");
  private static final Pattern CURRENCY = Pattern.compile("[A-Z]{3}");
  private static final int LONGEST = 200;

  /** Whether a message is one, whole or not. */
  static boolean isIn(JsonObject data, Map<String, String> attributes) {
    return attributes.containsKey("budgetId")
        || attributes.containsKey("billingAccountId")
        || data.keySet().stream().anyMatch(FIELDS::contains);
  }

  /**
   * Reads one. Fields that it does not know are left out, so that newer versions can be read.
   *
   * @throws IllegalArgumentException naming everything that is missing or wrong
   */
  static BudgetNotice from(JsonObject data, Map<String, String> attributes, Instant publishedAt) {
    List<String> problems = new ArrayList<>();
    OptionalDouble cost = number(data, "costAmount", problems);
    if (!data.has("costAmount")) {
      problems.add("costAmount: expected a number, but it is not there");
    }
    OptionalDouble amount = number(data, "budgetAmount", problems);
    String currency = text(data, "currencyCode", problems);
    if (!CURRENCY.matcher(currency).matches()) {
      problems.add("currencyCode: expected a currency such as EUR, but it is '" + currency + "'");
    }
    BudgetNotice notice =
        new BudgetNotice(
            attributes.getOrDefault("budgetId", ""),
            text(data, "budgetDisplayName", problems),
            cost.orElse(0),
            amount.isPresent() && amount.getAsDouble() > 0 ? amount : OptionalDouble.empty(),
            text(data, "budgetAmountType", problems),
            currency,
            instant(data, "costIntervalStart", problems),
            percent(data, "alertThresholdExceeded", problems),
            percent(data, "forecastThresholdExceeded", problems),
            attributes.getOrDefault("schemaVersion", ""),
            publishedAt);
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(
          "budget notification (schema version '"
              + shortened(notice.schemaVersion())
              + "'): "
              + String.join("; ", problems));
    }
    return notice;
  }

  /** Tells budgets apart: by their id, or without one by their name. */
  String key() {
    String key = budgetId.isEmpty() ? "name:" + name : budgetId;
    return key.replaceAll("[^A-Za-z0-9:_-]", "_");
  }

  /** The month that the cost is of. */
  YearMonth month(ZoneId quotaZone) {
    return YearMonth.from(intervalStart.orElse(publishedAt).atZone(quotaZone));
  }

  private static OptionalDouble number(JsonObject data, String field, List<String> problems) {
    JsonElement element = data.get(field);
    if (element == null || element.isJsonNull()) {
      if (element != null && field.equals("costAmount")) {
        problems.add(field + ": expected a number, but it is null");
      }
      return OptionalDouble.empty();
    }
    if (element.isJsonPrimitive() && element.getAsJsonPrimitive().isNumber()) {
      double number = element.getAsDouble();
      if (Math.abs(number) < 1e15) {
        return OptionalDouble.of(number);
      }
    }
    problems.add(field + ": expected a number, but it is " + shortened(element.toString()));
    return OptionalDouble.empty();
  }

  private static double percent(JsonObject data, String field, List<String> problems) {
    double share = number(data, field, problems).orElse(0);
    if (share < 0) {
      problems.add(field + ": expected at least 0, but it is " + share);
    }
    return Math.round(share * 1e6) / 1e4;
  }

  private static Optional<Instant> instant(JsonObject data, String field, List<String> problems) {
    String text = text(data, field, problems);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeException notATime) {
      problems.add(
          field + ": expected a time such as 2025-10-01T07:00:00Z, but it is '" + text + "'");
      return Optional.empty();
    }
  }

  private static String text(JsonObject data, String field, List<String> problems) {
    JsonElement element = data.get(field);
    if (element == null || element.isJsonNull()) {
      return "";
    }
    if (element.isJsonPrimitive() && element.getAsJsonPrimitive().isString()) {
      return shortened(element.getAsString());
    }
    problems.add(field + ": expected a text, but it is " + shortened(element.toString()));
    return "";
  }

  private static String shortened(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
  }
}

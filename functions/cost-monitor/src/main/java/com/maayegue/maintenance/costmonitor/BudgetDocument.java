package com.maayegue.maintenance.costmonitor;

import static com.maayegue.maintenance.costmonitor.SnapshotDocument.timestamp;

import com.google.cloud.Timestamp;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.YearMonth;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** The form of one budget in {@code cost_snapshots/{day}}. */
final class BudgetDocument {
  private BudgetDocument() {}

  static Map<String, Object> fields(Budget budget) {
    Map<String, Object> fields = new HashMap<>();
    fields.put("name", budget.name());
    fields.put("cost", budget.cost());
    budget.amount().ifPresent(amount -> fields.put("amount", amount));
    fields.put("amountType", budget.amountType());
    fields.put("currency", budget.currency());
    budget.intervalStart().ifPresent(start -> fields.put("intervalStart", timestamp(start)));
    fields.put("actualPercent", budget.actualPercent());
    fields.put("forecastPercent", budget.forecastPercent());
    fields.put("schemaVersion", budget.schemaVersion());
    fields.put("month", budget.month().toString());
    fields.put("asOf", timestamp(budget.asOf()));
    return fields;
  }

  /** What {@link #fields} wrote; nothing of what was written by others. */
  static Optional<Budget> read(String key, Object value) {
    if (!(value instanceof Map<?, ?> fields)
        || !(fields.get("cost") instanceof Number cost)
        || !(fields.get("asOf") instanceof Timestamp asOf)) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new Budget(
              key,
              text(fields, "name"),
              cost.doubleValue(),
              number(fields, "amount"),
              text(fields, "amountType"),
              text(fields, "currency"),
              fields.get("intervalStart") instanceof Timestamp start
                  ? Optional.of(instant(start))
                  : Optional.empty(),
              number(fields, "actualPercent").orElse(0),
              number(fields, "forecastPercent").orElse(0),
              text(fields, "schemaVersion"),
              YearMonth.parse(text(fields, "month")),
              instant(asOf)));
    } catch (DateTimeException notAMonth) {
      return Optional.empty();
    }
  }

  private static String text(Map<?, ?> fields, String name) {
    return fields.get(name) instanceof String text ? text : "";
  }

  private static OptionalDouble number(Map<?, ?> fields, String name) {
    return fields.get(name) instanceof Number number
        ? OptionalDouble.of(number.doubleValue())
        : OptionalDouble.empty();
  }

  private static Instant instant(Timestamp time) {
    return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
  }
}

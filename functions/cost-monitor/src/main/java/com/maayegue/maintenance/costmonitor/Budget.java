package com.maayegue.maintenance.costmonitor;

import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What is known of one budget: its last notification, and the highest thresholds of its month.
 *
 * @param key tells budgets apart
 * @param month that the cost is of
 * @param asOf when the notification that said so first was published
 */
record Budget(
    String key,
    String name,
    double cost,
    OptionalDouble amount,
    String amountType,
    String currency,
    Optional<Instant> intervalStart,
    double actualPercent,
    double forecastPercent,
    String schemaVersion,
    YearMonth month,
    Instant asOf) {

  static Budget of(BudgetNotice notice, ZoneId quotaZone) {
    return new Budget(
        notice.key(),
        notice.name(),
        notice.cost(),
        notice.amount(),
        notice.amountType(),
        notice.currency(),
        notice.intervalStart(),
        notice.actualPercent(),
        notice.forecastPercent(),
        notice.schemaVersion(),
        notice.month(quotaZone),
        notice.publishedAt());
  }

  /**
   * What is known after both, in whatever order they came: of one month the newer cost with the
   * higher thresholds, of two months the later, and one that says the same again is no news.
   */
  Budget and(Budget other) {
    if (!month.equals(other.month) || !currency.equals(other.currency)) {
      boolean otherIsLater =
          other.month.equals(month) ? other.isNewerThan(this) : other.month.isAfter(month);
      return otherIsLater ? other : this;
    }
    Budget newer = other.isNewerThan(this) && !other.saysTheSame(this) ? other : this;
    return newer.withThresholds(
        Math.max(actualPercent, other.actualPercent),
        Math.max(forecastPercent, other.forecastPercent));
  }

  /** Of two of the same time the one that has cost more: a month's cost grows. */
  private boolean isNewerThan(Budget other) {
    return asOf.equals(other.asOf) ? cost > other.cost : asOf.isAfter(other.asOf);
  }

  private boolean saysTheSame(Budget other) {
    return cost == other.cost
        && amount.equals(other.amount)
        && name.equals(other.name)
        && intervalStart.equals(other.intervalStart)
        && schemaVersion.equals(other.schemaVersion);
  }

  private Budget withThresholds(double actual, double forecast) {
    return new Budget(
        key,
        name,
        cost,
        amount,
        amountType,
        currency,
        intervalStart,
        actual,
        forecast,
        schemaVersion,
        month,
        asOf);
  }

  /** How much of it is used, in percent: by its numbers, or by the threshold that it says. */
  double usedPercent() {
    double byNumbers = amount.isPresent() ? 100 * cost / amount.getAsDouble() : 0;
    return Math.max(byNumbers, actualPercent);
  }
}

package com.maayegue.maintenance.costmonitor;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What is to be said of one metric.
 *
 * @param month that alerts of it count by
 * @param limit in the reading's unit; none if there is none
 * @param usedPercent of the limit; none without limit or value
 * @param outlook none if there is no value, or too short a history
 * @param historyDays days that there was a value of
 */
record Assessment(
    CostMetric metric,
    Reading reading,
    YearMonth month,
    OptionalDouble limit,
    OptionalDouble usedPercent,
    Optional<Outlook> outlook,
    int historyDays) {

  /**
   * What is to be expected.
   *
   * @param monthEnd the last day of the month
   * @param atMonthEnd value of that day; of what is counted by the month, the whole month's
   * @param limitDay on which the limit is reached, if it is within a year
   * @param limitDayEarliest the same if everything is at the interval's upper end
   * @param perWeek growth in 7 days
   * @param reliable whether there was history enough to tell a season from growth
   */
  record Outlook(
      LocalDate monthEnd,
      Forecast.Range atMonthEnd,
      Optional<LocalDate> limitDay,
      Optional<LocalDate> limitDayEarliest,
      double perWeek,
      boolean reliable) {

    /**
     * Whether the limit will be crossed before the month is over. With less than two weeks of
     * history, where a season may look like growth, even the interval's lower end has to cross it.
     */
    boolean crosses(double limit) {
      boolean inTime = limitDay.isPresent() && !limitDay.get().isAfter(monthEnd);
      return inTime && (reliable || atMonthEnd.low() >= limit);
    }
  }

  /** Whether it is expected to cross its limit before the month is over. */
  boolean willCross() {
    return limit.isPresent() && outlook.isPresent() && outlook.get().crosses(limit.getAsDouble());
  }
}

package com.maayegue.maintenance.costmonitor;

import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Predicate;

/** What the month has cost by its budgets. Budgets overlap, so they are never added up. */
final class Costs {
  private final CostSettings settings;
  private final History history;
  private final Collection<Budget> budgets;
  private final Instant at;
  private final LocalDate today;

  Costs(CostSettings settings, History history, Instant at) {
    this.settings = settings;
    this.history = history;
    this.at = at;
    budgets = history.budgets();
    today = at.atZone(settings.quotaZone()).toLocalDate();
  }

  /** All that are known, of whatever month. */
  Collection<Budget> budgets() {
    return budgets;
  }

  /** The budget of this month that is used most. */
  Assessment ofMostUsed() {
    return of(any -> true);
  }

  /** The same in one currency; in others only if there is none in that one. */
  Assessment in(String currency) {
    boolean some = budgets.stream().anyMatch(each -> isCurrent(each) && in(currency, each));
    return of(each -> !some || in(currency, each));
  }

  private static boolean in(String currency, Budget budget) {
    return budget.currency().equals(currency);
  }

  private boolean isCurrent(Budget budget) {
    return budget.month().equals(YearMonth.from(today));
  }

  private Assessment of(Predicate<Budget> which) {
    Optional<Budget> most =
        budgets.stream()
            .filter(each -> isCurrent(each) && which.test(each))
            .max(Comparator.comparingDouble(Budget::usedPercent).thenComparing(Budget::key));
    return most.map(this::assess)
        .orElseGet(
            () ->
                CostPolicy.assess(
                    CostMetric.COST_MONTH,
                    new Reading.Unknown(
                        "aucun message de budget pour ce mois",
                        "there was no budget notification for this month"),
                    OptionalDouble.empty(),
                    today));
  }

  private Assessment assess(Budget budget) {
    NavigableMap<LocalDate, Double> costs = history.dailyCosts(budget, today, settings.quotaZone());
    Reading reading =
        new Reading.Known(
            budget.cost(),
            budget.currency(),
            OptionalDouble.empty(),
            OptionalDouble.of(budget.cost()),
            budget.asOf().isBefore(at) ? budget.asOf() : at,
            today,
            costs,
            Optional.of(budget.name()).filter(name -> !name.isEmpty()),
            Optional.of(budget.key()));
    return CostPolicy.assess(CostMetric.COST_MONTH, reading, budget.amount(), today);
  }

  /** What people are to be told of each, those of months that are over included. */
  List<Watched> watched() {
    List<Watched> watched = new ArrayList<>();
    for (Budget budget : budgets) {
      Watched.of(budget, isCurrent(budget) ? Optional.of(assess(budget)) : Optional.empty())
          .ifPresent(watched::add);
    }
    return watched;
  }
}

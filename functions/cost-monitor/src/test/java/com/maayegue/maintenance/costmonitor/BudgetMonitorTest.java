package com.maayegue.maintenance.costmonitor;

import static com.maayegue.maintenance.costmonitor.CostTown.attributes;
import static com.maayegue.maintenance.costmonitor.CostTown.notice;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.LocalDate;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BudgetMonitorTest {
  private CostTown town;

  @BeforeEach
  void start() throws Exception {
    town = CostTown.fresh();
  }

  @Test
  void tellsOnceHoweverOftenTheSameIsSaid() throws Exception {
    town.budget(notice(55, 100, "EUR", ",\"alertThresholdExceeded\":0.5"));
    Map<String, Object> first = town.snapshots();
    for (int i = 0; i < 9; i++) {
      town.now = town.now.plus(Duration.ofMinutes(25));
      town.budget(notice(55, 100, "EUR", ",\"alertThresholdExceeded\":0.5"));
      assertThat(town.lastRun()).containsEntry("outcome", "Skipped");
    }
    assertThat(town.snapshots()).isEqualTo(first);
    assertThat(town.alertKeys()).containsExactly("firing cost-limit-cost_month-b1-50-2025-11");
    assertThat(town.today("budget.b1.cost")).isEqualTo(55.0);
    assertThat(town.today("budget.b1.actualPercent")).isEqualTo(50.0);
  }

  @Test
  void tellsForecastThresholdsFromActualOnes() throws Exception {
    town.budget(notice(20, 100, "EUR", ",\"forecastThresholdExceeded\":1.0"));
    assertThat(town.alertKeys())
        .containsExactly("firing cost-limit-cost_month-b1-forecast-2025-11");
    town.budget(notice(85, 100, "EUR", ""));
    town.budget(notice(101, 100, "EUR", ""));
    assertThat(town.alertKeys())
        .containsExactly(
            "firing cost-limit-cost_month-b1-80-2025-11",
            "firing cost-limit-cost_month-b1-100-2025-11");
    assertThat(town.today("budget.b1.forecastPercent")).isEqualTo(100.0);
  }

  @Test
  void believesAThresholdWhereTheAmountIsMissing() throws Exception {
    town.budget(
        "{\"budgetDisplayName\":\"b\",\"costAmount\":9,\"currencyCode\":\"XAF\","
            + "\"alertThresholdExceeded\":0.8}");
    assertThat(town.alertKeys()).containsExactly("firing cost-limit-cost_month-b1-80-2025-11");
    assertThat(town.today("budget.b1.amount")).isNull();
  }

  @Test
  void doesNotLetAnOlderMessageUndoANewerOne() throws Exception {
    town.deliver(notice(30, 100, "EUR", ""), attributes("b1"), town.now);
    town.now = town.now.plusSeconds(60);
    town.deliver(notice(20, 100, "EUR", ""), attributes("b1"), town.now.minusSeconds(3600));
    assertThat(town.today("budget.b1.cost")).isEqualTo(30.0);
    assertThat(town.lastRun().get("outcome")).isEqualTo("Skipped");
  }

  @Test
  void neverMixesCurrencies() throws Exception {
    town.normal();
    for (int day = 1; day <= 12; day++) {
      String date = LocalDate.of(2025, 11, 20).minusDays(day).toString();
      town.past(date, "cost_month", 5.0 * (19 - day));
    }
    town.budget(notice(95, 200, "EUR", ""));
    town.deliver(notice(60_000, 65_000, "XAF", ""), attributes("b2"), town.now);
    town.daily();
    assertThat(town.today("metrics.cost_month.unit")).isEqualTo("XAF");
    assertThat(town.today("metrics.cost_month.value")).isEqualTo(60_000.0);
    assertThat(town.today("metrics.cost_month.forecast.status")).isEqualTo("too-short");
    assertThat(town.today("signals.monthly_cost.value")).isEqualTo(95.0);
    assertThat(town.today("signals.monthly_cost.state")).isEqualTo("near");
    assertThat(town.alertKeys()).containsExactly("firing cost-limit-cost_month-b2-80-2025-11");
  }

  @Test
  void forecastsTheCostOfTheMonth() throws Exception {
    town.normal();
    for (int day = 1; day <= 17; day++) {
      String date = LocalDate.of(2025, 11, 20).minusDays(day).toString();
      town.past(date, "cost_month", 5.0 * (19 - day));
    }
    town.budget(notice(95, 140, "EUR", ""));
    assertThat(town.alertKeys()).containsExactly("firing cost-limit-cost_month-b1-50-2025-11");
    town.daily();
    Map<?, ?> forecast = (Map<?, ?>) town.today("metrics.cost_month.forecast");
    assertThat(forecast.get("status")).isEqualTo("ready");
    assertThat((Double) forecast.get("expected")).isBetween(149.9, 150.1);
    assertThat(forecast.get("limitDay")).isEqualTo("2025-11-28");
    assertThat(town.alertKeys())
        .containsExactly("firing cost-limit-cost_month-b1-forecast-2025-11");
    assertThat(town.today("signals.monthly_cost.state")).isEqualTo("near");
  }

  @Test
  void saysThatABudgetInAnotherCurrencySaysNothingOfEuros() throws Exception {
    town.normal();
    town.budget(notice(10_000, 65_000, "XAF", ""));
    town.daily();
    assertThat(town.today("signals.monthly_cost.state")).isEqualTo("unknown");
    assertThat(town.today("signals.monthly_cost.reasonEn"))
        .isEqualTo("the budget is in XAF, the threshold in EUR: nothing is converted");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'budgetDisplayName':'b'}                                   | costAmount: expected a number, but it is not there; currencyCode",
        "{'costAmount':'5','currencyCode':'EUR'}                     | costAmount: expected a number, but it is \"5\"",
        "{'costAmount':1e400,'currencyCode':'EUR'}                   | costAmount: expected a number, but it is 1e400",
        "{'costAmount':null,'currencyCode':'EUR'}                    | costAmount: expected a number, but it is null",
        "{'costAmount':5,'currencyCode':'euros'}                     | currencyCode: expected a currency such as EUR, but it is 'euros'",
        "{'costAmount':5,'currencyCode':'EUR','costIntervalStart':3} | costIntervalStart: expected a text, but it is 3",
        "{'costAmount':5,'currencyCode':'EUR','alertThresholdExceeded':-1} | alertThresholdExceeded: expected at least 0",
        "{'cost':{'amount':5}}                                       | schema version '1.0'",
      })
  void recordsWhatCannotBeRead(String json, String problem) throws Exception {
    town.budget(json.replace('\'', '"'));
    assertThat(town.lastRun()).containsEntry("outcome", "Failed");
    assertThat(town.lastRun().get("reason").toString()).contains(problem);
    assertThat(town.snapshots()).isEmpty();
    assertThat(town.alertKeys()).containsExactly("firing cost-monitor-failed");
  }

  @Test
  void readsANewerVersionWithFieldsThatItDoesNotKnow() throws Exception {
    town.deliver(
        notice(5, 100, "EUR", ",\"costBreakdown\":{\"tax\":[1,2]}"),
        Map.of("budgetId", "b/1 é", "schemaVersion", "2.0-preview"),
        town.now);
    assertThat(town.lastRun()).containsEntry("outcome", "Done");
    Map<?, ?> budgets = (Map<?, ?>) town.today("budget");
    assertThat(budgets.keySet()).hasToString("[b_1__]");
  }

  @Test
  void changesNothingInADryRun() throws Exception {
    town.budget(notice(120, 100, "EUR", ",\"dryRun\":true"));
    assertThat(town.snapshots()).isEmpty();
    assertThat(town.alertKeys()).isEmpty();
  }
}

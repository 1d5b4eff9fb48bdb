package com.maayegue.maintenance.costmonitor;

import static org.assertj.core.api.Assertions.assertThat;

import com.maayegue.maintenance.costmonitor.Told.Level;
import java.time.Instant;
import java.time.YearMonth;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LimitPolicyTest {
  private static final YearMonth NOVEMBER = YearMonth.of(2025, 11);

  @ParameterizedTest
  @CsvSource({
    "0,'[]'",
    "49.99,'[]'",
    "50,'[P50]'",
    "79.9,'[P50]'",
    "80,'[P80]'",
    "99.9,'[P80]'",
    "100,'[P100]'",
    "5000,'[P100]'",
    "-3,'[]'"
  })
  void tellsTheHighestLevelThatIsReached(double used, String levels) {
    assertThat(
            LimitPolicy.due(List.of(watched(NOVEMBER, used, false)), Set.of()).stream()
                .map(LimitPolicy.Due::level)
                .toList())
        .hasToString(levels);
  }

  @Test
  void tellsEachLevelOnceAMonthHoweverUseGoes() {
    Set<Told> told = new HashSet<>();
    StringBuilder story = new StringBuilder();
    for (double used : new double[] {40, 55, 45, 55, 85, 60, 85, 101, 90, 101}) {
      for (LimitPolicy.Due due : LimitPolicy.due(List.of(watched(NOVEMBER, used, false)), told)) {
        story.append(due.level()).append(' ');
        told.addAll(due.done());
      }
    }
    assertThat(story).hasToString("P50 P80 P100 ");
    Watched december = watched(NOVEMBER.plusMonths(1), 85, false);
    assertThat(LimitPolicy.due(List.of(december), told)).hasSize(1);
  }

  @Test
  void tellsOfAForecastOnlyBeforeTheLimitIsReached() {
    assertThat(LimitPolicy.due(List.of(watched(NOVEMBER, 30, true)), Set.of()))
        .extracting(LimitPolicy.Due::level)
        .containsExactly(Level.FORECAST);
    assertThat(LimitPolicy.due(List.of(watched(NOVEMBER, 120, true)), Set.of()))
        .extracting(LimitPolicy.Due::level)
        .containsExactly(Level.P100);
  }

  @Test
  void isOverWhenTheMonthIsOrUseHasClearlyFallen() {
    Told told = new Told("firestore_reads", Level.P80, NOVEMBER);
    Told forecast = new Told("firestore_reads", Level.FORECAST, NOVEMBER);
    assertThat(over(watched(NOVEMBER, 76, true), told, forecast)).isEmpty();
    assertThat(over(watched(NOVEMBER, 74, true), told, forecast)).containsExactly(told);
    assertThat(over(watched(NOVEMBER, 79, false), told, forecast)).containsExactly(forecast);
    assertThat(over(watched(NOVEMBER.plusMonths(1), 99, true), told, forecast))
        .containsExactlyInAnyOrder(told, forecast);
  }

  private static List<Told> over(Watched watched, Told... told) {
    return LimitPolicy.over(List.of(watched), Set.of(told));
  }

  @Test
  void keepsWhatWasToldInAFormThatItReadsAgain() {
    Told told = new Told("cost_month:b1", Level.FORECAST, NOVEMBER);
    assertThat(Told.parse(told.stored())).contains(told);
    assertThat(told.dedupKey()).isEqualTo("cost-limit-cost_month-b1-forecast-2025-11");
    for (String wrong : List.of("", "a/b", "a/50/november", "a/51/2025-11", "a/50/2025-11/x")) {
      assertThat(Told.parse(wrong)).isEmpty();
    }
  }

  /** Whatever the order, what is known in the end is the same. */
  @Test
  void knowsTheSameOfABudgetInWhateverOrderMessagesCome() {
    List<Budget> messages =
        List.of(
            budget(10, 0, 0, "2025-11-02T00:00:00Z", NOVEMBER),
            budget(55, 50, 100, "2025-11-10T00:00:00Z", NOVEMBER),
            budget(50, 0, 0, "2025-11-12T00:00:00Z", NOVEMBER));
    Budget expected = messages.get(0).and(messages.get(1)).and(messages.get(2));
    assertThat(expected.cost()).isEqualTo(50);
    assertThat(expected.actualPercent()).isEqualTo(50);
    int[][] orders = {{0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}};
    for (int[] order : orders) {
      assertThat(messages.get(order[0]).and(messages.get(order[1])).and(messages.get(order[2])))
          .isEqualTo(expected);
    }
    Budget december = budget(1, 0, 0, "2025-12-01T09:00:00Z", NOVEMBER.plusMonths(1));
    assertThat(expected.and(december)).isEqualTo(december);
    assertThat(december.and(expected)).isEqualTo(december);
  }

  private static Budget budget(
      double cost, double actual, double forecast, String asOf, YearMonth month) {
    return new Budget(
        "b1",
        "b",
        cost,
        OptionalDouble.of(100),
        "SPECIFIED_AMOUNT",
        "EUR",
        Optional.empty(),
        actual,
        forecast,
        "1.0",
        month,
        Instant.parse(asOf));
  }

  private static Watched watched(YearMonth month, double used, boolean crosses) {
    return new Watched("firestore_reads", "f", "e", month, used, true, true, crosses, "f", "e");
  }
}

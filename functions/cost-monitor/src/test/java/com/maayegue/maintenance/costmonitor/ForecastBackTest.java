package com.maayegue.maintenance.costmonitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Histories that are made from fixed seeds, cut off, forecast, and compared with how they went on:
 * the interval holds the truth as often as it claims, within 5 points.
 */
class ForecastBackTest {
  private static final int HISTORIES = Integer.getInteger("backtest.histories", 600);
  private static final LocalDate START = LocalDate.of(2025, 3, 3);
  private static final int LENGTH = 28;

  /** What the past looks like; each with noise of 2 to 12 %, half of it growing with the value. */
  enum Kind {
    STEADY(1),
    GROWING(2),
    WEEKLY(3),
    WEEKLY_GROWING(4),
    STEP(5),
    HOLES(6);

    private final int seed;

    Kind(int seed) {
      this.seed = seed;
    }

    boolean isWeekly(Random dice) {
      return this == WEEKLY || this == WEEKLY_GROWING || (this == HOLES && dice.nextBoolean());
    }

    boolean grows(Random dice) {
      return this == GROWING || this == WEEKLY_GROWING || (this == HOLES && dice.nextBoolean());
    }
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void holdsTheTruthAsOftenAsItClaims(Kind kind) {
    Random dice = new Random(237 + kind.seed);
    int dayHeld = 0;
    int sumHeld = 0;
    for (int i = 0; i < HISTORIES; i++) {
      double[] truth = history(kind, dice);
      SortedMap<LocalDate, Double> past = past(kind, truth, dice);
      Forecast forecast = Forecast.from(past).orElseThrow();
      int ahead = 1 + dice.nextInt(27);
      LocalDate first = START.plusDays(LENGTH);
      LocalDate last = START.plusDays(LENGTH + ahead - 1);
      double sum = 0;
      for (int day = LENGTH; day < LENGTH + ahead; day++) {
        sum += truth[day];
      }
      dayHeld += holds(forecast.on(last), truth[LENGTH + ahead - 1]);
      sumHeld += holds(forecast.sum(first, last), sum);
    }
    assertThat(dayHeld / (double) HISTORIES).as("days").isBetween(0.85, 0.95);
    assertThat(sumHeld / (double) HISTORIES).as("sums").isBetween(0.85, 0.95);
  }

  /** At every noise, season and length of history: nobody is called for use that stays. */
  @Test
  void raisesNoAlertOnSteadyUseBelowHalf() {
    Random dice = new Random(1237);
    for (int i = 0; i < HISTORIES; i++) {
      Kind kind = dice.nextBoolean() ? Kind.STEADY : Kind.WEEKLY;
      double[] truth = history(kind, dice);
      double highest = Arrays.stream(truth).max().orElseThrow();
      int length = 7 + dice.nextInt(LENGTH - 6);
      NavigableMap<LocalDate, Double> past = new TreeMap<>(past(kind, truth, dice));
      past.headMap(START.plusDays(LENGTH - length)).clear();
      LocalDate today = START.plusDays(LENGTH);
      for (CostMetric metric : List.of(CostMetric.FIRESTORE_READS, CostMetric.DATABASE_BYTES)) {
        Reading reading =
            Reading.Known.now(truth[LENGTH], metric.unit(), Instant.EPOCH, today, "")
                .withHistory(past);
        Assessment assessment =
            CostPolicy.assess(metric, reading, OptionalDouble.of(highest / 0.499), today);
        assertThat(LimitPolicy.due(Watched.of(assessment).stream().toList(), Set.of()))
            .as("%s of %s days: %s", kind, length, assessment.outlook())
            .isEmpty();
      }
    }
  }

  @Test
  void saysThatItKnowsTooLittleBeforeAWeekIsOver() {
    SortedMap<LocalDate, Double> past = new TreeMap<>();
    for (int day = 0; day < 6; day++) {
      past.put(START.plusDays(day), 10.0);
    }
    assertThat(Forecast.from(past)).isEmpty();
    past.put(START.plusDays(9), 10.0);
    Forecast.Range range = Forecast.from(past).orElseThrow().on(START.plusDays(30));
    assertThat(range.expected()).isCloseTo(10, within(1e-9));
  }

  @ParameterizedTest
  @ValueSource(ints = {7, 14, 28})
  void standsZerosAndSpikes(int length) {
    SortedMap<LocalDate, Double> past = new TreeMap<>();
    for (int day = 0; day < length; day++) {
      past.put(START.plusDays(day), day % 5 == 4 ? 1e12 : 0.0);
    }
    Forecast forecast = Forecast.from(past).orElseThrow();
    assertThat(forecast.on(START.plusDays(40)).expected()).isBetween(0.0, 1e-9);
    assertThat(forecast.sum(START.plusDays(30), START.plusDays(60)).high()).isFinite();
  }

  private static int holds(Forecast.Range range, double truth) {
    return range.low() <= truth && truth <= range.high() ? 1 : 0;
  }

  static double[] history(Kind kind, Random dice) {
    double base = Math.pow(10, 1 + 6 * dice.nextDouble());
    double noise = 0.02 + 0.1 * dice.nextDouble();
    boolean growsWithIt = dice.nextBoolean();
    boolean weekly = kind.isWeekly(dice);
    double growth = kind.grows(dice) ? 0.03 * dice.nextDouble() : 0;
    int step = kind == Kind.STEP ? 4 + dice.nextInt(19) : Integer.MAX_VALUE;
    double jump =
        dice.nextBoolean() ? 1.5 + 1.5 * dice.nextDouble() : 0.3 + 0.3 * dice.nextDouble();
    double[] week = {0.05, 0.1, 0.1, 0.05, 0, -0.15, -0.15};
    double strength = 0.5 + 2.5 * dice.nextDouble();
    double[] values = new double[LENGTH + 28];
    for (int day = 0; day < values.length; day++) {
      double level = base * (1 + growth * day) * (day >= step ? jump : 1);
      if (weekly) {
        level *= 1 + strength * week[day % 7];
      }
      double size = growsWithIt ? level : base;
      values[day] = Math.max(0, level + noise * size * dice.nextGaussian());
    }
    return values;
  }

  private static SortedMap<LocalDate, Double> past(Kind kind, double[] truth, Random dice) {
    SortedMap<LocalDate, Double> past = new TreeMap<>();
    for (int day = 0; day < LENGTH; day++) {
      if (kind != Kind.HOLES || dice.nextDouble() > 0.2) {
        past.put(START.plusDays(day), truth[day]);
      }
    }
    return past;
  }
}

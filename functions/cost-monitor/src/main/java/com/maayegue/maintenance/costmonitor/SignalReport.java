package com.maayegue.maintenance.costmonitor;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How one scaling signal stands.
 *
 * @param value in {@code unit}; none if unknown
 * @param perWeek trend; none if the history is too short
 * @param unknown why there is no value
 */
record SignalReport(
    ScalingSignal signal,
    State state,
    OptionalDouble value,
    double threshold,
    String unit,
    OptionalDouble perWeek,
    Optional<Reading.Unknown> unknown) {
  private static final double NEAR = 0.8;
  private static final int CONSTANTLY = 7;

  /** Beside the threshold. */
  enum State {
    BELOW,
    NEAR,
    OVER,
    UNKNOWN
  }

  /**
   * What an assessment means for scaling.
   *
   * @param currency that the threshold of the cost is in
   */
  static SignalReport of(
      ScalingSignal signal, Assessment assessment, double threshold, String currency) {
    String unit = signal == ScalingSignal.MONTHLY_COST ? currency : signal.metric().unit();
    if (!(assessment.reading() instanceof Reading.Known known)) {
      return unknown(signal, threshold, unit, (Reading.Unknown) assessment.reading());
    }
    if (!known.unit().equals(unit)) {
      return unknown(
          signal,
          threshold,
          unit,
          new Reading.Unknown(
              "le budget est en "
                  + known.unit()
                  + ", le seuil en "
                  + unit
                  + " : rien n'est converti",
              "the budget is in "
                  + known.unit()
                  + ", the threshold in "
                  + unit
                  + ": nothing is converted"));
    }
    OptionalDouble perWeek =
        assessment.outlook().isPresent()
            ? OptionalDouble.of(assessment.outlook().get().perWeek())
            : OptionalDouble.empty();
    return new SignalReport(
        signal,
        state(signal, known, threshold),
        OptionalDouble.of(known.value()),
        threshold,
        unit,
        perWeek,
        Optional.empty());
  }

  private static SignalReport unknown(
      ScalingSignal signal, double threshold, String unit, Reading.Unknown why) {
    return new SignalReport(
        signal,
        State.UNKNOWN,
        OptionalDouble.empty(),
        threshold,
        unit,
        OptionalDouble.empty(),
        Optional.of(why));
  }

  private static State state(ScalingSignal signal, Reading.Known known, double threshold) {
    if (known.value() <= threshold) {
      return known.value() >= NEAR * threshold ? State.NEAR : State.BELOW;
    }
    // The guide says "constantly": one slow day is no reason to rebuild an app.
    return signal == ScalingSignal.RESPONSE_TIME && !constantly(known, threshold)
        ? State.NEAR
        : State.OVER;
  }

  private static boolean constantly(Reading.Known known, double threshold) {
    List<Double> before =
        List.copyOf(known.history().tailMap(known.day().minusDays(CONSTANTLY - 1), true).values());
    return before.size() == CONSTANTLY - 1 && before.stream().allMatch(each -> each > threshold);
  }
}

package com.maayegue.maintenance.local;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;

/**
 * What a demo saw.
 *
 * @param before what was seeded
 * @param runs in the order in which they came
 * @param checks what is left, against what the seed lets expect
 * @param notes what the reader has to know to judge the rest
 * @param alerts the alerts that came and that nothing in the story accounts for
 * @param preparing the services, the seed and the starts of functions
 * @param took all of it, the runs included
 * @param summary where the run records are written
 * @param logs where everything wrote its log
 */
record Report(
    Instant startedAt,
    ZoneId zone,
    List<Figure> before,
    List<Run> runs,
    List<Check> checks,
    List<Label> notes,
    List<String> alerts,
    Duration preparing,
    Duration took,
    String summary,
    String logs) {

  /**
   * A number of the seed.
   *
   * @param part whether it is a part of the figure above
   */
  record Figure(Label label, boolean part, String value) {}

  /**
   * A run, and which part of the story it was.
   *
   * @param expected how it had to end
   */
  record Run(Label part, RunRecord record, String expected) {
    boolean agrees() {
      return record.outcome().equals(expected);
    }
  }

  /** Whether everything is as the seed lets expect. */
  boolean agrees() {
    return checks.stream().allMatch(Check::agrees)
        && alerts.isEmpty()
        && runs.stream().allMatch(Run::agrees);
  }
}

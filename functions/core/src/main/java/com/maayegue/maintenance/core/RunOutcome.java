package com.maayegue.maintenance.core;

import java.util.List;
import java.util.Map;

/** How a run ended, with what it counted. */
public sealed interface RunOutcome {
  /** What was counted, by name. */
  Map<String, Long> counts();

  /** What went wrong, the first 20 of it at most; never anything personal. */
  default List<String> failures() {
    return List.of();
  }

  /** Why the run ended so; empty when all was done. */
  default String reason() {
    return "";
  }

  /** The name in run records and logs. */
  default String name() {
    return getClass().getSimpleName();
  }

  /**
   * All that there was to do is done.
   *
   * @param failures what a person may want to look at all the same
   */
  record Done(Map<String, Long> counts, List<String> failures) implements RunOutcome {
    /** Nothing went wrong. */
    public Done(Map<String, Long> counts) {
      this(counts, List.of());
    }
  }

  /** There was nothing to do, for {@code reason}. */
  record Skipped(Map<String, Long> counts, String reason) implements RunOutcome {}

  /**
   * Something is left for the next run, which goes on where this one stopped.
   *
   * @param progressed whether this run did anything, so that going on at once makes sense
   */
  record Partial(Map<String, Long> counts, String reason, List<String> failures, boolean progressed)
      implements RunOutcome {}

  /**
   * The run could not or must not do its work.
   *
   * @param cause one word for the kind of failure, such as {@code breaker} or {@code clock}
   */
  record Failed(Map<String, Long> counts, String cause, String reason, List<String> failures)
      implements RunOutcome {
    /** A failure before anything was counted. */
    public Failed(String cause, String reason) {
      this(Map.of(), cause, reason, List.of(reason));
    }
  }
}

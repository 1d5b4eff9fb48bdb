package com.maayegue.maintenance.stagedsqlite;

/** The time of a run is over in the middle of a step; what the step had begun is undone. */
public final class DeadlineReached extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The message names the step. */
  public DeadlineReached(String step) {
    super("the time limit was reached during: " + step);
  }
}

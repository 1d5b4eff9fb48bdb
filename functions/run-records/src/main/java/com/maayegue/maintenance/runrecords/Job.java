package com.maayegue.maintenance.runrecords;

import com.google.gson.JsonObject;
import com.maayegue.maintenance.core.RunOutcome;
import java.time.Instant;

/** The work of one run. */
@FunctionalInterface
public interface Job {
  /**
   * Does the work.
   *
   * @throws Exception a transient one makes the event come again, a permanent one ends the run as
   *     failed
   */
  RunOutcome run(Frame frame) throws Exception;

  /**
   * The bounds of one run.
   *
   * @param now the one time that this run goes by
   * @param deadline after which it begins nothing new
   * @param dryRun compute the plan and do not apply it
   * @param message what the trigger asks for: an empty object, or options of one function
   */
  record Frame(Instant now, Instant deadline, boolean dryRun, JsonObject message) {}
}

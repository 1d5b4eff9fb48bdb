package com.maayegue.maintenance.inactiveusercleanup;

import com.google.cloud.functions.CloudEventsFunction;
import com.maayegue.maintenance.core.Env;
import com.maayegue.maintenance.runrecords.FunctionParts;
import com.maayegue.maintenance.runrecords.JobRunner;
import io.cloudevents.CloudEvent;
import java.io.IOException;
import java.time.InstantSource;

/**
 * Entry of {@code inactive-user-cleanup}: deletes accounts that nobody has used for long, monthly.
 */
public final class InactiveUserCleanupFunction implements CloudEventsFunction {
  private static final String NAME = "inactive-user-cleanup";

  private final JobRunner runner;
  private final InactiveUserCleanup cleanup;

  /**
   * Reads the environment of the process.
   *
   * @throws IllegalArgumentException naming everything in the environment that is missing or wrong
   * @throws IOException if there are no credentials
   */
  public InactiveUserCleanupFunction() throws IOException {
    this(CleanupSettings.from(Env.ofProcess()), InstantSource.system());
  }

  InactiveUserCleanupFunction(CleanupSettings settings, InstantSource clock) throws IOException {
    String project = settings.common().project();
    FunctionParts parts = FunctionParts.open(NAME, getClass(), settings.common(), clock);
    if (settings.inactiveAfter().compareTo(CleanupPolicy.FLOOR) < 0) {
      parts
          .log()
          .warning(
              "INACTIVE_AFTER is "
                  + settings.inactiveAfter()
                  + ": used as the shortest allowed, "
                  + CleanupPolicy.FLOOR);
    }
    boolean emulated = settings.authEmulator().isPresent();
    runner = parts.runner();
    cleanup =
        new InactiveUserCleanup(
            settings,
            AuthAccounts.connect(project, emulated),
            parts.firestore(),
            settings.staging().connect(project),
            parts.log(),
            clock,
            !emulated);
  }

  @Override
  public void accept(CloudEvent event) throws Exception {
    runner.run(event, cleanup::run);
  }
}

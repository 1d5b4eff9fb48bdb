package com.maayegue.maintenance.notificationpurge;

import com.google.cloud.functions.CloudEventsFunction;
import com.maayegue.maintenance.core.Env;
import com.maayegue.maintenance.runrecords.FunctionParts;
import com.maayegue.maintenance.runrecords.JobRunner;
import io.cloudevents.CloudEvent;
import java.time.InstantSource;

/** Entry of {@code notification-purge}: deletes old notifications from Firestore, daily. */
public final class NotificationPurgeFunction implements CloudEventsFunction {
  private static final String NAME = "notification-purge";

  private final JobRunner runner;
  private final NotificationPurge purge;

  /**
   * Reads the environment of the process.
   *
   * @throws IllegalArgumentException naming everything in the environment that is missing or wrong
   */
  public NotificationPurgeFunction() {
    this(PurgeSettings.from(Env.ofProcess()), InstantSource.system());
  }

  NotificationPurgeFunction(PurgeSettings settings, InstantSource clock) {
    FunctionParts parts = FunctionParts.open(NAME, getClass(), settings.common(), clock);
    if (settings.retention().compareTo(PurgePolicy.FLOOR) < 0) {
      parts
          .log()
          .warning(
              "RETENTION is "
                  + settings.retention()
                  + ": used as the shortest allowed, "
                  + PurgePolicy.FLOOR);
    }
    runner = parts.runner();
    purge = new NotificationPurge(parts.firestore(), settings, clock);
  }

  @Override
  public void accept(CloudEvent event) throws Exception {
    runner.run(event, purge::run);
  }
}

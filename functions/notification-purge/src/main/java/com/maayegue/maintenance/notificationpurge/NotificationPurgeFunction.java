package com.maayegue.maintenance.notificationpurge;

import com.google.cloud.firestore.Firestore;
import com.google.cloud.functions.CloudEventsFunction;
import com.maayegue.maintenance.core.Env;
import com.maayegue.maintenance.core.RunLog;
import com.maayegue.maintenance.pubsub.TopicPublisher;
import com.maayegue.maintenance.runrecords.FirestoreConnection;
import com.maayegue.maintenance.runrecords.JobRunner;
import io.cloudevents.CloudEvent;
import java.time.InstantSource;
import java.util.Optional;

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
    RunLog log = new RunLog(System.out, NAME, settings.common().project());
    if (settings.retention().compareTo(PurgePolicy.FLOOR) < 0) {
      log.warning(
          "RETENTION is "
              + settings.retention()
              + ": used as the shortest allowed, "
              + PurgePolicy.FLOOR);
    }
    Firestore firestore = FirestoreConnection.open(settings.common());
    TopicPublisher publisher =
        new TopicPublisher(settings.common().project(), settings.common().pubSubEmulator());
    String version =
        Optional.ofNullable(getClass().getPackage().getImplementationVersion())
            .orElse("unversioned");
    runner = new JobRunner(NAME, version, settings.common(), firestore, publisher, log, clock);
    purge = new NotificationPurge(firestore, settings, clock);
  }

  @Override
  public void accept(CloudEvent event) throws Exception {
    runner.run(event, purge::run);
  }
}

package com.maayegue.maintenance.runrecords;

import com.google.cloud.firestore.Firestore;
import com.maayegue.maintenance.core.CommonSettings;
import com.maayegue.maintenance.core.RunLog;
import com.maayegue.maintenance.pubsub.Outbox;
import com.maayegue.maintenance.pubsub.TopicPublisher;
import java.time.InstantSource;
import java.util.Optional;

/**
 * What the entry of every function is wired of.
 *
 * @param log to the standard output
 * @param firestore that run records go to
 * @param outbox that alerts go to
 * @param runner of this function's jobs
 */
public record FunctionParts(RunLog log, Firestore firestore, Outbox outbox, JobRunner runner) {
  /**
   * Opens them, once a process.
   *
   * @param name of the function
   * @param entry its class, whose jar says the version
   */
  public static FunctionParts open(
      String name, Class<?> entry, CommonSettings settings, InstantSource clock) {
    RunLog log = new RunLog(System.out, name, settings.project());
    Firestore firestore = FirestoreConnection.open(settings);
    TopicPublisher publisher = new TopicPublisher(settings.project(), settings.pubSubEmulator());
    Outbox outbox = new Outbox(publisher, settings.alertTopic(), log);
    String version =
        Optional.ofNullable(entry.getPackage().getImplementationVersion()).orElse("unversioned");
    JobRunner runner = new JobRunner(name, version, settings, firestore, outbox, log, clock);
    return new FunctionParts(log, firestore, outbox, runner);
  }
}

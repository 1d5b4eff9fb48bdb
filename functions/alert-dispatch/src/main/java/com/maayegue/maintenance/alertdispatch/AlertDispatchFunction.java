package com.maayegue.maintenance.alertdispatch;

import com.google.cloud.functions.CloudEventsFunction;
import com.maayegue.maintenance.core.Env;
import com.maayegue.maintenance.runrecords.FunctionParts;
import io.cloudevents.CloudEvent;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Entry of {@code alert-dispatch}: tells people of alerts, and notices jobs that did not run. On
 * each message of the alert topic, and every five minutes by one that is no alert.
 */
public final class AlertDispatchFunction implements CloudEventsFunction {
  private static final String NAME = "alert-dispatch";

  private final DispatchRuns runs;

  /**
   * Reads the environment of the process.
   *
   * @throws IllegalArgumentException naming everything in the environment that is missing or wrong
   */
  public AlertDispatchFunction() {
    this(DispatchSettings.from(Env.ofProcess()), InstantSource.system());
  }

  AlertDispatchFunction(DispatchSettings settings, InstantSource clock) {
    FunctionParts parts = FunctionParts.open(NAME, getClass(), settings.common(), clock);
    settings.warnings().forEach(parts.log()::warning);
    if (settings.links().isEmpty()) {
      parts.log().warning("ACK_BASE_URL is not set: messages have no link to acknowledge");
    }
    runs =
        new DispatchRuns(
            new AlertDispatch(settings, parts.firestore(), clock),
            settings.common(),
            parts.firestore(),
            NAME,
            Optional.ofNullable(getClass().getPackage().getImplementationVersion())
                .orElse("unversioned"),
            parts.log(),
            clock);
  }

  @Override
  public void accept(CloudEvent event) throws Exception {
    runs.run(event);
  }
}

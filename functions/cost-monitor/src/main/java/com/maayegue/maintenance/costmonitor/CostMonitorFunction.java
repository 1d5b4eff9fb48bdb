package com.maayegue.maintenance.costmonitor;

import com.google.cloud.functions.CloudEventsFunction;
import com.maayegue.maintenance.core.Env;
import com.maayegue.maintenance.pubsub.Trigger;
import com.maayegue.maintenance.runrecords.FunctionParts;
import io.cloudevents.CloudEvent;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;

/**
 * Entry of {@code cost-monitor}: a message with a budget's fields or attributes is a budget
 * notification, any other asks for the daily run.
 */
public final class CostMonitorFunction implements CloudEventsFunction {
  static final String NAME = "cost-monitor";

  private final FunctionParts parts;
  private final CostMonitor monitor;
  private final BudgetMonitor budgets;
  private final InstantSource clock;

  /**
   * Reads the environment of the process.
   *
   * @throws IllegalArgumentException naming everything in the environment that is missing or wrong
   * @throws IOException if there are no credentials for Cloud Monitoring
   */
  public CostMonitorFunction() throws IOException {
    this(CostSettings.from(Env.ofProcess()), InstantSource.system());
  }

  CostMonitorFunction(CostSettings settings, InstantSource clock) throws IOException {
    this.clock = clock;
    parts = FunctionParts.open(NAME, getClass(), settings.common(), clock);
    monitor =
        new CostMonitor(
            settings,
            new MonitoringFigures(settings, MonitoringSeries.open(settings)),
            new StagedFigures(settings, settings.staging().connect(settings.common().project())),
            parts,
            clock);
    budgets = new BudgetMonitor(settings, parts);
  }

  @Override
  public void accept(CloudEvent event) throws Exception {
    Map<String, String> attributes = Trigger.attributes(event);
    Instant published = published(event);
    parts
        .runner()
        .run(
            event,
            frame ->
                BudgetNotice.isIn(frame.message(), attributes)
                    ? budgets.run(frame, attributes, published)
                    : monitor.run(frame, published));
  }

  private Instant published(CloudEvent event) {
    Instant now = clock.instant();
    try {
      return Trigger.from(event, now).time();
    } catch (IllegalArgumentException unreadable) {
      return now; // The runner says so.
    }
  }
}

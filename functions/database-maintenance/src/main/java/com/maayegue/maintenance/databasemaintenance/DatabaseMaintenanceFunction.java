package com.maayegue.maintenance.databasemaintenance;

import com.google.cloud.functions.CloudEventsFunction;
import com.google.cloud.storage.Storage;
import com.maayegue.maintenance.core.Env;
import com.maayegue.maintenance.runrecords.FunctionParts;
import com.maayegue.maintenance.runrecords.JobRunner;
import io.cloudevents.CloudEvent;
import java.io.IOException;
import java.time.InstantSource;

/**
 * Entry of {@code database-maintenance}: the weekly clean-up and the monthly check-up of the staged
 * databases, and migrations of their schema when asked.
 */
public final class DatabaseMaintenanceFunction implements CloudEventsFunction {
  static final String NAME = "database-maintenance";

  private final JobRunner runner;
  private final DatabaseMaintenance maintenance;

  /**
   * Reads the environment of the process.
   *
   * @throws IllegalArgumentException naming everything in the environment that is missing or wrong
   * @throws IOException if there are no credentials
   */
  public DatabaseMaintenanceFunction() throws IOException {
    this(MaintenanceSettings.from(Env.ofProcess()), InstantSource.system());
  }

  DatabaseMaintenanceFunction(MaintenanceSettings settings, InstantSource clock)
      throws IOException {
    FunctionParts parts = FunctionParts.open(NAME, getClass(), settings.common(), clock);
    RetentionPolicy.belowFloor(settings).forEach(parts.log()::warning);
    Storage storage = settings.staging().connect(settings.common().project());
    runner = parts.runner();
    maintenance =
        new DatabaseMaintenance(
            settings, storage, parts.firestore(), parts.outbox(), parts.log(), clock);
  }

  @Override
  public void accept(CloudEvent event) throws Exception {
    runner.run(event, maintenance::run);
  }
}

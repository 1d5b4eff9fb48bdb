package com.maayegue.maintenance.databasebackup;

import com.google.cloud.functions.CloudEventsFunction;
import com.maayegue.maintenance.core.Env;
import com.maayegue.maintenance.runrecords.FunctionParts;
import com.maayegue.maintenance.runrecords.JobRunner;
import io.cloudevents.CloudEvent;
import java.time.InstantSource;

/** Entry of {@code database-backup}: backs up the staged databases, daily. */
public final class DatabaseBackupFunction implements CloudEventsFunction {
  static final String NAME = "database-backup";

  private final JobRunner runner;
  private final DatabaseBackup backup;

  /**
   * Reads the environment of the process.
   *
   * @throws IllegalArgumentException naming everything in the environment that is missing or wrong
   */
  public DatabaseBackupFunction() {
    this(BackupSettings.from(Env.ofProcess()), InstantSource.system());
  }

  DatabaseBackupFunction(BackupSettings settings, InstantSource clock) {
    FunctionParts parts = FunctionParts.open(NAME, getClass(), settings.common(), clock);
    runner = parts.runner();
    backup =
        new DatabaseBackup(
            settings, settings.staging().connect(settings.common().project()), parts, clock, NAME);
  }

  @Override
  public void accept(CloudEvent event) throws Exception {
    runner.run(event, backup::run);
  }
}

package com.maayegue.maintenance.weeklyreport;

import com.google.cloud.functions.CloudEventsFunction;
import com.google.cloud.storage.Storage;
import com.maayegue.maintenance.core.Env;
import com.maayegue.maintenance.runrecords.FunctionParts;
import com.maayegue.maintenance.runrecords.JobRunner;
import io.cloudevents.CloudEvent;
import java.io.IOException;
import java.time.InstantSource;

/** Entry of {@code weekly-report}: how the week went, on Mondays, for the people behind the app. */
public final class WeeklyReportFunction implements CloudEventsFunction {
  private static final String NAME = "weekly-report";

  private final JobRunner runner;
  private final WeeklyReport report;

  /**
   * Reads the environment of the process.
   *
   * @throws IllegalArgumentException naming everything in the environment that is missing or wrong
   * @throws IOException if there are no credentials
   */
  public WeeklyReportFunction() throws IOException {
    this(ReportSettings.from(Env.ofProcess()), InstantSource.system());
  }

  WeeklyReportFunction(ReportSettings settings, InstantSource clock) throws IOException {
    FunctionParts parts = FunctionParts.open(NAME, getClass(), settings.common(), clock);
    Storage storage = settings.staging().connect(settings.common().project());
    Ledgers ledgers = new Ledgers(parts.firestore());
    ReportStore store = new ReportStore(storage, settings.reports());
    Editions editions = new Editions(parts.firestore());
    ReportPages pages =
        new ReportPages(new Words(settings.language(), settings.common().timeZone()));
    Deliveries deliveries = new Deliveries();
    runner = parts.runner();
    report =
        new WeeklyReport(
            settings,
            new ReportSources(settings.staging(), storage, ledgers, settings.common().timeZone()),
            store,
            editions,
            pages,
            new Sending(settings, deliveries, editions, pages, store, clock));
  }

  @Override
  public void accept(CloudEvent event) throws Exception {
    runner.run(event, frame -> report.run(frame, event.getId()));
  }
}

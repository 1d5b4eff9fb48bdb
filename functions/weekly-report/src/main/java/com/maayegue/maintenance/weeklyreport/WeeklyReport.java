package com.maayegue.maintenance.weeklyreport;

import com.maayegue.maintenance.core.Counts;
import com.maayegue.maintenance.core.RunOutcome;
import com.maayegue.maintenance.runrecords.Job;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;

/**
 * Makes the report of a week, stores it, and sends it to everybody once.
 *
 * <p>Adds objects to the bucket of reports and documents to {@code weekly_reports}; the app's
 * database, its Firestore collections and the other functions' documents are only read. Safe to run
 * again at any time: what is stored is not made again, and what is sent is not sent again.
 */
final class WeeklyReport {
  private final ReportSettings settings;
  private final ReportSources sources;
  private final ReportStore store;
  private final Editions editions;
  private final ReportPages pages;
  private final Sending sending;

  WeeklyReport(
      ReportSettings settings,
      ReportSources sources,
      ReportStore store,
      Editions editions,
      ReportPages pages,
      Sending sending) {
    this.settings = settings;
    this.sources = sources;
    this.store = store;
    this.editions = editions;
    this.pages = pages;
    this.sending = sending;
  }

  /**
   * One run.
   *
   * @param event by which a delivery that comes again is known
   */
  RunOutcome run(Job.Frame frame, String event)
      throws IOException, SQLException, ExecutionException, InterruptedException {
    ReportRequest request;
    try {
      request = ReportRequest.read(frame.message(), frame.now(), settings.common().timeZone());
    } catch (IllegalArgumentException refused) {
      return new RunOutcome.Failed("message", refused.getMessage());
    }
    return frame.dryRun() ? tried(request, frame.now()) : made(request, frame, event);
  }

  private RunOutcome tried(ReportRequest request, Instant now)
      throws IOException, SQLException, ExecutionException, InterruptedException {
    boolean there = store.find(request.week()).isPresent() && !request.resend();
    Counts counts = new Counts();
    Report report = compute(request.week(), 1, now);
    count(report, counts);
    counts.add("queryMs", sources.queryMillis());
    long before = System.nanoTime();
    counts.add("htmlBytes", pages.html(report).length());
    counts.add("textBytes", pages.text(report, false).length());
    counts.add(
        "pictureBytes",
        pages.pictures(report).values().stream().mapToLong(each -> each.length).sum());
    counts.add("renderMs", Duration.ofNanos(System.nanoTime() - before).toMillis());
    counts.add("wouldStore", there ? 0 : 3);
    counts.add("wouldSend", sending.messages());
    return new RunOutcome.Done(counts.snapshot(), leftOut(report));
  }

  private RunOutcome made(ReportRequest request, Job.Frame frame, String event)
      throws IOException, SQLException, ExecutionException, InterruptedException {
    ReportWeek week = request.week();
    int edition = request.resend() ? editions.of(week, event, frame.now()) : 1;
    Counts counts = new Counts();
    Optional<Report> there = store.find(week);
    boolean made = there.isEmpty() || there.get().edition() < edition;
    Report report =
        made ? store.keep(week, compute(week, edition, frame.now())) : there.orElseThrow();
    if (report.edition() > edition) {
      return new RunOutcome.Skipped(
          counts.snapshot(), week.label() + " has been replaced by edition " + report.edition());
    }
    store.keep(week, ".html", "text/html", pages.html(report), edition);
    store.keep(week, ".txt", "text/plain", pages.text(report, false), edition);
    counts.add("made", made ? 1 : 0);
    count(report, counts);
    return sent(week, report, counts, frame.deadline());
  }

  private RunOutcome sent(ReportWeek week, Report report, Counts counts, Instant deadline)
      throws IOException, ExecutionException, InterruptedException {
    Sending.Result result = sending.send(week, report, counts, deadline);
    if (!result.waiting().isEmpty()) {
      // Stored, and not everywhere yet: the event comes again.
      throw new IOException(
          week.label() + " is stored, but not sent to all: " + String.join("; ", result.waiting()));
    }
    List<String> failures = new ArrayList<>(result.failed());
    failures.addAll(leftOut(report));
    if (!result.failed().isEmpty()) {
      return new RunOutcome.Failed(
          counts.snapshot(), "delivery", String.join("; ", result.failed()), failures);
    }
    if (report.sources().stream().anyMatch(each -> each.state().equals("damaged"))) {
      return new RunOutcome.Failed(
          counts.snapshot(), "database", String.join("; ", leftOut(report)), failures);
    }
    boolean news = counts.get("made") + counts.get("sent.email") + counts.get("sent.slack") > 0;
    return news
        ? new RunOutcome.Done(counts.snapshot(), failures)
        : new RunOutcome.Skipped(counts.snapshot(), week.label() + " is stored and sent already");
  }

  private Report compute(ReportWeek week, int edition, Instant now)
      throws IOException, SQLException, ExecutionException, InterruptedException {
    Windows windows = Windows.of(week, settings.common().timeZone(), now);
    ReportSources.Read read = sources.read(windows);
    return new Report(
        Report.SCHEMA,
        week.label(),
        week.monday().toString(),
        week.sunday().toString(),
        settings.common().timeZone().getId(),
        settings.app(),
        edition,
        now.toString(),
        read.sources(),
        PastReports.fill(read.sections(), store.before(week)));
  }

  private static void count(Report report, Counts counts) {
    counts.add(
        "sections", report.sections().stream().filter(each -> each.leftOut() == null).count());
    counts.add(
        "leftOut", report.sections().stream().filter(each -> each.leftOut() != null).count());
    counts.add(
        "figures", report.sections().stream().mapToLong(each -> each.figures().size()).sum());
  }

  private static List<String> leftOut(Report report) {
    return report.sections().stream()
        .filter(each -> each.leftOut() != null)
        .map(
            each ->
                each.id()
                    + " is left out: "
                    + each.leftOut().code()
                    + " "
                    + String.join(" ", each.leftOut().args()))
        .toList();
  }
}

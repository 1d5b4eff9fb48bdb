package com.maayegue.maintenance.weeklyreport;

import com.google.cloud.firestore.DocumentReference;
import com.maayegue.maintenance.alertchannels.EmailChannel;
import com.maayegue.maintenance.alertchannels.Mail;
import com.maayegue.maintenance.alertchannels.Receipt;
import com.maayegue.maintenance.alertchannels.SlackChannel;
import com.maayegue.maintenance.core.Counts;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;

/** Sends a stored report to everybody who has not got it yet. */
final class Sending {
  private final ReportSettings settings;
  private final Deliveries deliveries;
  private final Editions editions;
  private final ReportPages pages;
  private final ReportStore store;
  private final InstantSource clock;
  private final Optional<EmailChannel> email;
  private final Optional<SlackChannel> slack;

  Sending(
      ReportSettings settings,
      Deliveries deliveries,
      Editions editions,
      ReportPages pages,
      ReportStore store,
      InstantSource clock) {
    this.settings = settings;
    this.deliveries = deliveries;
    this.editions = editions;
    this.pages = pages;
    this.store = store;
    this.clock = clock;
    this.email =
        settings
            .smtp()
            .map(server -> new EmailChannel(server, settings.patience(), Optional.empty(), clock));
    this.slack =
        settings.slack().map(webhook -> new SlackChannel(webhook, settings.patience(), clock));
  }

  /**
   * What became of it.
   *
   * @param failed messages that nothing will bring there, and why
   * @param waiting messages that have to be tried again, and why
   */
  record Result(List<String> failed, List<String> waiting) {}

  /** A message to one recipient, of a channel. */
  private interface Message {
    Receipt send(boolean repeated) throws InterruptedException;
  }

  Result send(ReportWeek week, Report report, Counts counts, Instant deadline)
      throws ExecutionException, InterruptedException {
    Result result = new Result(new ArrayList<>(), new ArrayList<>());
    Map<String, byte[]> pictures = email.isPresent() ? pages.pictures(report) : Map.of();
    if (email.isPresent()) {
      for (String to : settings.recipients()) {
        Message message = repeated -> email.get().send(mail(week, report, to, repeated, pictures));
        one(week, report, "email-" + Editions.hash(to), message, counts, result, deadline);
      }
    }
    if (slack.isPresent()) {
      Message message =
          repeated -> {
            String text = pages.slack(report, repeated, store.page(week));
            return slack.get().send(pages.subject(report, repeated), SlackChannel.escaped(text));
          };
      one(week, report, "slack", message, counts, result, deadline);
    }
    return result;
  }

  /** How many there are to tell. */
  int messages() {
    return (email.isPresent() ? settings.recipients().size() : 0) + (slack.isPresent() ? 1 : 0);
  }

  private Mail mail(
      ReportWeek week, Report report, String to, boolean repeated, Map<String, byte[]> pictures) {
    String id = "weekly-report-" + week.label() + "-" + report.edition() + "-" + Editions.hash(to);
    return new Mail(
        id,
        "weekly-report-" + week.label(),
        to,
        pages.subject(report, repeated),
        pages.text(report, repeated),
        pages.mail(report, repeated),
        pictures);
  }

  private void one(
      ReportWeek week,
      Report report,
      String name,
      Message message,
      Counts counts,
      Result result,
      Instant deadline)
      throws ExecutionException, InterruptedException {
    if (!clock.instant().isBefore(deadline)) {
      result.waiting().add(name + ": the time was over");
      return;
    }
    String channel = name.startsWith("email") ? "email" : name;
    DocumentReference document =
        editions.document(week).collection("deliveries").document(report.edition() + "-" + name);
    Deliveries.Turn turn = deliveries.claim(document, clock.instant());
    switch (turn) {
      case OVER -> counts.add("alreadySent." + channel, 1);
      case WAIT -> result.waiting().add(name + ": another run is sending it, or has just died");
      case FIRST, REPEAT -> {
        Receipt receipt = message.send(turn == Deliveries.Turn.REPEAT);
        deliveries.note(document, receipt, clock.instant());
        if (receipt instanceof Receipt.Sent) {
          counts.add("sent." + channel, 1);
          counts.add("repeated." + channel, turn == Deliveries.Turn.REPEAT ? 1 : 0);
        } else if (receipt instanceof Receipt.Failed failed && !failed.later()) {
          result.failed().add(name + ": " + failed.reason());
        } else {
          result.waiting().add(name + ": " + reason(receipt));
        }
      }
    }
  }

  private static String reason(Receipt receipt) {
    return receipt instanceof Receipt.Failed failed
        ? failed.reason()
        : receipt instanceof Receipt.Unknown unknown ? unknown.reason() : "";
  }
}

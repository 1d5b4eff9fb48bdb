package com.maayegue.maintenance.local;

import static com.maayegue.maintenance.mailboxstandins.Delivered.Medium.EMAIL;
import static com.maayegue.maintenance.mailboxstandins.Delivered.Medium.SLACK;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.cloud.Timestamp;
import com.google.cloud.firestore.DocumentSnapshot;
import com.google.cloud.storage.Blob;
import com.google.cloud.storage.Storage.BlobListOption;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.maayegue.maintenance.mailboxstandins.Delivered.Medium;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the morning brings: use is measured, of which one kind will reach its limit, and the week
 * before is reported once, with figures that equal those of other questions to the same sources.
 */
final class WeekStory {
  static final List<LocalFunction> FUNCTIONS =
      List.of(LocalFunction.COST_MONITOR, LocalFunction.WEEKLY_REPORT);

  private static final Label MEASURED = new Label("mesure", "measured");
  private static final Label AGAIN = new Label("encore une fois", "once more");
  private static final Label REPORTED = new Label("la semaine", "the week");
  private static final ZoneId ZONE = ZoneId.of("Africa/Douala");
  // QUOTA_TIME_ZONE, in which Google's days begin.
  private static final ZoneId QUOTA_ZONE = ZoneId.of("America/Los_Angeles");
  private static final Label BUDGET_NOTICE = new Label("avis de budget", "budget notice");

  // https://cloud.google.com/billing/docs/how-to/budgets-programmatic-notifications
  private static final String BUDGET =
      "{\"budgetDisplayName\":\"Ma'a yegue\",\"costAmount\":8.4,\"budgetAmount\":100,"
          + "\"currencyCode\":\"EUR\"}";
  private static final String RUNNING_OUT = "firestore_bytes";

  private final LocalStack stack;
  private final Narration narration;
  private final LiveDatabase live;
  private final UseOfTheCloud use;
  private final Instant now = Instant.now();
  private final List<String> otherAlerts = new ArrayList<>();

  WeekStory(LocalStack stack, Narration narration) {
    this.stack = stack;
    this.narration = narration;
    this.live = new LiveDatabase(stack.storage());
    this.use = new UseOfTheCloud(now);
  }

  /** Tells it all; the page of the report goes to {@code folder}. */
  void tell(Path folder) throws Exception {
    narration.step(
        "neuf semaines d'histoire",
        "nine weeks of history",
        progress -> {
          use.tell(stack.outside().monitoring());
          PastWeeks past = new PastWeeks(now, stack.scheduler().schedules(), use);
          progress.at(past.write(stack.firestore()), 0);
          return null;
        });
    narration.start("fonctions de la semaine", "functions of the week", FUNCTIONS);
    costs();
    report(folder);
  }

  /** The alerts that came and that nothing in this story accounts for. */
  List<String> otherAlerts() {
    return otherAlerts;
  }

  private void costs() throws Exception {
    stack.newAlerts();
    narration.run(LocalFunction.COST_MONITOR, BUDGET_NOTICE, BUDGET, "Done");
    narration.run(LocalFunction.COST_MONITOR, MEASURED, "{}", "Done");
    narration.check("limite proche, alertes", "limit near, alerts", 1, limitAlerts());
    LocalDate today = now.atZone(ZONE).toLocalDate();
    DocumentSnapshot snapshot = stack.firestore().document("cost_snapshots/" + today).get().get();
    String full = snapshot.getString("metrics." + RUNNING_OUT + ".forecast.limitDay");
    narration.check(
        "jours avant Firestore plein",
        "days until it is full",
        use.daysLeft(),
        full == null
            ? -1
            : ChronoUnit.DAYS.between(now.atZone(QUOTA_ZONE).toLocalDate(), LocalDate.parse(full)));
    narration.run(LocalFunction.COST_MONITOR, AGAIN, "{}", "Done");
    narration.check("alertes de plus", "further alerts", 0, limitAlerts());
  }

  /** How many say what is used. Early in a month one more says that it will not last for it. */
  private long limitAlerts() throws IOException {
    String ofThis = "\"dedupKey\":\"cost-limit-" + RUNNING_OUT;
    long limits = 0;
    for (String alert : stack.newAlerts()) {
      if (alert.contains(ofThis + "-80-")) {
        limits++;
      } else if (alert.contains("\"rule\"") && !alert.contains(ofThis + "-forecast-")) {
        otherAlerts.add(alert);
      }
    }
    return limits;
  }

  private void report(Path folder) throws Exception {
    narration.run(LocalFunction.WEEKLY_REPORT, REPORTED, "{}", "Done");
    narration.run(LocalFunction.WEEKLY_REPORT, AGAIN, "{}", "Skipped");
    narration.check("courriels du rapport", "mails of the report", 1, sent(EMAIL));
    narration.check("Slack du rapport", "Slack of the report", 1, sent(SLACK));
    List<Blob> stored = new ArrayList<>();
    stack
        .storage()
        .list(LocalStack.REPORTS, BlobListOption.prefix("reports/"))
        .iterateAll()
        .forEach(stored::add);
    narration.check("formes du rapport", "forms of the report", 3, stored.size());
    for (Blob blob : stored) {
      String name = blob.getName();
      Path file = folder.resolve("weekly-report" + name.substring(name.lastIndexOf('.')));
      Files.write(file, blob.getContent());
      if (name.endsWith(".json")) {
        figures(JsonParser.parseString(new String(blob.getContent(), UTF_8)).getAsJsonObject());
      }
    }
  }

  private long sent(Medium medium) {
    return stack.outside().people().delivered(medium).stream()
        .filter(each -> (each.subject() + each.text()).contains("apport de la semaine"))
        .count();
  }

  /** Some figures, against SQL and queries that share nothing with the report. */
  private void figures(JsonObject report) throws Exception {
    LocalDate monday = LocalDate.parse(report.get("from").getAsString());
    long from = monday.atStartOfDay(ZONE).toInstant().toEpochMilli();
    long to = from + Duration.ofDays(7).toMillis();
    String week = " BETWEEN " + from + " AND " + (to - 1);
    equal(
        report,
        "users.total",
        "utilisateurs",
        "users",
        live.number("SELECT count(*) FROM users WHERE created_at < " + to));
    equal(
        report,
        "learning.lessons",
        "leçons terminées",
        "lessons completed",
        live.number(
            "SELECT count(*) FROM user_progress WHERE status = 'completed' AND"
                + " content_type = 'lesson' AND completed_at"
                + week));
    equal(
        report,
        "revenue.payments",
        "paiements encaissés",
        "payments taken",
        live.number(
            "SELECT count(*) FROM payments WHERE status IN ('completed', 'refunded') AND amount >= 0"
                + " AND ifnull(completed_at, created_at)"
                + week));
    equal(report, "maintenance.runs", "exécutions", "runs", runs(from, to));
  }

  private long runs(long from, long to) throws Exception {
    return LocalStack.count(
        stack
            .firestore()
            .collection(RunRecord.COLLECTION)
            .whereGreaterThanOrEqualTo("startedAt", Timestamp.ofTimeMicroseconds(1_000 * from))
            .whereLessThan("startedAt", Timestamp.ofTimeMicroseconds(1_000 * to)));
  }

  private void equal(JsonObject report, String id, String french, String english, long expected) {
    narration.check(
        french + ", rapport", english + ", report", expected, figure(report, id).orElse(-1L));
  }

  private static Optional<Long> figure(JsonObject report, String id) {
    for (JsonElement section : report.getAsJsonArray("sections")) {
      for (JsonElement each : section.getAsJsonObject().getAsJsonArray("figures")) {
        JsonObject figure = each.getAsJsonObject();
        if (figure.get("id").getAsString().equals(id) && !figure.get("value").isJsonNull()) {
          return Optional.of(Math.round(figure.get("value").getAsDouble()));
        }
      }
    }
    return Optional.empty();
  }
}

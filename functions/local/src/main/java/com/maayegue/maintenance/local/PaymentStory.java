package com.maayegue.maintenance.local;

import static com.maayegue.maintenance.mailboxstandins.Delivered.Medium.CALL;
import static com.maayegue.maintenance.mailboxstandins.Delivered.Medium.EMAIL;

import com.google.cloud.Timestamp;
import com.google.cloud.firestore.DocumentSnapshot;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.QueryDocumentSnapshot;
import com.maayegue.maintenance.emulators.Await;
import com.maayegue.maintenance.local.PaymentSimulator.Signature;
import com.maayegue.maintenance.mailboxstandins.Delivered;
import com.maayegue.maintenance.mailboxstandins.Delivered.Medium;
import com.maayegue.maintenance.paymentstandins.StandInTransaction;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Twelve payments fail within the hour: one mail and one call, and no more however often it is told
 * of. Somebody presses the button behind the link; the hour passes; it is over, and they are told.
 */
final class PaymentStory {
  static final List<LocalFunction> FUNCTIONS =
      List.of(LocalFunction.PAYMENT_WEBHOOK, LocalFunction.PAYMENT_FAILURE_ALERT);

  private static final Label SWEEP = new Label("relève", "sweep");
  private static final Label TICK = new Label("toutes les 5 minutes", "every 5 minutes");
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration AN_HOUR = Duration.ofMinutes(61);
  private static final Duration CLEAR_FOR = Duration.ofMinutes(16);
  private static final int FAILURES = 12;
  private static final int PAID = 6;
  private static final String INCIDENT = "alerts/payment-failures";
  private static final Pattern TOKEN = Pattern.compile("\\?t=(\\S+)");

  private final LocalStack stack;
  private final Narration narration;
  private final HttpClient http = HttpClient.newHttpClient();
  private PaymentSimulator simulator;

  PaymentStory(LocalStack stack, Narration narration) {
    this.stack = stack;
    this.narration = narration;
  }

  /** What the reader has to know to judge the rest. */
  static List<Label> notes() {
    return List.of(
        new Label(
            "Les échecs ont été reculés d'une heure, la fin de la cause de 16 minutes.",
            "The failures were moved back by an hour, the end of the cause by 16 minutes."));
  }

  /** Tells it all. */
  void tell() throws Exception {
    narration.start("fonctions des paiements", "functions of payments", FUNCTIONS);
    simulator =
        new PaymentSimulator(
            stack.firestore(),
            URI.create(stack.outside().providers().url()),
            stack.address(LocalFunction.PAYMENT_WEBHOOK),
            InstantSource.system());
    pay();
    alert();
    acknowledge();
    pass();
  }

  /** The alerts that came since, and that nothing in this story accounts for. */
  List<String> otherAlerts() throws IOException {
    return stack.newAlerts().stream()
        // The ticks of alert-dispatch come on the same topic.
        .filter(alert -> alert.contains("\"rule\""))
        .filter(alert -> !alert.contains("\"dedupKey\":\"payment-failures\""))
        .toList();
  }

  private void pay() throws Exception {
    List<StandInTransaction> payments = new ArrayList<>();
    for (int made = 0; made < FAILURES + PAID; made++) {
      payments.add(
          simulator.campay("demo-user-" + made, made < FAILURES ? "FAILED" : "SUCCESSFUL"));
    }
    long taken =
        callBack(
            payments,
            FAILURES + " échecs, " + PAID + " paiements",
            FAILURES + " failures, " + PAID + " payments");
    taken += callBack(payments, "les mêmes encore une fois", "the same once more");
    narration.check("événements pris", "events taken", 2L * payments.size(), taken);
    StandInTransaction pending = simulator.campay("mallory", "PENDING");
    narration.check(
        "réponse à un faux",
        "answer to a forged one",
        401,
        simulator.send(simulator.fromCampay(pending, Signature.FORGED)));
    narration.check("paiements en échec", "failed payments", FAILURES, in("failed"));
    narration.check("paiements réussis", "completed payments", PAID, in("completed"));
  }

  /** As CamPay calls back, until all has moved; returns how many were taken. */
  private long callBack(List<StandInTransaction> payments, String french, String english)
      throws Exception {
    return narration.step(
        french,
        english,
        progress -> {
          long taken = 0;
          for (StandInTransaction payment : payments) {
            int status = simulator.send(simulator.fromCampay(payment, Signature.GENUINE));
            taken += status == 200 ? 1 : 0;
            progress.at(taken, payments.size());
          }
          Await.until(
              PATIENCE,
              "all payments to move",
              () -> in("failed") + in("completed") == payments.size());
          return taken;
        });
  }

  private long in(String status) throws Exception {
    return LocalStack.count(
        stack.firestore().collection("payments").whereEqualTo("status", status));
  }

  private void alert() throws Exception {
    narration.step(
        "exploitation prévenue",
        "operations told",
        progress -> {
          Await.until(PATIENCE, "a mail and a call", () -> mails() > 0 && calls() > 0);
          return null;
        });
    narration.run(LocalFunction.PAYMENT_FAILURE_ALERT, SWEEP, "{\"sweep\":true}", "Done");
    narration.run(LocalFunction.ALERT_DISPATCH, TICK, "{}", "Done");
    narration.check("courriels", "mails", 1, mails());
    narration.check("appels", "calls", 1, calls());
  }

  private long mails() {
    return of(EMAIL).size();
  }

  private long calls() {
    return of(CALL).size();
  }

  private List<Delivered> of(Medium medium) {
    return stack.outside().people().delivered(medium).stream()
        .filter(each -> (each.subject() + each.text()).contains("paiements en échec"))
        .toList();
  }

  private void acknowledge() throws Exception {
    List<Delivered> mails = of(EMAIL);
    Matcher link = TOKEN.matcher(mails.get(mails.size() - 1).text());
    if (!link.find()) {
      throw new IllegalStateException("the mail has no link");
    }
    String token = link.group(1);
    narration.step(
        "lien suivi, puis bouton pressé",
        "link followed, then button pressed",
        progress -> {
          URI page = stack.address(LocalFunction.ALERT_ACKNOWLEDGE);
          send(HttpRequest.newBuilder(URI.create(page + "?t=" + token)));
          narration.check("par le lien seul", "taken on by the link alone", 0, acknowledged());
          send(
              HttpRequest.newBuilder(page)
                  .header("Content-Type", "application/x-www-form-urlencoded")
                  .POST(HttpRequest.BodyPublishers.ofString("t=" + token)));
          narration.check("par le bouton", "taken on by the button", 1, acknowledged());
          return null;
        });
  }

  private void send(HttpRequest.Builder request) throws IOException, InterruptedException {
    int status = http.send(request.build(), HttpResponse.BodyHandlers.discarding()).statusCode();
    if (status != 200) {
      throw new IllegalStateException("the page behind the link answered " + status);
    }
  }

  private long acknowledged() throws Exception {
    return "acknowledged".equals(state()) ? 1 : 0;
  }

  private String state() throws Exception {
    return stack.firestore().document(INCIDENT).get().get().getString("state");
  }

  private void pass() throws Exception {
    narration.step(
        "échecs reculés d'une heure",
        "failures moved back by an hour",
        progress -> {
          Firestore firestore = stack.firestore();
          for (QueryDocumentSnapshot payment :
              firestore.collection("payments").whereEqualTo("status", "failed").get().get()) {
            payment.getReference().update("failedAt", earlier(payment, "failedAt", AN_HOUR)).get();
          }
          return null;
        });
    narration.run(LocalFunction.PAYMENT_FAILURE_ALERT, SWEEP, "{\"sweep\":true}", "Done");
    Await.until(
        PATIENCE, "the end of the cause", () -> incident().getTimestamp("clearSince") != null);
    DocumentSnapshot incident = incident();
    incident.getReference().update("clearSince", earlier(incident, "clearSince", CLEAR_FOR)).get();
    narration.run(LocalFunction.ALERT_DISPATCH, TICK, "{}", "Done");
    narration.check("incident clos", "incident resolved", 1, "resolved".equals(state()) ? 1 : 0);
    narration.check("courriels avec la fin", "mails with the end", 2, mails());
    narration.check("appels, toujours", "calls, still", 1, calls());
  }

  private DocumentSnapshot incident() throws Exception {
    return stack.firestore().document(INCIDENT).get().get();
  }

  private static Timestamp earlier(DocumentSnapshot document, String field, Duration by) {
    Timestamp time = document.getTimestamp(field);
    Instant instant = Instant.ofEpochSecond(time.getSeconds(), time.getNanos()).minus(by);
    return Timestamp.ofTimeSecondsAndNanos(instant.getEpochSecond(), instant.getNano());
  }
}

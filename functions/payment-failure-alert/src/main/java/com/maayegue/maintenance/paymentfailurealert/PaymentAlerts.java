package com.maayegue.maintenance.paymentfailurealert;

import com.maayegue.maintenance.paymentstates.Mismatch;
import com.maayegue.maintenance.paymentstates.Reading;
import com.maayegue.maintenance.pubsub.Alert;
import com.maayegue.maintenance.pubsub.Alert.Severity;
import com.maayegue.maintenance.pubsub.Alert.Status;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;

/** The alerts about payments, in French and English; nothing personal is in them. */
final class PaymentAlerts {
  static final String FAILURES = "payment-failures";
  static final String STUCK = "payments-stuck";
  static final String MISMATCH = "payment-mismatch";

  private static final int MOST_LISTED = 20;
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9._-]{1,200}");

  private PaymentAlerts() {}

  /** Too many payments failed. */
  static Alert failures(FailureFigures figures, Instant now) {
    return new Alert(
        FAILURES,
        Severity.CRITICAL,
        Status.FIRING,
        figures.title(),
        figures.summary(),
        figures.labels(),
        FAILURES,
        now,
        playbook(FAILURES));
  }

  /** The end of {@link #failures}. */
  static Alert failuresOver(int threshold, Instant now) {
    return new Alert(
        FAILURES,
        Severity.CRITICAL,
        Status.RESOLVED,
        "Paiements en échec : c'est terminé · failed payments: over",
        "Il n'y a plus eu que "
            + threshold
            + " échecs au plus dans la fenêtre. · No more than "
            + threshold
            + " payments failed in the window.",
        Map.of(),
        FAILURES,
        now,
        playbook(FAILURES));
  }

  /** Payments hang. */
  static Alert stuck(List<String> payments, String after, Instant now) {
    String list =
        String.join("\n", payments.subList(0, Math.min(MOST_LISTED, payments.size())))
            + (payments.size() > MOST_LISTED ? "\n… " + (payments.size() - MOST_LISTED) : "");
    return new Alert(
        STUCK,
        Severity.HIGH,
        Status.FIRING,
        "%d paiement(s) en attente depuis plus de %s · %d payment(s) pending for more than %s"
            .formatted(payments.size(), after, payments.size(), after),
        "Leur prestataire ne dit ni oui ni non, ou ne les connaît pas. · Their provider says"
            + " neither yes nor no, or does not know them.\n"
            + list,
        Map.of("payments", Integer.toString(payments.size())),
        STUCK,
        now,
        playbook(STUCK));
  }

  /** The end of {@link #stuck}. */
  static Alert stuckOver(Instant now) {
    return new Alert(
        STUCK,
        Severity.HIGH,
        Status.RESOLVED,
        "Plus aucun paiement bloqué · no payment is stuck any more",
        "Tous les paiements en attente sont récents. · All pending payments are recent.",
        Map.of(),
        STUCK,
        now,
        playbook(STUCK));
  }

  /** What was paid is not what the app had asked for. */
  static Alert mismatch(String paymentId, Mismatch mismatch, Instant now) {
    return odd(
        "amount",
        paymentId,
        "Paiement incohérent · payment mismatch: " + paymentId,
        "Attendu "
            + mismatch.expected()
            + ", reçu "
            + mismatch.found()
            + ". Rien n'a été activé pour cette transaction. · Expected "
            + mismatch.expected()
            + ", found "
            + mismatch.found()
            + ". Nothing was activated for this transaction: "
            + mismatch.provider()
            + " "
            + mismatch.transactionId()
            + ".",
        mismatch.provider(),
        mismatch.transactionId(),
        now);
  }

  /** Money came for a payment that the app does not know. */
  static Alert unknownPayment(Reading reading, Instant now) {
    String name = reading.paymentId().orElse(reading.transactionId());
    return odd(
        "unknown-payment",
        name,
        "Paiement inconnu · unknown payment: " + name,
        reading.amountText()
            + " : argent reçu, mais l'application n'a pas de tel paiement. Rien n'a"
            + " été activé. · Money came, but the app has no such payment. Nothing was activated: "
            + reading.provider()
            + " "
            + reading.transactionId()
            + ".",
        reading.provider(),
        reading.transactionId(),
        now);
  }

  /** A payment completed, but nobody knows for whom or for how long. */
  static Alert notActivated(
      String kind, String paymentId, String detail, Reading reading, Instant now) {
    return odd(
        kind,
        paymentId,
        "Payé, mais sans abonnement · paid, but no subscription: " + paymentId,
        "Le paiement est complet, l'abonnement n'a pas pu être activé. · The payment is complete,"
            + " the subscription could not be activated: "
            + detail
            + ".",
        reading.provider(),
        reading.transactionId(),
        now);
  }

  /** The end of any of the last three, once a person has seen to it. */
  static Alert attended(String dedupKey, Instant now) {
    return new Alert(
        MISMATCH,
        Severity.HIGH,
        Status.RESOLVED,
        "Paiement incohérent : traité · payment mismatch: attended to",
        "Une personne l'a marqué comme traité. · A person has marked it as done.",
        Map.of(),
        dedupKey,
        now,
        playbook(MISMATCH));
  }

  /** The key of what is odd about one payment; fit to be the id of a document. */
  static String mismatchKey(String paymentId) {
    String plain =
        PLAIN.matcher(paymentId).matches()
            ? paymentId
            : UUID.nameUUIDFromBytes(paymentId.getBytes(StandardCharsets.UTF_8)).toString();
    return MISMATCH + "-" + plain;
  }

  private static Alert odd(
      String kind,
      String paymentId,
      String title,
      String summary,
      String provider,
      String transactionId,
      Instant now) {
    return new Alert(
        MISMATCH,
        Severity.HIGH,
        Status.FIRING,
        title,
        summary,
        Map.of(
            "kind", kind, "payment", paymentId, "provider", provider, "transaction", transactionId),
        mismatchKey(paymentId),
        now,
        playbook(MISMATCH));
  }

  private static String playbook(String rule) {
    return "docs/playbooks/" + rule + ".md";
  }
}

package com.maayegue.maintenance.paymentfailurealert;

import com.google.cloud.Timestamp;
import com.google.cloud.firestore.DocumentSnapshot;
import com.maayegue.maintenance.paymentstates.Amount;
import com.maayegue.maintenance.paymentstates.PlanLengths;
import com.maayegue.maintenance.paymentstates.Subscription;
import java.math.BigDecimal;
import java.text.NumberFormat;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The document of {@code notifications} that tells a user that the money has come: in the user's
 * language where it is known, otherwise in French and English.
 *
 * @param amount that was paid
 * @param subscription what it bought, if the plan is known
 */
record PaymentNotice(Amount amount, Optional<Subscription> subscription, ZoneId zone) {
  static final String COLLECTION = "notifications";

  /** The one document of a payment. */
  static String id(String paymentId) {
    return "payment-completed-" + paymentId;
  }

  /** The language of a document of {@code users}, which need not exist. */
  static Optional<String> language(DocumentSnapshot profile) {
    for (String field : new String[] {"language", "locale"}) {
      if (profile.get(field) instanceof String text) {
        String code = text.strip().toLowerCase(Locale.ROOT);
        if (code.startsWith("fr") || code.startsWith("en")) {
          return Optional.of(code.substring(0, 2));
        }
      }
    }
    return Optional.empty();
  }

  /** The fields, as the app reads them. */
  Map<String, Object> fields(String userId, Optional<String> language, Instant now) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("userId", userId);
    fields.put("title", both(language, "Paiement reçu", "Payment received"));
    fields.put("body", both(language, french(), english()));
    fields.put("type", "payment");
    fields.put("read", false);
    fields.put("created_at", Timestamp.ofTimeSecondsAndNanos(now.getEpochSecond(), now.getNano()));
    return fields;
  }

  private static String both(Optional<String> language, String french, String english) {
    return language
        .map(code -> code.equals("fr") ? french : english)
        .orElse(french + " · " + english);
  }

  private String french() {
    return text(
        Locale.FRENCH,
        "Merci ! Nous avons reçu votre paiement de %s.",
        " Votre abonnement est actif jusqu'au %s.",
        " Votre abonnement est actif, sans limite de durée.");
  }

  private String english() {
    return text(
        Locale.ENGLISH,
        "Thank you! We have received your payment of %s.",
        " Your subscription is active until %s.",
        " Your subscription is active, without an end.");
  }

  private String text(Locale locale, String thanks, String until, String endless) {
    return thanks.replace("%s", money(locale))
        + subscription
            .map(bought -> isEndless(bought) ? endless : until.replace("%s", day(bought, locale)))
            .orElse("");
  }

  private String money(Locale locale) {
    NumberFormat format = NumberFormat.getNumberInstance(locale);
    int digits = Amount.digits(amount.currency());
    BigDecimal value = amount.value();
    format.setMinimumFractionDigits(value.scale() > 0 ? digits : 0);
    format.setMaximumFractionDigits(digits);
    return format.format(value) + " " + amount.currency();
  }

  private String day(Subscription bought, Locale locale) {
    return DateTimeFormatter.ofLocalizedDate(FormatStyle.LONG)
        .withLocale(locale)
        .format(bought.end().atZone(zone));
  }

  private static boolean isEndless(Subscription bought) {
    return !bought.end().isBefore(PlanLengths.FOREVER);
  }
}

package com.maayegue.maintenance.costmonitor;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What is measured, with the limits of the maintenance guide and of the free tiers.
 *
 * @see <a href="https://cloud.google.com/firestore/quotas">Firestore's free quota</a>
 * @see <a href="https://cloud.google.com/free/docs/free-cloud-features">free tiers</a>
 */
enum CostMetric {
  AUTH_MONTHLY_ACTIVE_USERS(
      "count",
      Period.MONTH,
      50_000,
      "Auth, utilisateurs actifs du mois",
      "Auth, monthly active users"),
  FIRESTORE_READS(
      "count", Period.DAY, 50_000, "Firestore, lectures du jour", "Firestore, reads of the day"),
  FIRESTORE_WRITES(
      "count", Period.DAY, 20_000, "Firestore, écritures du jour", "Firestore, writes of the day"),
  FIRESTORE_DELETES(
      "count",
      Period.DAY,
      20_000,
      "Firestore, suppressions du jour",
      "Firestore, deletes of the day"),
  FIRESTORE_BYTES(
      "bytes", Period.NOW, 1_073_741_824, "Firestore, données stockées", "Firestore, stored data"),
  STORAGE_BYTES(
      "bytes",
      Period.NOW,
      5_000_000_000L,
      "Cloud Storage, données stockées",
      "Cloud Storage, stored data"),
  FUNCTION_EXECUTIONS(
      "count",
      Period.MONTH,
      2_000_000,
      "Functions, exécutions du mois",
      "Functions, executions of the month"),
  MEAN_RESPONSE("ms", Period.DAY, 500, "Temps de réponse moyen", "Mean response time"),
  DATABASE_BYTES(
      "bytes", Period.NOW, 500_000_000, "Base SQLite la plus grande", "Largest SQLite database"),
  BACKUP_BYTES("bytes", Period.NOW, 2_000_000_000, "Sauvegardes", "Backups"),
  USER_PROGRESS_ROWS(
      "count", Period.NOW, 1_000_000, "Lignes de user_progress", "Rows of user_progress"),
  ACTIVE_USERS("count", Period.NOW, 50_000, "Utilisateurs actifs", "Active users"),
  /** Its limit is the budget's own amount, and its unit the budget's currency. */
  COST_MONTH("", Period.MONTH, 0, "Coût du mois", "Cost of the month");

  /** What a value is of. */
  enum Period {
    /** One day. */
    DAY,
    /** The month so far. */
    MONTH,
    /** The present state. */
    NOW
  }

  private final String unit;
  private final Period period;
  private final double limit;
  private final String french;
  private final String english;

  CostMetric(String unit, Period period, double limit, String french, String english) {
    this.unit = unit;
    this.period = period;
    this.limit = limit;
    this.french = french;
    this.english = english;
  }

  /** The name in documents, alerts and settings. */
  String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  String unit() {
    return unit;
  }

  Period period() {
    return period;
  }

  /** Unless the settings say otherwise; in {@link #unit()}. */
  double defaultLimit() {
    return limit;
  }

  String french() {
    return french;
  }

  String english() {
    return english;
  }

  static Optional<CostMetric> of(String id) {
    return Stream.of(values()).filter(each -> each.id().equals(id)).findFirst();
  }
}

package com.maayegue.maintenance.databasemaintenance;

import com.google.cloud.firestore.DocumentSnapshot;
import com.google.cloud.firestore.Firestore;
import com.maayegue.maintenance.pubsub.Alert;
import com.maayegue.maintenance.pubsub.Alert.Severity;
import com.maayegue.maintenance.pubsub.Alert.Status;
import com.maayegue.maintenance.pubsub.Outbox;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;

/** What a check of a database tells people at once. One incident for each rule and database. */
final class MaintenanceAlerts {
  private static final String NOT_INTACT = "database-not-intact";
  private static final String FOREIGN_KEYS = "database-foreign-keys";

  private final Outbox outbox;
  private final Firestore firestore;

  /**
   * Alerts through {@code outbox}.
   *
   * @param firestore that says which alerts are firing
   */
  MaintenanceAlerts(Outbox outbox, Firestore firestore) {
    this.outbox = outbox;
    this.firestore = firestore;
  }

  /** The live database is damaged, and stays so. */
  void notIntact(String database, List<String> findings, String kept, Instant now)
      throws IOException, InterruptedException {
    fire(
        NOT_INTACT,
        Severity.CRITICAL,
        database,
        "Base abîmée : " + database + " (the live database is not intact)",
        "integrity_check: " + String.join("; ", findings) + ". Kept as " + kept + ".",
        now);
  }

  /** Only indexes were damaged, and were built anew. */
  void reindexed(String database, List<String> findings, String kept, Instant now)
      throws IOException, InterruptedException {
    fire(
        NOT_INTACT,
        Severity.HIGH,
        database,
        "Index abîmés, reconstruits : " + database + " (damaged indexes were rebuilt)",
        "integrity_check said: "
            + String.join("; ", findings)
            + ". It is intact now. A wrong value in a table looks the same: compare these rows with a backup. Kept as "
            + kept
            + ".",
        now);
  }

  /** Rows refer to what is not there; or no longer. */
  void foreignKeys(String database, long violations, String summary, Instant now)
      throws IOException, InterruptedException, ExecutionException {
    if (violations > 0) {
      fire(
          FOREIGN_KEYS,
          Severity.HIGH,
          database,
          "Lignes orphelines : " + database + " (rows whose parents are gone)",
          summary,
          now);
    } else if (isFiring(key(FOREIGN_KEYS, database))) {
      send(
          FOREIGN_KEYS,
          Severity.HIGH,
          Status.RESOLVED,
          database,
          "Plus de lignes orphelines : " + database + " (all parents are there)",
          "foreign_key_check finds nothing.",
          now);
    }
  }

  private void fire(
      String rule, Severity severity, String database, String title, String summary, Instant now)
      throws IOException, InterruptedException {
    send(rule, severity, Status.FIRING, database, title, summary, now);
  }

  private void send(
      String rule,
      Severity severity,
      Status status,
      String database,
      String title,
      String summary,
      Instant now)
      throws IOException, InterruptedException {
    outbox.alert(
        new Alert(
            rule,
            severity,
            status,
            title,
            summary,
            Map.of("function", DatabaseMaintenanceFunction.NAME, "database", database),
            key(rule, database),
            now,
            "docs/playbooks/" + rule + ".md"));
  }

  private boolean isFiring(String key) throws ExecutionException, InterruptedException {
    DocumentSnapshot alert = firestore.collection("alerts").document(key).get().get();
    return alert.exists() && !"resolved".equals(alert.getString("state"));
  }

  private static String key(String rule, String database) {
    return rule + "-" + database;
  }
}

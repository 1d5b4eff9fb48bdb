package com.maayegue.maintenance.databasebackup;

import com.maayegue.maintenance.databasebackups.Taken;
import com.maayegue.maintenance.pubsub.Alert;
import com.maayegue.maintenance.pubsub.Alert.Severity;
import com.maayegue.maintenance.pubsub.Alert.Status;
import java.time.Instant;
import java.util.Map;

/** The alert that a live database is damaged, one incident for each database. */
final class NotIntactAlert {
  private static final String RULE = "database-not-intact";

  private NotIntactAlert() {}

  static String dedupKey(String database) {
    return RULE + "-" + database;
  }

  static Alert firing(String database, Taken.NotIntact found, Instant now) {
    return alert(
        database,
        Status.FIRING,
        "base " + database + " abîmée · database " + database + " is not intact",
        "Ne plus écrire dans la base ; la version abîmée est gardée dans "
            + found.quarantined()
            + ". Les sauvegardes restent. · Stop writing to it; the damaged version is kept as "
            + found.quarantined()
            + ". The backups stay. integrity_check: "
            + String.join("; ", found.findings()),
        now);
  }

  static Alert resolved(String database, Instant now) {
    return alert(
        database,
        Status.RESOLVED,
        "base " + database + " de nouveau intacte · database " + database + " is intact again",
        "La base a été vérifiée et sauvegardée. · It was checked and backed up.",
        now);
  }

  private static Alert alert(
      String database, Status status, String title, String summary, Instant now) {
    return new Alert(
        RULE,
        Severity.CRITICAL,
        status,
        title,
        summary,
        Map.of("database", database, "function", DatabaseBackupFunction.NAME),
        dedupKey(database),
        now,
        "docs/playbooks/" + RULE + ".md");
  }
}

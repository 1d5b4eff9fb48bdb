package com.maayegue.maintenance.local;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** What the counts of run records are called, and which of them a short summary shows. */
final class CountLabels {
  private static final String PROTECTED = "protected.";
  private static final Map<String, Label> FOUND = new LinkedHashMap<>();
  private static final Map<String, Label> DONE = new LinkedHashMap<>();

  static {
    FOUND.put("documents", new Label("documents vus", "documents seen"));
    FOUND.put("accounts", new Label("comptes vus", "accounts seen"));
    FOUND.put("alive", new Label("actifs", "active"));
    FOUND.put("inactive", new Label("inactifs, sans protection", "inactive, unprotected"));
    FOUND.put("protected", new Label("inactifs, mais protégés", "inactive, but protected"));
    FOUND.put("kept.unreadable", new Label("gardés : date illisible", "kept: unreadable date"));
    FOUND.put("kept.withoutField", new Label("gardés : sans date", "kept: no date"));

    DONE.put("wouldNotice", new Label("recevraient un préavis", "would get a notice"));
    DONE.put("wouldDelete", new Label("seraient supprimés", "would be deleted"));
    DONE.put("noticed", new Label("préavis donnés", "notices given"));
    DONE.put("noticed.withoutEmail", new Label("dont sans adresse", "of these no address"));
    DONE.put("waiting", new Label("préavis en cours", "notice period running"));
    DONE.put("returned", new Label("revenus, donc gardés", "came back, so kept"));
    DONE.put("disabledInSqlite", new Label("désactivés dans SQLite", "disabled in SQLite"));
    DONE.put("deleted", new Label("supprimés", "deleted"));

    DONE.put("bytes", new Label("base", "database"));
    DONE.put("storedBytes", new Label("sauvegarde comprimée", "compressed backup"));
    DONE.put("deleted.daily_limits", new Label("limites anciennes", "old daily limits"));
    DONE.put("deleted.otp_codes", new Label("codes expirés", "expired codes"));
    DONE.put("deleted.admin_logs", new Label("journaux anciens", "old admin logs"));
    DONE.put("archived.admin_logs", new Label("dont archivés", "of these archived"));
    DONE.put("bytesSaved", new Label("espace récupéré", "space recovered"));
    DONE.put("tables", new Label("tables", "tables"));
    DONE.put("indexFindings", new Label("remarques sur les index", "index findings"));
    DONE.put("foreignKeyViolations", new Label("clés étrangères rompues", "broken foreign keys"));
    DONE.put("rowsFromLive", new Label("lignes sauvées", "rows saved"));
    DONE.put("rowsFromBackup", new Label("lignes de la sauvegarde", "rows from the backup"));
    DONE.put("failedInWindow", new Label("échecs dans l'heure", "failures within the hour"));
    DONE.put("calls.answered", new Label("appels décrochés", "calls answered"));
    DONE.put("sent.email", new Label("courriels envoyés", "mails sent"));
    DONE.put("rowsLost", new Label("lignes perdues", "rows lost"));
  }

  private CountLabels() {}

  /**
   * The counts that are shown, in a fixed order: what was found in a dry run, what was done in any.
   * Those that are 0 or less are left out.
   */
  static Map<Label, String> of(RunRecord run) {
    Map<String, Long> all = new LinkedHashMap<>(run.counts());
    run.counts()
        .forEach(
            (name, count) -> {
              if (name.startsWith(PROTECTED)) {
                all.merge("protected", count, Long::sum);
              }
            });
    Map<String, Label> labels = new LinkedHashMap<>();
    if (run.dryRun()) {
      labels.putAll(FOUND);
    }
    labels.putAll(DONE);
    Map<Label, String> shown = new LinkedHashMap<>();
    labels.forEach(
        (name, label) -> {
          long count = all.getOrDefault(name, 0L);
          if (count > 0) {
            shown.put(label, isSize(name) ? FrenchFormat.bytes(count) : FrenchFormat.number(count));
          }
        });
    return shown;
  }

  private static boolean isSize(String name) {
    return name.toLowerCase(Locale.ROOT).contains("bytes");
  }
}

package com.maayegue.maintenance.local;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * What happens to the staged database in the demo: backed up and proved, cleaned, checked; then one
 * bit of it is flipped, which the next backup notices, and it is salvaged and restored.
 */
final class DatabaseStory {
  static final List<LocalFunction> FUNCTIONS =
      List.of(
          LocalFunction.DATABASE_BACKUP,
          LocalFunction.DATABASE_MAINTENANCE,
          LocalFunction.DATABASE_RESTORE);

  private static final Label BACKUP = new Label("sauvegarde", "backup");
  private static final Label WEEKLY = new Label("chaque semaine", "weekly");
  private static final Label MONTHLY = new Label("chaque mois", "monthly");
  private static final Label DETECTED = new Label("un bit abîmé", "a flipped bit");
  private static final Label SALVAGE = new Label("sauvetage", "salvage");
  private static final Label RESTORE = new Label("restauration", "restore");
  private static final List<String> EXPECTED_ALERTS =
      List.of("database-not-intact", "database-backup-failed");
  private static final String BACKUPS = "backups/" + LocalStack.DATABASE + "/";
  private static final String QUARANTINE = "quarantine/" + LocalStack.DATABASE + "/";
  private static final String PROGRESS = "user_progress";
  private static final String DAMAGE =
      "SELECT count(*) FROM pragma_integrity_check WHERE integrity_check <> 'ok'";

  private final LocalStack stack;
  private final Narration narration;
  private final Inspection inspection;
  private final LiveDatabase live;
  private final List<String> otherAlerts = new ArrayList<>();

  DatabaseStory(LocalStack stack, Narration narration) {
    this.stack = stack;
    this.narration = narration;
    this.inspection = new Inspection(stack);
    this.live = new LiveDatabase(stack.storage());
  }

  /** Tells it all. */
  void tell() throws Exception {
    narration.start("fonctions de la base", "functions of the database", FUNCTIONS);
    long rows = live.rows(PROGRESS);
    backup(rows, 1);
    weekly();
    monthly(rows);
    backup(rows, 2);
    detect();
    salvage(rows);
    restore(rows);
  }

  /** The alerts that came and that nothing in this story accounts for. */
  List<String> otherAlerts() {
    return otherAlerts;
  }

  private void backup(long rows, long backups) throws Exception {
    narration.run(LocalFunction.DATABASE_BACKUP, BACKUP, "{}", "Done");
    List<JsonObject> manifests = inspection.manifests();
    narration.check("sauvegardes prouvées", "proven backups", backups, proven(manifests));
    long stored =
        manifests
            .get(manifests.size() - 1)
            .getAsJsonObject("rows")
            .getAsJsonPrimitive(PROGRESS)
            .getAsLong();
    narration.check("progrès sauvegardés", "progress rows backed up", rows, stored);
  }

  private static long proven(List<JsonObject> manifests) {
    return manifests.stream()
        .filter(each -> each.getAsJsonObject("drill").get("outcome").getAsString().equals("ok"))
        .count();
  }

  private void weekly() throws Exception {
    RunRecord weekly =
        narration.run(LocalFunction.DATABASE_MAINTENANCE, WEEKLY, "{\"mode\":\"weekly\"}", "Done");
    narration.check("limites anciennes restantes", "old daily limits left", 0, oldLimits());
    narration.check(
        "journaux archivés",
        "admin logs archived",
        weekly.count("deleted.admin_logs"),
        inspection.archivedRows("admin_logs"));
  }

  private long oldLimits() throws IOException, SQLException {
    // Douala is an hour ahead of UTC.
    return live.number(
        "SELECT count(*) FROM daily_limits WHERE limit_date < date('now', '+1 hour', '-30 days')");
  }

  private void monthly(long rows) throws Exception {
    narration.run(LocalFunction.DATABASE_MAINTENANCE, MONTHLY, "{\"mode\":\"monthly\"}", "Done");
    narration.check(
        "lignes de progrès après", "progress rows afterwards", rows, live.rows(PROGRESS));
  }

  private void detect() throws Exception {
    long backups = inspection.objects(BACKUPS, "");
    otherAlerts.addAll(stack.newAlerts());
    narration.step(
        "un bit de la base basculé",
        "a bit of the database flipped",
        progress -> {
          progress.at(live.flipABitOf(PROGRESS), 1);
          return null;
        });
    narration.run(LocalFunction.DATABASE_BACKUP, DETECTED, "{}", "Failed");
    List<String> expected = new ArrayList<>(EXPECTED_ALERTS);
    for (String alert : stack.newAlerts()) {
      if (!expected.remove(rule(alert))) {
        otherAlerts.add(alert);
      }
    }
    narration.check(
        "alertes de base abîmée",
        "alerts of the damage",
        EXPECTED_ALERTS.size(),
        EXPECTED_ALERTS.size() - expected.size());
    narration.check(
        "sauvegardes intactes", "backups untouched", backups, inspection.objects(BACKUPS, ""));
    narration.check("copies en quarantaine", "copies in quarantine", 1, quarantined());
  }

  private long quarantined() {
    return inspection.objects(QUARANTINE, ".db");
  }

  private static String rule(String alert) {
    return JsonParser.parseString(alert).getAsJsonObject().get("rule").getAsString();
  }

  private void salvage(long rows) throws Exception {
    narration.call(LocalFunction.DATABASE_RESTORE, SALVAGE, request("salvage").toString());
    narration.check("progrès après sauvetage", "progress rows salvaged", rows, live.rows(PROGRESS));
    narration.check("défauts après sauvetage", "faults after salvage", 0, live.number(DAMAGE));
  }

  private void restore(long rows) throws Exception {
    JsonObject request = request("full");
    // The oldest one, so that there is something to bring back: what the weekly run deleted.
    request.addProperty("backup", inspection.manifests().get(0).get("takenAt").getAsString());
    long limits = live.rows("daily_limits");
    narration.call(LocalFunction.DATABASE_RESTORE, RESTORE, request.toString());
    narration.check(
        "limites anciennes rendues",
        "old daily limits back",
        1,
        live.rows("daily_limits") > limits ? 1 : 0);
    narration.check("progrès restaurés", "progress rows restored", rows, live.rows(PROGRESS));
    narration.check("défauts après restauration", "faults after restore", 0, live.number(DAMAGE));
  }

  private static JsonObject request(String mode) {
    JsonObject request = new JsonObject();
    request.addProperty("mode", mode);
    request.addProperty("database", LocalStack.DATABASE);
    request.addProperty("confirm", LocalStack.DATABASE);
    return request;
  }
}

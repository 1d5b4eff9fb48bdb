package com.maayegue.maintenance.databaserestore;

import com.google.cloud.storage.Blob;
import com.google.cloud.storage.BlobId;
import com.google.cloud.storage.Storage;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.maayegue.maintenance.databasebackups.Backup;
import com.maayegue.maintenance.databasebackups.BackupCatalog;
import com.maayegue.maintenance.databasebackups.BackupManifest;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What there is to restore from. Reads only. */
final class BackupList {
  private static final DateTimeFormatter LOCAL =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT);

  private final Storage storage;
  private final String bucket;
  private final ZoneId zone;

  BackupList(Storage storage, String bucket, ZoneId zone) {
    this.storage = storage;
    this.bucket = bucket;
    this.zone = zone;
  }

  /** The backups of some databases, newest first, as they are now. */
  JsonObject json(List<String> databases, Instant now) {
    JsonArray list = new JsonArray();
    for (String database : databases) {
      list.add(json(database, now));
    }
    JsonObject json = new JsonObject();
    json.addProperty("timeZone", zone.getId());
    json.add("databases", list);
    return json;
  }

  private JsonObject json(String database, Instant now) {
    BackupCatalog.Inventory inventory = new BackupCatalog(storage, bucket).inventory(database);
    JsonObject json = new JsonObject();
    json.addProperty("database", database);
    Blob live = storage.get(BlobId.of(bucket, "live/" + database + ".db"));
    if (live != null) {
      JsonObject current = new JsonObject();
      current.addProperty("generation", live.getGeneration());
      current.addProperty("bytes", live.getSize());
      current.addProperty("updated", live.getUpdateTimeOffsetDateTime().toInstant().toString());
      json.add("live", current);
    }
    inventory.newestProven().ifPresent(each -> json.addProperty("newestProven", each.object()));
    JsonArray backups = new JsonArray();
    inventory.backups().forEach(backup -> backups.add(json(backup, now)));
    json.add("backups", backups);
    JsonArray oddities = new JsonArray();
    inventory.oddities().forEach(oddities::add);
    json.add("oddities", oddities);
    return json;
  }

  private JsonObject json(Backup backup, Instant now) {
    BackupManifest manifest = backup.manifest();
    JsonObject json = new JsonObject();
    json.addProperty("object", backup.object());
    json.addProperty("takenAt", manifest.takenAt().toString());
    json.addProperty("takenAtLocal", LOCAL.format(manifest.takenAt().atZone(zone)));
    json.addProperty("ageHours", Duration.between(manifest.takenAt(), now).toHours());
    json.addProperty("bytes", manifest.bytes());
    json.addProperty("storedBytes", manifest.storedBytes());
    json.addProperty("proven", backup.proven());
    json.addProperty(
        "drill", manifest.drill().map(drill -> drill.ok() ? "ok" : "failed").orElse("none"));
    json.addProperty("altered", backup.altered());
    json.addProperty("dbVersion", manifest.dbVersion().orElse(null));
    json.addProperty("sha256", manifest.sha256());
    json.addProperty("rows", sum(manifest.rows()));
    json.addProperty("foreignKeyViolations", sum(manifest.foreignKeyViolations()));
    return json;
  }

  private static long sum(Map<String, Long> numbers) {
    return numbers.values().stream().filter(number -> number > 0).mapToLong(Long::longValue).sum();
  }

  /** The same for a person at a terminal. */
  String text(List<String> databases, Instant now) {
    StringBuilder text = new StringBuilder();
    for (String database : databases) {
      BackupCatalog.Inventory inventory = new BackupCatalog(storage, bucket).inventory(database);
      text.append(database)
          .append("\nsauvegarde · backup (")
          .append(zone.getId())
          .append(")   âge · age      octets · bytes   prouvée · proven   version\n");
      for (Backup backup : inventory.backups()) {
        text.append(line(backup, now));
      }
      if (inventory.backups().isEmpty()) {
        text.append("  aucune · none\n");
      }
      for (String oddity : inventory.oddities()) {
        text.append("  ! ").append(oddity).append('\n');
      }
    }
    return text.toString();
  }

  private String line(Backup backup, Instant now) {
    BackupManifest manifest = backup.manifest();
    Duration age = Duration.between(manifest.takenAt(), now);
    return "  %s  %s  %6d h  %,15d  %-10s  %s%n"
        .formatted(
            LOCAL.format(manifest.takenAt().atZone(zone)),
            backup.object().substring(backup.object().lastIndexOf('/') + 1),
            age.toHours(),
            manifest.bytes(),
            backup.altered() ? "ALTERED" : backup.proven() ? "oui · yes" : "non · no",
            manifest.dbVersion().orElse("?"));
  }
}

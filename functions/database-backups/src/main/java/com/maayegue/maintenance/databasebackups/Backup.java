package com.maayegue.maintenance.databasebackups;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * One stored backup: {@code backups/<database>/<time>.db.zst} and the manifest {@code <time>.json}
 * beside it.
 *
 * @param object the name of the compressed database in its bucket
 * @param generation of the object
 * @param manifestGeneration of the manifest
 * @param storedAt when the object was stored, by the clock of Cloud Storage
 * @param altered whether the object has another size or checksum than its manifest says
 */
public record Backup(
    BackupManifest manifest,
    String object,
    long generation,
    long manifestGeneration,
    Instant storedAt,
    boolean altered) {
  static final String COMPRESSED = ".db.zst";
  static final String MANIFEST = ".json";
  static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  /** Whether it was restored once, and is still what it was then. */
  public boolean proven() {
    return manifest.proven() && !altered;
  }

  /** The name of the manifest in its bucket. */
  public String manifestObject() {
    return manifestOf(object);
  }

  static String manifestOf(String object) {
    return object.substring(0, object.length() - COMPRESSED.length()) + MANIFEST;
  }

  static String folder(String database) {
    return "backups/" + database + "/";
  }

  static String object(String database, Instant takenAt) {
    return folder(database) + TIME.format(takenAt) + COMPRESSED;
  }
}

package com.maayegue.maintenance.databasebackup;

import com.maayegue.maintenance.databasebackups.Backup;
import com.maayegue.maintenance.databasebackups.BackupCatalog.Inventory;
import com.maayegue.maintenance.databasebackups.BackupCatalog.Orphan;
import com.maayegue.maintenance.databasebackups.BackupManifest;
import com.maayegue.maintenance.databasebackups.Drill;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** Backups that are nowhere but in memory. */
final class Samples {
  private Samples() {}

  static Backup backup(Instant takenAt) {
    return backup(takenAt, takenAt.plusSeconds(60), true, false);
  }

  static Backup backup(String takenAt) {
    return backup(Instant.parse(takenAt));
  }

  static Backup backup(Instant takenAt, Instant storedAt, boolean drilled, boolean altered) {
    BackupManifest manifest =
        new BackupManifest(
            "app",
            takenAt,
            1,
            "00",
            1,
            1,
            "AAAAAA==",
            4096,
            1,
            Optional.empty(),
            new TreeMap<>(),
            new TreeMap<>(),
            Optional.of(new Drill(takenAt, drilled, "", 1)));
    return new Backup(manifest, "backups/app/" + takenAt, 1, 1, storedAt, altered);
  }

  static Orphan orphan(String takenAt, boolean ours) {
    Instant at = Instant.parse(takenAt);
    return new Orphan(takenAt, 1, at, at, ours ? Optional.of(7L) : Optional.empty());
  }

  static Inventory inventory(Collection<Backup> backups, Orphan... orphans) {
    List<Backup> sorted =
        backups.stream()
            .sorted(Comparator.comparing((Backup each) -> each.manifest().takenAt()).reversed())
            .toList();
    return new Inventory(sorted, List.of(orphans), List.of());
  }
}

package com.maayegue.maintenance.databasebackups;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.cloud.storage.Blob;
import com.google.cloud.storage.BlobId;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.Storage.BlobListOption;
import com.google.cloud.storage.Storage.BlobSourceOption;
import com.google.cloud.storage.StorageException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The backups in a bucket, as they are now. Listing changes nothing; only {@link #remove} does. */
public final class BackupCatalog {
  /** The metadata of a stored object that names the live generation it is a copy of. */
  static final String SOURCE = "source-generation";

  private static final long LARGEST_MANIFEST = 4L * 1024 * 1024;

  private final Storage storage;
  private final String bucket;

  /** The catalog of {@code bucket}. */
  public BackupCatalog(Storage storage, String bucket) {
    this.storage = storage;
    this.bucket = bucket;
  }

  /** The backups of a database that have both manifest and object, newest first. */
  public List<Backup> backups(String database) {
    return inventory(database).backups();
  }

  /** The newest backup that was restored once, and is still what it was then. */
  public Optional<Backup> newestProven(String database) {
    return inventory(database).newestProven();
  }

  /** What is in the folder of a database but is no backup, a line each. */
  public List<String> oddities(String database) {
    return inventory(database).oddities();
  }

  /** All that is in the folder of a database. */
  public Inventory inventory(String database) {
    Map<String, Blob> objects = new TreeMap<>();
    for (Blob blob :
        storage.list(bucket, BlobListOption.prefix(Backup.folder(database))).iterateAll()) {
      objects.put(blob.getName(), blob);
    }
    List<Backup> backups = new ArrayList<>();
    List<Orphan> orphans = new ArrayList<>();
    List<String> oddities = new ArrayList<>();
    for (Blob blob : objects.values()) {
      Optional<Instant> takenAt = takenAt(database, blob.getName());
      if (takenAt.isEmpty()) {
        oddities.add(where(blob) + ": not the name of a backup");
      } else if (blob.getName().endsWith(Backup.MANIFEST)) {
        if (!objects.containsKey(objectOf(blob.getName()))) {
          oddities.add(where(blob) + ": a manifest without its object");
        }
      } else if (!objects.containsKey(Backup.manifestOf(blob.getName()))) {
        orphans.add(orphan(blob, takenAt.get()));
        oddities.add(where(blob) + ": an object without its manifest, so not a backup");
      } else {
        Blob manifest = objects.get(Backup.manifestOf(blob.getName()));
        try {
          backups.add(backup(database, blob, manifest));
        } catch (IllegalArgumentException unreadable) {
          oddities.add(where(manifest) + ": " + unreadable.getMessage());
        } catch (StorageException failure) {
          if (!StorageStatus.is(StorageStatus.NOT_FOUND, failure)) {
            throw failure;
          }
          oddities.add(where(manifest) + ": gone since it was listed");
        }
      }
    }
    for (Backup backup : backups) {
      if (backup.altered()) {
        oddities.add("gs://" + bucket + "/" + backup.object() + ": not what its manifest says");
      }
    }
    backups.sort(Comparator.comparing((Backup each) -> each.manifest().takenAt()).reversed());
    return new Inventory(List.copyOf(backups), List.copyOf(orphans), List.copyOf(oddities));
  }

  /**
   * Removes a backup: first its manifest, so that what is left if this is interrupted is no backup.
   * One that was changed since it was listed stays.
   */
  public void remove(Backup backup) {
    delete(backup.manifestObject(), backup.manifestGeneration());
    delete(backup.object(), backup.generation());
  }

  /** Removes an object that has no manifest. One that was changed since it was listed stays. */
  public void remove(Orphan orphan) {
    delete(orphan.object(), orphan.generation());
  }

  private void delete(String object, long generation) {
    try {
      storage.delete(BlobId.of(bucket, object), BlobSourceOption.generationMatch(generation));
    } catch (StorageException failure) {
      if (!StorageStatus.is(StorageStatus.NOT_FOUND, failure)
          && !StorageStatus.is(StorageStatus.PRECONDITION_FAILED, failure)) {
        throw failure;
      }
    }
  }

  private Backup backup(String database, Blob object, Blob json) {
    if (json.getSize() > LARGEST_MANIFEST) {
      throw new IllegalArgumentException("expected the manifest of a backup: too large");
    }
    BackupManifest manifest = BackupManifest.parse(new String(json.getContent(), UTF_8));
    if (!Backup.object(database, manifest.takenAt()).equals(object.getName())
        || !manifest.database().equals(database)) {
      throw new IllegalArgumentException("the manifest of another backup");
    }
    boolean altered =
        object.getSize() != manifest.storedBytes()
            || !manifest.storedCrc32c().equals(object.getCrc32c());
    return new Backup(
        manifest,
        object.getName(),
        object.getGeneration(),
        json.getGeneration(),
        object.getCreateTimeOffsetDateTime().toInstant(),
        altered);
  }

  private static Orphan orphan(Blob blob, Instant takenAt) {
    String source = Optional.ofNullable(blob.getMetadata()).orElse(Map.of()).get(SOURCE);
    Optional<Long> generation = Optional.empty();
    if (source != null && source.matches("[0-9]{1,18}")) {
      generation = Optional.of(Long.valueOf(source));
    }
    return new Orphan(
        blob.getName(),
        blob.getGeneration(),
        takenAt,
        blob.getCreateTimeOffsetDateTime().toInstant(),
        generation);
  }

  private static Optional<Instant> takenAt(String database, String name) {
    String file = name.substring(Backup.folder(database).length());
    for (String ending : List.of(Backup.COMPRESSED, Backup.MANIFEST)) {
      if (file.endsWith(ending)) {
        String time = file.substring(0, file.length() - ending.length());
        try {
          return Optional.of(Backup.TIME.parse(time, Instant::from));
        } catch (DateTimeException otherName) {
          return Optional.empty();
        }
      }
    }
    return Optional.empty();
  }

  private static String objectOf(String manifest) {
    return manifest.substring(0, manifest.length() - Backup.MANIFEST.length()) + Backup.COMPRESSED;
  }

  private String where(Blob blob) {
    return "gs://" + bucket + "/" + blob.getName();
  }

  /**
   * What a folder holds.
   *
   * @param backups newest first
   * @param orphans objects without a manifest
   * @param oddities all that is no backup, or no longer what it was, a line each
   */
  public record Inventory(List<Backup> backups, List<Orphan> orphans, List<String> oddities) {
    /** The newest backup that was restored once, and is still what it was then. */
    public Optional<Backup> newestProven() {
      return backups.stream().filter(Backup::proven).findFirst();
    }

    /** What a run that died has stored of this generation of the live database. */
    Optional<Orphan> unfinished(long generation) {
      return orphans.stream()
          .filter(orphan -> orphan.sourceGeneration().equals(Optional.of(generation)))
          .findFirst();
    }

    /** A proven backup of this generation of the live database. */
    public Optional<Backup> ofGeneration(long generation) {
      return backups.stream()
          .filter(Backup::proven)
          .filter(backup -> backup.manifest().sourceGeneration() == generation)
          .findFirst();
    }
  }

  /**
   * An object without a manifest: a run died before its end, or somebody took the manifest away.
   *
   * @param takenAt what its name says
   * @param storedAt when it was stored, by the clock of Cloud Storage
   * @param sourceGeneration of the live object that it is a copy of, if one of our runs stored it
   */
  public record Orphan(
      String object,
      long generation,
      Instant takenAt,
      Instant storedAt,
      Optional<Long> sourceGeneration) {}
}

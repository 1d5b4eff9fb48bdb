package com.maayegue.maintenance.databasebackups;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.cloud.storage.Blob;
import com.google.cloud.storage.BlobId;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.Storage.BlobSourceOption;
import com.google.cloud.storage.Storage.BlobTargetOption;
import com.google.cloud.storage.StorageException;
import com.maayegue.maintenance.databasebackups.BackupCatalog.Orphan;
import com.maayegue.maintenance.databasebackups.DatabaseProof.Contents;
import com.maayegue.maintenance.stagedsqlite.DatabaseFile;
import com.maayegue.maintenance.stagedsqlite.Steps;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Stream;

/**
 * One backup in the making: compressed and uploaded while it is downloaded and proved, then
 * restored from what is stored, and last of all the manifest. Interrupted anywhere, it leaves no
 * manifest.
 */
final class TakingBackup implements AutoCloseable {
  private final Storage storage;
  private final BackupCatalog catalog;
  private final String database;
  private final Blob live;
  private final Instant now;
  private final Steps steps;
  private final Transfer transfer;
  private final Path folder;
  private final Path copy;

  TakingBackup(
      Storage storage, BackupCatalog catalog, String database, Blob live, Instant now, Steps steps)
      throws IOException {
    this.storage = storage;
    this.catalog = catalog;
    this.database = database;
    this.live = live;
    this.now = now;
    this.steps = steps;
    this.transfer = new Transfer(storage);
    this.folder = Files.createTempDirectory("backup-");
    this.copy = folder.resolve("copy.db");
  }

  /**
   * Makes it.
   *
   * @param unfinished what a run that died has stored of this generation
   */
  Taken run(Optional<Orphan> unfinished) throws IOException, SQLException {
    Source source;
    try (SideBySide beside = new SideBySide();
        GrowingFile growing = new GrowingFile(copy, live.getSize())) {
      Optional<SideBySide.Result<CompressedUpload>> upload =
          unfinished.isPresent()
              ? Optional.empty()
              : Optional.of(beside.begin(() -> send(growing)));
      String sha256 = transfer.download(live, growing, steps.begin(database + ": download"));
      if (!DatabaseFile.looksLikeSqlite(copy)) {
        return notIntact(List.of("not a SQLite database"));
      }
      SideBySide.Result<Contents> contents =
          beside.begin(() -> DatabaseProof.contents(copy, steps, database));
      List<String> findings = DatabaseProof.damage(copy, steps, database);
      if (!findings.isEmpty()) {
        return notIntact(findings);
      }
      Contents found;
      try {
        found = contents.get();
      } catch (SQLException unreadable) {
        return notIntact(List.of("cannot be read: " + unreadable.getMessage()));
      }
      Blob stored = upload.isPresent() ? upload.get().get().finish() : stored(unfinished.get());
      source = new Source(sha256, found, stored);
    }
    Files.delete(copy);
    return conclude(source, unfinished);
  }

  private CompressedUpload send(GrowingFile growing) throws IOException {
    BlobId target = BlobId.of(live.getBucket(), Backup.object(database, now));
    CompressedUpload upload = new CompressedUpload(storage, target, live.getGeneration());
    upload.send(growing, steps.begin(database + ": compression and upload"));
    return upload;
  }

  private Blob stored(Orphan unfinished) throws IOException {
    Blob stored =
        storage.get(BlobId.of(live.getBucket(), unfinished.object(), unfinished.generation()));
    if (stored == null) {
      throw new IOException(unfinished.object() + " is gone: another run is at work");
    }
    return stored;
  }

  private Taken notIntact(List<String> findings) throws IOException {
    try {
      Quarantine quarantine = new Quarantine(storage, live.getBucket());
      String kept = quarantine.keep(database, live.getGeneration(), findings, now);
      return new Taken.NotIntact(findings, kept);
    } catch (StorageException failure) {
      if (StorageStatus.is(StorageStatus.NOT_FOUND, failure)) {
        // Not as the cause, which says that trying again is of no use.
        throw new IOException(database + " was replaced while it was checked");
      }
      throw failure;
    }
  }

  /** Tries a restore of what is stored, and writes the manifest. */
  private Taken conclude(Source source, Optional<Orphan> unfinished)
      throws IOException, SQLException {
    Instant takenAt = unfinished.map(Orphan::takenAt).orElse(now).truncatedTo(ChronoUnit.SECONDS);
    BackupManifest manifest = source.manifest(database, takenAt, live);
    Drill drill = drill(source, manifest);
    if (!drill.ok() && unfinished.isPresent()) {
      catalog.remove(unfinished.get());
      throw new IOException(source.stored().getName() + " was left damaged by a run that died");
    }
    Optional<Backup> others = catalog.inventory(database).ofGeneration(live.getGeneration());
    if (others.isPresent()) {
      if (!others.get().object().equals(source.stored().getName())) {
        discard(source.stored());
      }
      return new Taken.Unchanged(others.get());
    }
    return write(manifest.with(drill), source.stored());
  }

  /** Another run was faster. Who may not delete leaves it to the next clean-up. */
  private void discard(Blob stored) {
    try {
      storage.delete(stored.getBlobId(), BlobSourceOption.generationMatch(stored.getGeneration()));
    } catch (StorageException failure) {
      if (!StorageStatus.is(StorageStatus.FORBIDDEN, failure)) {
        throw failure;
      }
    }
  }

  private Drill drill(Source source, BackupManifest manifest) throws IOException, SQLException {
    Instant begun = steps.now();
    String detail;
    boolean ok = false;
    try {
      transfer.restore(
          source.stored().getBlobId(), manifest, copy, steps.begin(database + ": restore drill"));
      SortedMap<String, Long> rows = DatabaseProof.rows(copy, steps, database);
      ok = rows.equals(manifest.rows());
      detail =
          ok
              ? "SHA-256 and rows of " + rows.size() + " tables are those of the source"
              : "the rows are not those of the source";
    } catch (DamagedBackup damaged) {
      detail = damaged.getMessage();
    }
    return new Drill(begun, ok, detail, Duration.between(begun, steps.now()).toMillis());
  }

  private Taken write(BackupManifest manifest, Blob stored) {
    BlobInfo target =
        BlobInfo.newBuilder(live.getBucket(), Backup.manifestOf(stored.getName()))
            .setContentType("application/json")
            .build();
    Blob written;
    try {
      written =
          storage.create(
              target, manifest.toJson().getBytes(UTF_8), BlobTargetOption.doesNotExist());
    } catch (StorageException failure) {
      if (!StorageStatus.is(StorageStatus.PRECONDITION_FAILED, failure)) {
        throw failure;
      }
      // Another run has finished the same object: it has found the same.
      written = storage.get(target.getBlobId());
    }
    Backup backup =
        new Backup(
            manifest,
            stored.getName(),
            stored.getGeneration(),
            written.getGeneration(),
            stored.getCreateTimeOffsetDateTime().toInstant(),
            false);
    return backup.proven() ? new Taken.Stored(backup) : new Taken.NotRestorable(backup);
  }

  @Override
  public void close() throws IOException {
    List<Path> left;
    try (Stream<Path> files = Files.list(folder)) {
      left = files.toList();
    }
    for (Path each : left) {
      Files.delete(each);
    }
    Files.delete(folder);
  }

  /** What is known before the drill. */
  private record Source(String sha256, Contents contents, Blob stored) {
    BackupManifest manifest(String database, Instant takenAt, Blob live) {
      return new BackupManifest(
          database,
          takenAt,
          live.getGeneration(),
          sha256,
          live.getSize(),
          stored.getSize(),
          stored.getCrc32c(),
          contents.pageSize(),
          contents.pageCount(),
          contents.dbVersion(),
          contents.rows(),
          contents.foreignKeyViolations(),
          Optional.empty());
    }
  }
}

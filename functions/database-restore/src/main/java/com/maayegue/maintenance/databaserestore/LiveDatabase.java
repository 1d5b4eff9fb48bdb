package com.maayegue.maintenance.databaserestore;

import com.google.cloud.storage.Blob;
import com.google.cloud.storage.BlobId;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.Storage.BlobListOption;
import com.google.cloud.storage.Storage.BlobSourceOption;
import com.google.cloud.storage.Storage.BlobTargetOption;
import com.google.cloud.storage.Storage.BlobWriteOption;
import com.google.cloud.storage.Storage.CopyRequest;
import com.google.cloud.storage.StorageException;
import com.maayegue.maintenance.databasebackups.Quarantine;
import com.maayegue.maintenance.stagedsqlite.DatabaseFile;
import com.maayegue.maintenance.stagedsqlite.Steps;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The live database in whatever state it is: absent, damaged, no database at all, or with a {@code
 * -wal} or {@code -journal} beside it. Replaces it only if it is still the generation that was
 * looked at, and after that generation is in quarantine with all that is beside it.
 */
final class LiveDatabase {
  private static final List<String> BESIDE = List.of("-wal", "-journal");
  private static final int NOT_FOUND = 404;
  private static final int PRECONDITION_FAILED = 412;
  private static final int UPLOAD_CHUNK = 2 * 1024 * 1024;

  private final Storage storage;
  private final String bucket;
  private final String database;
  private final Path file;
  private final long generation;
  private final List<Blob> beside;
  private final boolean partOfMore;

  private LiveDatabase(
      Storage storage,
      String bucket,
      String database,
      Path file,
      long generation,
      List<Blob> beside) {
    this.storage = storage;
    this.bucket = bucket;
    this.database = database;
    this.file = file;
    this.generation = generation;
    this.beside = beside;
    this.partOfMore = !beside.isEmpty() || isBeside(file);
  }

  /**
   * Downloads what is there to {@code file}, and beside it what is beside the live database.
   *
   * @return nothing if somebody else has changed it meanwhile
   */
  static Optional<LiveDatabase> download(Storage storage, String bucket, String database, Path file)
      throws IOException {
    Files.deleteIfExists(file);
    BlobId id = BlobId.of(bucket, "live/" + database + ".db");
    Blob live = storage.get(id);
    long generation = live == null ? 0 : live.getGeneration();
    try {
      List<Blob> beside = besideOf(storage, id, generation, file);
      if (live != null) {
        storage.downloadTo(live.getBlobId(), file);
      }
      return Optional.of(new LiveDatabase(storage, bucket, database, file, generation, beside));
    } catch (StorageException failure) {
      if (failure.getCode() == NOT_FOUND) {
        return Optional.empty();
      }
      throw failure;
    }
  }

  private static List<Blob> besideOf(Storage storage, BlobId live, long generation, Path file)
      throws IOException {
    List<Blob> beside = new ArrayList<>();
    for (String ending : BESIDE) {
      Path copy = Path.of(file + ending);
      Files.deleteIfExists(copy);
      Optional<Blob> other =
          Optional.ofNullable(storage.get(BlobId.of(live.getBucket(), live.getName() + ending)));
      other.ifPresent(beside::add);
      if (other.isEmpty() && generation != 0) {
        // A run that died may have put it away already.
        other = kept(storage, live, generation + ".db" + ending);
      }
      if (other.isPresent() && generation != 0) {
        storage.downloadTo(other.get().getBlobId(), copy);
      }
    }
    return beside;
  }

  private static Optional<Blob> kept(Storage storage, BlobId live, String ending) {
    String database = live.getName().substring("live/".length(), live.getName().length() - 3);
    BlobListOption folder = BlobListOption.prefix("quarantine/" + database + "/");
    for (Blob blob : storage.list(live.getBucket(), folder).iterateAll()) {
      if (blob.getName().endsWith("-" + ending)) {
        return Optional.of(blob);
      }
    }
    return Optional.empty();
  }

  private static boolean isBeside(Path file) {
    return BESIDE.stream().anyMatch(ending -> Files.exists(Path.of(file + ending)));
  }

  boolean isAbsent() {
    return generation == 0;
  }

  /** 0 if it is absent. */
  long generation() {
    return generation;
  }

  /** The copy; there is none if it is absent. */
  Path file() {
    return file;
  }

  /** Whether a log or journal is beside it, or was, so that the file alone is not all of it. */
  boolean isPartOfMore() {
    return partOfMore;
  }

  /**
   * Brings the copy together with the log or journal beside it; false if SQLite cannot, or there is
   * none.
   */
  boolean settle() throws IOException {
    if (!partOfMore) {
      return false;
    }
    try (Connection connection = DatabaseFile.open(file);
        Statement statement = connection.createStatement()) {
      statement.execute("SELECT count(*) FROM sqlite_schema");
      statement.execute("PRAGMA wal_checkpoint(TRUNCATE)");
      return true;
    } catch (SQLException unreadable) {
      return false;
    } finally {
      for (String ending : List.of("-wal", "-journal", "-shm")) {
        Files.deleteIfExists(Path.of(file + ending));
      }
    }
  }

  /** What is wrong with the copy; empty if it is an intact database. */
  List<String> damage(Steps steps) throws IOException, SQLException {
    if (!DatabaseFile.looksLikeSqlite(file)) {
      return List.of("not a SQLite database");
    }
    try (Connection connection = DatabaseFile.open(file)) {
      return steps.sql(
          database + ": integrity_check", connection, () -> DatabaseFile.damage(connection));
    } catch (SQLException unreadable) {
      return List.of(String.valueOf(unreadable.getMessage()));
    }
  }

  /**
   * Puts it into quarantine with all that is beside it, and makes {@code replacement} the live
   * database.
   *
   * @return the generation that is live now; nothing if somebody else has changed it meanwhile
   */
  Optional<Replaced> replace(Path replacement, List<String> findings, Instant now)
      throws IOException {
    try {
      Optional<String> quarantined = Optional.empty();
      if (!isAbsent()) {
        quarantined =
            Optional.of(new Quarantine(storage, bucket).keep(database, generation, findings, now));
      }
      for (Blob other : beside) {
        putAway(other, quarantined);
      }
      BlobWriteOption onlyIf =
          isAbsent() ? BlobWriteOption.doesNotExist() : BlobWriteOption.generationMatch(generation);
      BlobInfo target =
          BlobInfo.newBuilder(bucket, "live/" + database + ".db")
              .setContentType("application/vnd.sqlite3")
              .build();
      Blob uploaded = storage.createFrom(target, replacement, UPLOAD_CHUNK, onlyIf);
      return Optional.of(new Replaced(uploaded.getGeneration(), quarantined));
    } catch (StorageException failure) {
      if (failure.getCode() == PRECONDITION_FAILED || failure.getCode() == NOT_FOUND) {
        return Optional.empty();
      }
      throw failure;
    }
  }

  /** Left beside another database, a log would be played into it. */
  private void putAway(Blob other, Optional<String> quarantined) {
    String ending = other.getName().substring(("live/" + database + ".db").length());
    String copy =
        quarantined.orElse("quarantine/" + database + "/absent-" + other.getGeneration() + ".db")
            + ending;
    try {
      storage
          .copy(
              CopyRequest.newBuilder()
                  .setSource(other.getBlobId())
                  .setTarget(
                      BlobInfo.newBuilder(bucket, copy).build(), BlobTargetOption.doesNotExist())
                  .build())
          .getResult();
    } catch (StorageException failure) {
      if (failure.getCode() != PRECONDITION_FAILED) {
        throw failure;
      }
    }
    storage.delete(
        BlobId.of(bucket, other.getName()),
        BlobSourceOption.generationMatch(other.getGeneration()));
  }

  /**
   * What became of it.
   *
   * @param generation that is live now
   * @param quarantined where what was live before is
   */
  record Replaced(long generation, Optional<String> quarantined) {}
}

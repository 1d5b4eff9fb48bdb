package com.maayegue.maintenance.stagedsqlite;

import com.google.cloud.storage.Blob;
import com.google.cloud.storage.BlobId;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.Storage.BlobWriteOption;
import com.google.cloud.storage.StorageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The database {@code live/<name>.db} of a bucket, with one local copy of it. An edit works on the
 * copy, checks it, and uploads it only if the live generation is still the one that was downloaded;
 * otherwise it starts again from the new one. A database that is not intact is never uploaded. One
 * thread at a time.
 */
public final class StagedDatabase implements AutoCloseable {
  private static final int MOST_TRIES = 6;
  private static final int PRECONDITION_FAILED = 412;
  private static final int UPLOAD_CHUNK = 2 * 1024 * 1024;

  private final Storage storage;
  private final String bucket;
  private final String name;
  private final Path folder;
  private final Path file;
  private long generation;

  /** Nothing is downloaded yet. */
  public StagedDatabase(Storage storage, String bucket, String name) throws IOException {
    this.storage = storage;
    this.bucket = bucket;
    this.name = name;
    this.folder = Files.createTempDirectory("staged-");
    this.file = folder.resolve("copy.db");
  }

  /** The name, without folder and ending. */
  public String name() {
    return name;
  }

  /**
   * Downloads the live database and checks it.
   *
   * @throws UnusableDatabase if it is absent, not a SQLite database, not intact, or only part of
   *     one
   */
  public void download() throws IOException, SQLException {
    fetch();
    long fetched = generation;
    generation = 0;
    try (Connection connection = DatabaseFile.open(file)) {
      requireIntact(DatabaseFile.damage(connection));
    } catch (SQLException unreadable) {
      throw new UnusableDatabase(
          where() + " cannot be opened: " + unreadable.getMessage(), unreadable);
    }
    generation = fetched;
  }

  /** Downloads the live database, intact or not. */
  private void fetch() throws IOException {
    removeCopy();
    Blob blob = live(storage, bucket, name);
    storage.downloadTo(BlobId.of(bucket, path(), blob.getGeneration()), file);
    if (!DatabaseFile.looksLikeSqlite(file)) {
      throw new UnusableDatabase(where() + " is not a SQLite database");
    }
    generation = blob.getGeneration();
  }

  /**
   * The live database as it is now.
   *
   * @throws UnusableDatabase if it is absent, or only part of one
   */
  public static Blob live(Storage storage, String bucket, String name) {
    String path = path(name);
    String where = "gs://" + bucket + "/" + path;
    Blob blob = storage.get(BlobId.of(bucket, path));
    if (blob == null) {
      boolean bucketThere = storage.get(bucket) != null;
      throw new UnusableDatabase(
          bucketThere
              ? where + " is absent"
              : "the bucket '" + bucket + "' (SQLITE_BUCKET) is absent");
    }
    if (storage.get(BlobId.of(bucket, path + "-wal")) != null) {
      throw new UnusableDatabase(
          where
              + " has a -wal beside it, so the file alone misses commits: expected a checkpointed database");
    }
    return blob;
  }

  /** Opens the copy for reading. Close it before an edit. */
  public Connection open() throws SQLException {
    return DatabaseFile.open(file);
  }

  /** Whether the live database is still the one that this copy was made of. */
  public boolean isCurrent() {
    Blob blob = storage.get(id());
    return blob != null && blob.getGeneration() == generation;
  }

  /**
   * Edits the live database in one transaction. The edit runs again, on a newer copy, as often as
   * someone else was first, so it has to decide from the connection alone what there is to change.
   *
   * @return what the edit returned on the copy that became, or already was, the live database
   * @throws UnusableDatabase if the live database, or the edited copy, is not intact
   * @throws ConflictException if others were first six times
   */
  public <T> T edit(Edit<T> edit) throws IOException, SQLException {
    for (int attempt = 1; attempt <= MOST_TRIES; attempt++) {
      if (generation == 0) {
        download();
      }
      long from = generation;
      generation = 0; // Until the upload succeeds the copy is not what is live.
      Edited<T> edited = apply(edit);
      if (!edited.changed()) {
        generation = from;
        return edited.value();
      }
      if (upload(from)) {
        return edited.value();
      }
    }
    throw conflict();
  }

  /**
   * Works on a fresh copy of the live database as a file: for what no transaction can hold, and for
   * a database that may not be intact, as the copy is not checked before. The work runs again, on a
   * newer copy, as often as someone else was first. It closes what it opens.
   *
   * @return what the work returned on the copy that became, or may stay beside, the live database
   * @throws UnusableDatabase if the live database is absent or no database, or the work left
   *     something that is not intact
   * @throws DeadlineReached if the time was over before
   * @throws ConflictException if others were first six times
   */
  public <T> T rework(Rework<T> work, Steps steps) throws IOException, SQLException {
    for (int attempt = 1; attempt <= MOST_TRIES; attempt++) {
      steps.begin(name + ": download");
      fetch();
      long from = generation;
      generation = 0; // Changed or not, the copy is the work's from here on.
      Edited<T> reworked = work.apply(file, from);
      if (!reworked.changed()) {
        return reworked.value();
      }
      try (Connection connection = DatabaseFile.open(file)) {
        DatabaseFile.checkpoint(connection);
        if (!reworked.proved()) {
          requireIntact(DatabaseChecks.damage(connection, steps, name));
        }
      }
      steps.begin(name + ": upload");
      if (upload(from)) {
        return reworked.value();
      }
    }
    throw conflict();
  }

  private ConflictException conflict() {
    return new ConflictException(where() + " was changed by others in " + MOST_TRIES + " tries");
  }

  private <T> Edited<T> apply(Edit<T> edit) throws SQLException {
    try (Connection connection = DatabaseFile.open(file)) {
      DatabaseFile.forgetDurability(connection);
      connection.setAutoCommit(false);
      Edited<T> edited = edit.apply(connection);
      connection.commit();
      connection.setAutoCommit(true);
      if (edited.changed()) {
        DatabaseFile.checkpoint(connection);
        requireIntact(DatabaseFile.damage(connection));
      }
      return edited;
    }
  }

  private boolean upload(long from) throws IOException {
    BlobInfo target = BlobInfo.newBuilder(id()).setContentType("application/vnd.sqlite3").build();
    try {
      Blob uploaded =
          storage.createFrom(target, file, UPLOAD_CHUNK, BlobWriteOption.generationMatch(from));
      generation = uploaded.getGeneration();
      return true;
    } catch (StorageException failure) {
      if (failure.getCode() == PRECONDITION_FAILED) {
        return false;
      }
      throw failure;
    }
  }

  private void requireIntact(List<String> damage) {
    if (!damage.isEmpty()) {
      throw new UnusableDatabase(where() + " is not intact: " + String.join("; ", damage));
    }
  }

  private BlobId id() {
    return BlobId.of(bucket, path());
  }

  private String path() {
    return path(name);
  }

  private static String path(String name) {
    return "live/" + name + ".db";
  }

  /** The bucket and object, for messages. */
  public String where() {
    return "gs://" + bucket + "/" + path();
  }

  private void removeCopy() throws IOException {
    generation = 0;
    try (Stream<Path> files = Files.list(folder)) {
      for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }

  /** Removes the copy. */
  @Override
  public void close() throws IOException {
    removeCopy();
    Files.delete(folder);
  }

  /** A change to a database. */
  @FunctionalInterface
  public interface Edit<T> {
    /** Changes what is to be changed; the transaction is the caller's. */
    Edited<T> apply(Connection connection) throws SQLException;
  }

  /** Work on a database file. */
  @FunctionalInterface
  public interface Rework<T> {
    /**
     * Changes the file, or puts another in its place.
     *
     * @param generation of the live database that this is a copy of
     */
    Edited<T> apply(Path file, long generation) throws IOException, SQLException;
  }

  /**
   * What an edit did.
   *
   * @param value for the caller
   * @param changed whether there is anything to upload
   * @param proved whether a rework has made sure itself that what it left is intact
   */
  public record Edited<T>(T value, boolean changed, boolean proved) {
    /** An edit that is still to be proved. */
    public Edited(T value, boolean changed) {
      this(value, changed, false);
    }
  }

  /** Others kept changing the live database; later there may be a chance. */
  public static final class ConflictException extends IOException {
    private static final long serialVersionUID = 1L;

    ConflictException(String message) {
      super(message);
    }
  }
}

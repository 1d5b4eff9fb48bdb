package com.maayegue.maintenance.databasebackups;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.cloud.NoCredentials;
import com.google.cloud.storage.Blob;
import com.google.cloud.storage.BlobId;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.StorageOptions;
import com.maayegue.maintenance.core.RunLog;
import com.maayegue.maintenance.localstorage.StorageServer;
import com.maayegue.maintenance.sampledata.AppSchema;
import com.maayegue.maintenance.stagedsqlite.Steps;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.StreamSupport;

/** A bucket on this machine with live databases, and backups of them. */
final class Shelf implements AutoCloseable {
  static final String BUCKET = "shelf";
  static final Instant NOW = Instant.parse("2026-03-01T00:00:05.250Z");

  final Path folder;
  final StorageServer server;
  final Storage storage;
  final DatabaseBackups backups;
  final BackupCatalog catalog;
  final ByteArrayOutputStream log = new ByteArrayOutputStream();

  Shelf(Path folder) throws IOException {
    this.folder = folder;
    server = StorageServer.start(folder.resolve("buckets"), 0, false);
    server.createBucket(BUCKET, true);
    storage = connect(server.url());
    backups = new DatabaseBackups(storage, BUCKET);
    catalog = new BackupCatalog(storage, BUCKET);
  }

  /** A client that gives up soon. */
  static Storage connect(String url) {
    return StorageOptions.http()
        .setRetrySettings(
            StorageOptions.getDefaultRetrySettings().toBuilder().setMaxAttempts(2).build())
        .setProjectId("demo-shelf")
        .setHost(url)
        .setCredentials(NoCredentials.getInstance())
        .build()
        .getService();
  }

  Steps steps() {
    return steps(InstantSource.fixed(NOW));
  }

  Steps steps(InstantSource clock) {
    RunLog runLog = new RunLog(new PrintStream(log, true, UTF_8), "test", "demo-shelf");
    return new Steps(runLog, clock, NOW.plusSeconds(480));
  }

  Taken take(String database, Instant now) throws Exception {
    return backups.take(database, now, steps());
  }

  /** Fetches, and gives the bytes. */
  byte[] fetch(Backup backup) throws Exception {
    Path target = folder.resolve("fetched.db");
    backups.fetch(backup, target, steps());
    byte[] bytes = Files.readAllBytes(target);
    Files.delete(target);
    return bytes;
  }

  /** A database in the app's schema, after {@code sql}. */
  byte[] database(String... sql) throws Exception {
    return database(
        connection -> {
          AppSchema.create(connection, Instant.parse("2023-01-01T00:00:00Z"));
          for (String each : sql) {
            run(connection, each);
          }
        });
  }

  byte[] database(Filler filler) throws Exception {
    Path file = folder.resolve("made.db");
    Files.deleteIfExists(file);
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file)) {
      filler.fill(connection);
    }
    return Files.readAllBytes(file);
  }

  static void run(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** A database of about {@code kilobytes} that does not get smaller by compression. */
  byte[] noise(int kilobytes) throws Exception {
    return database(
        connection -> {
          run(connection, "CREATE TABLE noise (bytes BLOB)");
          run(
              connection,
              "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < "
                  + kilobytes
                  + ") INSERT INTO noise SELECT randomblob(1000) FROM n");
        });
  }

  Blob stage(String name, byte[] bytes) {
    return put("live/" + name + ".db", bytes);
  }

  Blob put(String object, byte[] bytes) {
    return storage.create(BlobInfo.newBuilder(BlobId.of(BUCKET, object)).build(), bytes);
  }

  byte[] read(String object) {
    return storage.readAllBytes(BUCKET, object);
  }

  /** The names of all objects below {@code prefix}. */
  List<String> names(String prefix) {
    return StreamSupport.stream(
            storage.list(BUCKET, Storage.BlobListOption.prefix(prefix)).iterateAll().spliterator(),
            false)
        .map(Blob::getName)
        .sorted()
        .toList();
  }

  /** Removes all objects, old generations too. */
  void clear() {
    for (Blob blob : storage.list(BUCKET, Storage.BlobListOption.versions(true)).iterateAll()) {
      storage.delete(blob.getBlobId());
    }
  }

  @Override
  public void close() {
    server.close();
  }

  @FunctionalInterface
  interface Filler {
    void fill(Connection connection) throws SQLException;
  }
}

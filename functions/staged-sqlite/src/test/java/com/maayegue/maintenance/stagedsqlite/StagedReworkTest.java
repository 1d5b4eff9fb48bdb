package com.maayegue.maintenance.stagedsqlite;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.cloud.storage.BlobId;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.Storage;
import com.maayegue.maintenance.core.RunLog;
import com.maayegue.maintenance.localstorage.StorageServer;
import com.maayegue.maintenance.stagedsqlite.StagedDatabase.Edited;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Work that no transaction can hold. */
class StagedReworkTest {
  private static final String BUCKET = "sqlite";
  private static final Path FIXTURES = Path.of("..", "..", "test-fixtures", "sqlite");
  private static final Steps STEPS =
      new Steps(
          new RunLog(new PrintStream(OutputStream.nullOutputStream(), true, UTF_8), "test", "demo"),
          InstantSource.system(),
          Instant.MAX);
  private static final BlobId LIVE = BlobId.of(BUCKET, "live/app.db");

  @TempDir private Path folder;
  private StorageServer server;
  private Storage storage;

  @BeforeEach
  void start() throws IOException {
    server = StorageServer.start(folder.resolve("buckets"), 0, false);
    server.createBucket(BUCKET, true);
    storage =
        new StagingSettings(BUCKET, List.of("app"), Optional.of(server.hostAndPort()))
            .connect("demo");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void uploadsADatabaseThatWasRepaired() throws Exception {
    stage(fixture("damaged-index-page"));
    try (StagedDatabase database = database()) {
      database.rework((file, generation) -> run(file, "REINDEX"), STEPS);
    }
    assertThat(value("PRAGMA integrity_check")).isEqualTo("ok");
  }

  @Test
  void neverUploadsWhatIsNotIntact() throws Exception {
    long before = stage(fixture("damaged-index-page"));
    try (StagedDatabase database = database()) {
      assertThatThrownBy(
              () ->
                  database.rework(
                      (file, generation) -> run(file, "PRAGMA user_version = 7"), STEPS))
          .isInstanceOf(UnusableDatabase.class)
          .hasMessageContaining("gs://sqlite/live/app.db is not intact");
    }
    assertThat(storage.get(LIVE).getGeneration()).isEqualTo(before);
  }

  @Test
  void startsAgainFromTheNewGenerationWhenSomeoneElseWasFirst() throws Exception {
    stage(fixture("healthy"));
    AtomicInteger tries = new AtomicInteger();
    try (StagedDatabase database = database()) {
      database.rework(
          (file, generation) -> {
            assertThat(storage.get(LIVE).getGeneration()).isEqualTo(generation);
            if (tries.incrementAndGet() == 1) {
              try (StagedDatabase other = database()) {
                other.rework(
                    (theirs, its) -> run(theirs, "INSERT INTO app_metadata VALUES ('o', 'x', 1)"),
                    STEPS);
              }
            }
            return run(file, "INSERT INTO app_metadata VALUES ('mine', 'y', 1)");
          },
          STEPS);
    }
    assertThat(tries).hasValue(2);
    assertThat(value("SELECT count(*) FROM app_metadata WHERE key IN ('o', 'mine')"))
        .isEqualTo("2");
  }

  @Test
  void forgetsWorkThatChangedNothing() throws Exception {
    long before = stage(fixture("healthy"));
    try (StagedDatabase database = database()) {
      database.rework(
          (file, generation) -> {
            run(file, "DROP TABLE favorites");
            return new Edited<>(true, false);
          },
          STEPS);
      database.edit(connection -> new Edited<>(null, false));
    }
    assertThat(storage.get(LIVE).getGeneration()).isEqualTo(before);
  }

  @Test
  void compactsWithoutLosingWhatTheHeaderAndRowIdsSay() throws Exception {
    stage(fixture("healthy"));
    long saved;
    try (StagedDatabase database = database()) {
      saved =
          database.rework(
              (file, generation) -> {
                run(file, "PRAGMA user_version = 7");
                run(file, "PRAGMA application_id = 8");
                run(file, "DELETE FROM user_progress");
                run(file, "UPDATE users SET rowid = rowid + 1000");
                return new Edited<>(DatabaseFile.compact(file, STEPS, "app"), true);
              },
              STEPS);
    }
    assertThat(saved).isPositive();
    assertThat(value("PRAGMA freelist_count")).isEqualTo("0");
    assertThat(value("PRAGMA page_size")).isEqualTo("1024");
    assertThat(value("PRAGMA user_version")).isEqualTo("7");
    assertThat(value("PRAGMA application_id")).isEqualTo("8");
    assertThat(value("SELECT min(rowid) FROM users")).isEqualTo("1001");
    assertThat(value("PRAGMA journal_mode")).isEqualTo("delete");
  }

  @Test
  void compactsADatabaseInWalModeToOneInWalMode() throws Exception {
    stage(fixture("wal-mode"));
    try (StagedDatabase database = database()) {
      database.rework(
          (file, generation) -> {
            run(file, "DELETE FROM user_progress");
            return new Edited<>(DatabaseFile.compact(file, STEPS, "app"), true);
          },
          STEPS);
    }
    assertThat(value("PRAGMA journal_mode")).isEqualTo("wal");
    assertThat(value("SELECT count(*) FROM users")).isEqualTo("12");
  }

  private StagedDatabase database() throws IOException {
    return new StagedDatabase(storage, BUCKET, "app");
  }

  private static Edited<Boolean> run(Path file, String sql) throws SQLException {
    try (Connection connection = DatabaseFile.open(file);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
    return new Edited<>(true, true);
  }

  private long stage(byte[] bytes) {
    return storage.create(BlobInfo.newBuilder(LIVE).build(), bytes).getGeneration();
  }

  private static byte[] fixture(String fault) throws IOException {
    try (Stream<Path> files = Files.list(FIXTURES.resolve(fault))) {
      return Files.readAllBytes(files.findFirst().orElseThrow());
    }
  }

  /** What a query of the live database gives. */
  private String value(String sql) throws Exception {
    Path copy = Files.createTempDirectory(folder, "live").resolve("live.db");
    storage.downloadTo(LIVE, copy);
    try (Connection connection = DatabaseFile.open(copy);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    }
  }
}

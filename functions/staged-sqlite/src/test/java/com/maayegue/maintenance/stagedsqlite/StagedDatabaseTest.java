package com.maayegue.maintenance.stagedsqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.cloud.storage.BlobId;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.Storage;
import com.maayegue.maintenance.localstorage.StorageServer;
import com.maayegue.maintenance.stagedsqlite.StagedDatabase.Edited;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StagedDatabaseTest {
  private static final String BUCKET = "sqlite";
  private static final Path FIXTURES = Path.of("..", "..", "test-fixtures", "sqlite");
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
  void editsByCompareAndSwap() throws Exception {
    long before = stage(fixture("healthy"));
    try (StagedDatabase database = database()) {
      database.download();
      database.edit(
          connection -> update(connection, "INSERT INTO app_metadata VALUES ('a', 'b', 1)"));
      assertThat(database.isCurrent()).isTrue();
    }
    assertThat(storage.get(LIVE).getGeneration()).isNotEqualTo(before);
    assertThat(value("SELECT value FROM app_metadata WHERE key = 'a'")).isEqualTo("b");
  }

  @Test
  void uploadsNothingWhenNothingChanged() throws Exception {
    long before = stage(fixture("healthy"));
    try (StagedDatabase database = database()) {
      String value = database.edit(connection -> new Edited<>("nothing", false));
      assertThat(value).isEqualTo("nothing");
    }
    assertThat(storage.get(LIVE).getGeneration()).isEqualTo(before);
  }

  @Test
  void startsAgainFromTheNewGenerationAndLosesNoRow() throws Exception {
    stage(fixture("healthy"));
    try (StagedDatabase database = database()) {
      database.download();
      try (StagedDatabase other = database()) {
        other.edit(
            connection -> update(connection, "INSERT INTO app_metadata VALUES ('other', 'x', 1)"));
      }
      assertThat(database.isCurrent()).isFalse();
      database.edit(
          connection -> update(connection, "INSERT INTO app_metadata VALUES ('mine', 'y', 1)"));
    }
    assertThat(value("SELECT count(*) FROM app_metadata WHERE key IN ('other', 'mine')"))
        .isEqualTo("2");
  }

  @Test
  void givesUpWhenOthersAreAlwaysFirst() throws Exception {
    byte[] bytes = fixture("healthy");
    stage(bytes);
    try (StagedDatabase database = database()) {
      assertThatThrownBy(
              () ->
                  database.edit(
                      connection -> {
                        stage(bytes);
                        return update(
                            connection, "INSERT INTO app_metadata VALUES ('mine', 'y', 1)");
                      }))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("gs://sqlite/live/app.db was changed by others in 6 tries");
    }
    assertThat(value("SELECT count(*) FROM app_metadata WHERE key = 'mine'")).isEqualTo("0");
  }

  @Test
  void forgetsAnEditThatFailedHalfWay() throws Exception {
    long before = stage(fixture("healthy"));
    try (StagedDatabase database = database()) {
      assertThatThrownBy(
              () ->
                  database.edit(
                      connection -> {
                        update(connection, "INSERT INTO app_metadata VALUES ('half', 'y', 1)");
                        return update(connection, "INSERT INTO no_such_table VALUES (1)");
                      }))
          .isInstanceOf(SQLException.class);
      database.edit(
          connection -> update(connection, "INSERT INTO app_metadata VALUES ('whole', 'y', 1)"));
    }
    assertThat(storage.get(LIVE).getGeneration()).isNotEqualTo(before);
    assertThat(value("SELECT group_concat(key) FROM app_metadata WHERE key IN ('half', 'whole')"))
        .isEqualTo("whole");
  }

  @Test
  void neverUploadsADatabaseThatIsNotIntact() throws Exception {
    long before = stage(fixture("healthy"));
    String damage = "UPDATE sqlite_master SET rootpage = 3 WHERE name = 'idx_users_role'";
    try (StagedDatabase database = database()) {
      assertThatThrownBy(
              () ->
                  database.edit(
                      connection -> {
                        update(connection, "PRAGMA writable_schema = ON");
                        update(connection, damage);
                        return update(connection, "PRAGMA writable_schema = RESET");
                      }))
          .isInstanceOfAny(UnusableDatabase.class, SQLException.class);
    }
    assertThat(storage.get(LIVE).getGeneration()).isEqualTo(before);
  }

  @Test
  void refusesAnUploadWhoseParentIsGone() throws Exception {
    stage(fixture("healthy"));
    try (StagedDatabase database = database()) {
      String orphan = "INSERT INTO user_statistics (user_id, updated_at) VALUES ('nobody', 1)";
      assertThatThrownBy(() -> database.edit(connection -> update(connection, orphan)))
          .hasMessageContaining("FOREIGN KEY");
    }
  }

  @Test
  void editsADatabaseInWalMode() throws Exception {
    stage(fixture("wal-mode"));
    try (StagedDatabase database = database()) {
      database.edit(
          connection -> update(connection, "INSERT INTO app_metadata VALUES ('wal', 'y', 1)"));
    }
    assertThat(value("SELECT value FROM app_metadata WHERE key = 'wal'")).isEqualTo("y");
    assertThat(value("PRAGMA journal_mode")).isEqualTo("wal");
  }

  @Test
  void refusesAFileThatMissesCommitsOfItsWal() throws Exception {
    stage(fixture("healthy"));
    storage.create(BlobInfo.newBuilder(BlobId.of(BUCKET, "live/app.db-wal")).build(), new byte[32]);
    try (StagedDatabase database = database()) {
      assertThatThrownBy(database::download)
          .isInstanceOf(UnusableDatabase.class)
          .hasMessageContaining("gs://sqlite/live/app.db has a -wal beside it");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "empty-file,is not a SQLite database",
    "text-file,is not a SQLite database",
    "encrypted-looking,is not a SQLite database",
    "truncated,gs://sqlite/live/app.db",
    "damaged-table-page,not intact",
    "damaged-index-page,not intact",
    "damaged-freelist,not intact",
    "future-file-format,gs://sqlite/live/app.db"
  })
  void refusesWhatIsNoIntactDatabase(String fault, String message) throws Exception {
    stage(fixture(fault));
    try (StagedDatabase database = database()) {
      assertThatThrownBy(database::download)
          .isInstanceOf(UnusableDatabase.class)
          .hasMessageContaining(message);
    }
  }

  @Test
  void saysWhetherTheBucketOrTheObjectIsAbsent() throws Exception {
    try (StagedDatabase database = database()) {
      assertThatThrownBy(database::download).hasMessage("gs://sqlite/live/app.db is absent");
    }
    try (StagedDatabase database = new StagedDatabase(storage, "elsewhere", "app")) {
      assertThatThrownBy(database::download)
          .hasMessage("the bucket 'elsewhere' (SQLITE_BUCKET) is absent");
    }
  }

  @Test
  void leavesNoFileBehind() throws Exception {
    stage(fixture("wal-mode"));
    StagedDatabase database = new StagedDatabase(storage, BUCKET, "app");
    database.download();
    Path file;
    try (Connection connection = database.open()) {
      file = Path.of(connection.getMetaData().getURL().substring("jdbc:sqlite:".length()));
    }
    assertThat(file).exists();
    database.close();
    assertThat(file.getParent()).doesNotExist();
  }

  private StagedDatabase database() throws IOException {
    return new StagedDatabase(storage, BUCKET, "app");
  }

  private long stage(byte[] bytes) {
    return storage.create(BlobInfo.newBuilder(LIVE).build(), bytes).getGeneration();
  }

  private static Edited<Integer> update(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      return new Edited<>(statement.executeUpdate(sql), true);
    }
  }

  private String value(String sql) throws IOException, SQLException {
    Path copy = folder.resolve("look.db");
    Files.deleteIfExists(copy);
    storage.downloadTo(LIVE, copy);
    try (Connection connection = DatabaseFile.open(copy);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      return row.getString(1);
    }
  }

  private static byte[] fixture(String fault) throws IOException {
    try (Stream<Path> files = Files.list(FIXTURES.resolve(fault))) {
      Path file =
          files
              .filter(
                  each -> !each.toString().endsWith("-wal") && !each.toString().endsWith("-shm"))
              .findFirst()
              .get();
      return Files.readAllBytes(file);
    }
  }
}

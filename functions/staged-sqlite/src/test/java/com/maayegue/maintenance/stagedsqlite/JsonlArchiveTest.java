package com.maayegue.maintenance.stagedsqlite;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.ZstdInputStream;
import com.google.cloud.storage.BlobId;
import com.google.cloud.storage.Storage;
import com.maayegue.maintenance.localstorage.StorageServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonlArchiveTest {
  private static final String BUCKET = "sqlite";
  private static final String FOLDER = "archive/app/logs/";

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
  void addsToADayOnlyWhatIsNotThere() throws IOException {
    store("2025-10-05", false, "{\"a\":1}", "{\"a\":2}");
    store("2025-10-05", false, "{\"a\":2}", "{\"a\":3}");
    assertThat(lines("2025-10-05")).containsExactly("{\"a\":1}", "{\"a\":2}", "{\"a\":3}");
  }

  @Test
  void leavesOutWhatARunOfAnEarlierDayHadStoredBeforeItDied() throws IOException {
    store("2025-09-28", false, "{\"a\":0}");
    store("2025-10-05", false, "{\"a\":1}", "{\"a\":2}");
    store("2025-10-12", true, "{\"a\":1}", "{\"a\":2}", "{\"a\":3}");
    assertThat(lines("2025-10-12")).containsExactly("{\"a\":3}");
  }

  @Test
  void storesNoObjectWhenAllIsInAnEarlierOne() throws IOException {
    store("2025-10-05", false, "{\"a\":1}");
    store("2025-10-12", true, "{\"a\":1}");
    assertThat(storage.get(BlobId.of(BUCKET, FOLDER + "2025-10-12.jsonl.zst"))).isNull();
  }

  @Test
  void storesNothingOfNothing() throws IOException {
    store("2025-10-05", true);
    assertThat(storage.list(BUCKET).iterateAll()).isEmpty();
  }

  @Test
  void seesThatALineIsNotInWhatIsStored() throws IOException {
    try (JsonlArchive archive = new JsonlArchive(storage, BUCKET, FOLDER, "2025-10-05")) {
      archive.add("{\"a\":1}");
      archive.add("{\"a\":2}");
      archive.store();
      archive.verify();
      storage.delete(BlobId.of(BUCKET, archive.name()));
      store("2025-10-05", false, "{\"a\":2}");
      assertThatThrownBy(archive::verify)
          .isInstanceOf(IOException.class)
          .hasMessage("gs://sqlite/archive/app/logs/2025-10-05.jsonl.zst lacks 1 of 2 lines");
    }
  }

  private void store(String date, boolean afterOthers, String... lines) throws IOException {
    try (JsonlArchive archive = new JsonlArchive(storage, BUCKET, FOLDER, date)) {
      if (afterOthers) {
        archive.leaveOutWhatTheLastDayHolds();
      }
      for (String line : lines) {
        archive.add(line);
      }
      archive.store();
      archive.verify();
      assertThat(archive.lines()).isEqualTo(lines.length);
    }
  }

  private List<String> lines(String date) throws IOException {
    byte[] stored = storage.readAllBytes(BlobId.of(BUCKET, FOLDER + date + ".jsonl.zst"));
    try (ZstdInputStream in = new ZstdInputStream(new ByteArrayInputStream(stored))) {
      return new String(in.readAllBytes(), UTF_8).lines().toList();
    }
  }
}

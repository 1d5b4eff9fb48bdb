package com.maayegue.maintenance.localstorage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RestartTest {
  private static final String UPLOAD = "/upload/storage/v1/b/bucket/o?uploadType=media&name=";

  @TempDir Path folder;

  @Test
  void hasItsObjectsAgain() throws Exception {
    JsonObject before;
    try (StorageServer server = StorageServer.start(folder, 0, false)) {
      server.createBucket("bucket", true);
      Wire wire = new Wire(server);
      wire.send("POST", UPLOAD + "a/b", "old");
      wire.send("POST", UPLOAD + "a/b", "new", "Content-Type", "text/x");
      String patch = "{\"metadata\":{\"k\":\"v\"}}";
      before = Wire.json(wire.send("PATCH", "/storage/v1/b/bucket/o/a%2Fb", patch));
    }
    try (StorageServer server = StorageServer.start(folder, 0, false)) {
      Wire wire = new Wire(server);
      JsonObject after = Wire.json(wire.get("/storage/v1/b/bucket/o/a%2Fb"));
      for (String link : new String[] {"selfLink", "mediaLink"}) {
        before.remove(link);
        after.remove(link);
      }
      assertThat(after).isEqualTo(before);
      assertThat(wire.get("/storage/v1/b/bucket/o/a%2Fb?alt=media").body()).isEqualTo("new");
      JsonObject all = Wire.json(wire.get("/storage/v1/b/bucket/o?versions=true"));
      assertThat(all.getAsJsonArray("items")).hasSize(2);
      JsonObject next = Wire.json(wire.send("POST", UPLOAD + "a/b", "newer"));
      assertThat(next.get("generation").getAsLong())
          .isGreaterThan(before.get("generation").getAsLong());
    }
  }

  @Test
  void removesWhatACrashLeft() throws Exception {
    try (StorageServer server = StorageServer.start(folder, 0, false)) {
      server.createBucket("bucket", false);
      new Wire(server).send("POST", UPLOAD + "x", "bytes");
    }
    Path objects = folder.resolve("bucket/objects");
    Files.writeString(objects.resolve("17.blob"), "bytes without metadata");
    Files.writeString(objects.resolve("18.json.tmp"), "{\"half");
    Files.writeString(folder.resolve(".incoming/upload"), "never finished");

    try (StorageServer server = StorageServer.start(folder, 0, false)) {
      JsonObject all = Wire.json(new Wire(server).get("/storage/v1/b/bucket/o"));
      assertThat(all.getAsJsonArray("items")).hasSize(1);
      try (Stream<Path> files = Files.list(objects);
          Stream<Path> incoming = Files.list(folder.resolve(".incoming"))) {
        assertThat(files).hasSize(2);
        assertThat(incoming).isEmpty();
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"false, 1", "true, 2"})
  void finishesAnOverwriteThatACrashInterrupted(boolean versioned, int generations)
      throws Exception {
    try (StorageServer server = StorageServer.start(folder, 0, false)) {
      server.createBucket("bucket", versioned);
      new Wire(server).send("POST", UPLOAD + "x", "old");
    }
    commitWithoutSuperseding("new");

    try (StorageServer server = StorageServer.start(folder, 0, false)) {
      Wire wire = new Wire(server);
      HttpResponse<String> live = wire.get("/storage/v1/b/bucket/o/x?alt=media");
      assertThat(live.body()).isEqualTo("new");
      JsonObject all = Wire.json(wire.get("/storage/v1/b/bucket/o?versions=true"));
      assertThat(all.getAsJsonArray("items")).hasSize(generations);
      JsonObject current = Wire.json(wire.get("/storage/v1/b/bucket/o"));
      assertThat(current.getAsJsonArray("items")).hasSize(1);
    }
  }

  /** The state between the two steps of an overwrite. */
  private void commitWithoutSuperseding(String bytes) throws IOException {
    try (IncomingBlob blob = IncomingBlob.in(folder.resolve(".incoming"))) {
      blob.append(new ByteArrayInputStream(bytes.getBytes(UTF_8)));
      Instant now = Instant.now();
      long generation = (now.getEpochSecond() + 1) * 1_000_000;
      ObjectMetadata metadata =
          new ObjectMetadata(
              "bucket",
              "x",
              generation,
              1,
              blob.facts(),
              now,
              now,
              Optional.empty(),
              new JsonObject());
      new ObjectFiles(folder.resolve("bucket/objects")).add(metadata, blob.file());
    }
  }

  @Test
  void refusesAFolderThatIsInUse() throws Exception {
    try (StorageServer server = StorageServer.start(folder, 0, false)) {
      assertThat(server.hostAndPort()).isEqualTo("127.0.0.1:" + server.port());
      assertThatThrownBy(() -> StorageServer.start(folder, 0, false))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("uses " + folder);
    }
  }

  @Test
  void saysWhichPortIsTaken() throws Exception {
    try (StorageServer server = StorageServer.start(folder.resolve("one"), 0, false)) {
      assertThatThrownBy(() -> StorageServer.start(folder.resolve("two"), server.port(), false))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("" + server.port());
    }
    StorageServer.start(folder.resolve("two"), 0, false).close();
  }
}

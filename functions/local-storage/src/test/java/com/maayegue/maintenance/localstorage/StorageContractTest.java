package com.maayegue.maintenance.localstorage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.ReadChannel;
import com.google.cloud.WriteChannel;
import com.google.cloud.storage.Blob;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.Storage.BlobListOption;
import com.google.cloud.storage.Storage.BlobWriteOption;
import com.google.cloud.storage.Storage.CopyRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The contract of writing and reading objects. */
class StorageContractTest extends StorageContract {
  @Test
  void keepsBytesAndMetadata() {
    BlobInfo info =
        BlobInfo.newBuilder(bucket.id("a.txt"))
            .setContentType("text/plain")
            .setCacheControl("no-store")
            .setMetadata(Map.of("rows", "12"))
            .build();
    Blob created = storage.create(info, "héllo".getBytes(UTF_8));

    Blob found = storage.get(bucket.id("a.txt"));
    assertThat(found.getContent()).isEqualTo("héllo".getBytes(UTF_8));
    assertThat(found.getContentType()).isEqualTo("text/plain");
    assertThat(found.getCacheControl()).isEqualTo("no-store");
    assertThat(found.getMetadata()).containsExactlyEntriesOf(Map.of("rows", "12"));
    assertThat(found.getSize()).isEqualTo(6);
    assertThat(found.getCrc32c()).isEqualTo(created.getCrc32c());
    assertThat(found.getGeneration()).isEqualTo(created.getGeneration()).isPositive();
    assertThat(found.getMetageneration()).isEqualTo(1);
    assertThat(found.getCreateTimeOffsetDateTime()).isNotNull();
    assertThat(found.getEtag()).isNotEmpty();
  }

  @Test
  void computesTheChecksumsOfTheStandards() {
    Blob check = storage.create(info("check"), "123456789".getBytes(UTF_8));
    assertThat(check.getCrc32cToHexString()).isEqualTo("e3069283");
    assertThat(check.getMd5ToHexString()).isEqualTo("25f9e794323b453885f5181f1b624d0b");
  }

  @Test
  void keepsAnEmptyObject() {
    storage.create(info("empty"));
    assertThat(storage.readAllBytes(bucket.id("empty"))).isEmpty();
    assertThat(storage.get(bucket.id("empty")).getSize()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "with space+plus%20percent",
        "accent é ሴ 😀",
        "../../../etc/passwd",
        "a/../b/./c//d/",
        "question?hash#amp&equals=\"quote'",
        "back\\slash:colon*star",
        "CON",
        "trailing."
      })
  void keepsObjectsOfAnyName(String name) {
    storage.create(info(name), name.getBytes(UTF_8));

    assertThat(storage.get(bucket.id(name)).getName()).isEqualTo(bucket.prefix() + name);
    assertThat(storage.readAllBytes(bucket.id(name))).isEqualTo(name.getBytes(UTF_8));
    assertThat(names(BlobListOption.prefix(bucket.prefix()))).containsExactly(name);
    storage.copy(CopyRequest.of(bucket.id(name), bucket.id(name + "2"))).getResult();
    assertThat(storage.delete(bucket.id(name))).isTrue();
    assertThat(storage.get(bucket.id(name))).isNull();
  }

  @Test
  void takesNamesOfUpTo1024Bytes() {
    String longest = "é".repeat((1024 - bucket.prefix().length()) / 2);
    storage.create(info(longest), new byte[] {1});
    assertThat(storage.readAllBytes(bucket.id(longest))).containsExactly(1);

    assertStatus(400, () -> storage.create(info(longest + "éé"), new byte[] {1}));
  }

  @Test
  void takesAResumableUploadInChunks() throws IOException {
    byte[] bytes = randomBytes(3 * QUARTER_MEBIBYTE + 17);
    try (WriteChannel channel = storage.writer(info("chunks"))) {
      channel.setChunkSize(QUARTER_MEBIBYTE);
      channel.write(ByteBuffer.wrap(bytes));
    }
    assertThat(storage.readAllBytes(bucket.id("chunks"))).isEqualTo(bytes);
  }

  @Test
  void takesAResumableUploadThatEndsWithItsChunk() throws IOException {
    byte[] bytes = randomBytes(2 * QUARTER_MEBIBYTE);
    try (WriteChannel channel = storage.writer(info("even"))) {
      channel.setChunkSize(QUARTER_MEBIBYTE);
      channel.write(ByteBuffer.wrap(bytes));
    }
    assertThat(storage.readAllBytes(bucket.id("even"))).isEqualTo(bytes);
  }

  @Test
  void showsNothingOfAnUploadThatIsNotFinished() throws IOException {
    WriteChannel channel = storage.writer(info("half"));
    channel.setChunkSize(QUARTER_MEBIBYTE);
    channel.write(ByteBuffer.wrap(randomBytes(2 * QUARTER_MEBIBYTE)));

    assertThat(storage.get(bucket.id("half"))).isNull();
    assertThat(names(BlobListOption.prefix(bucket.prefix()))).isEmpty();
    channel.close();
    assertThat(storage.get(bucket.id("half"))).isNotNull();
  }

  @Test
  void uploadsAStreamWithoutKnowingItsLength() throws IOException {
    byte[] bytes = randomBytes(QUARTER_MEBIBYTE + 5);
    Blob created = storage.createFrom(info("stream"), new ByteArrayInputStream(bytes));
    assertThat(created.getSize()).isEqualTo(bytes.length);
    assertThat(storage.readAllBytes(bucket.id("stream"))).isEqualTo(bytes);
  }

  @Test
  void readsARange() throws IOException {
    storage.create(info("range"), "0123456789".getBytes(UTF_8));
    try (ReadChannel channel = storage.reader(bucket.id("range"))) {
      channel.seek(3);
      channel.limit(7);
      ByteBuffer target = ByteBuffer.allocate(10);
      while (channel.read(target) >= 0) {
        assertThat(target.hasRemaining()).isTrue();
      }
      assertThat(Arrays.copyOf(target.array(), target.position()))
          .isEqualTo("3456".getBytes(UTF_8));
    }
  }

  @Test
  void readsNothingBehindTheEnd() throws IOException {
    storage.create(info("short"), "0123456789".getBytes(UTF_8));
    try (ReadChannel channel = storage.reader(bucket.id("short"))) {
      channel.seek(100);
      assertThat(channel.read(ByteBuffer.allocate(10))).isEqualTo(-1);
    }
  }

  @Test
  void refusesBytesThatAreNotThoseOfTheChecksum() {
    BlobInfo wrongCrc = info("bad").toBuilder().setCrc32c("AAAAAA==").build();

    assertStatus(400, () -> storage.createFrom(wrongCrc, other(), BlobWriteOption.crc32cMatch()));
    assertThat(storage.get(bucket.id("bad"))).isNull();
  }
}

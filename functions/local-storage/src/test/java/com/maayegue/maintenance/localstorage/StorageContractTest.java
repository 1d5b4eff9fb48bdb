package com.maayegue.maintenance.localstorage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import com.google.api.gax.paging.Page;
import com.google.cloud.ReadChannel;
import com.google.cloud.WriteChannel;
import com.google.cloud.storage.Blob;
import com.google.cloud.storage.BlobId;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.CopyWriter;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.Storage.BlobGetOption;
import com.google.cloud.storage.Storage.BlobListOption;
import com.google.cloud.storage.Storage.BlobSourceOption;
import com.google.cloud.storage.Storage.BlobTargetOption;
import com.google.cloud.storage.Storage.BlobWriteOption;
import com.google.cloud.storage.Storage.ComposeRequest;
import com.google.cloud.storage.Storage.CopyRequest;
import com.google.cloud.storage.StorageException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What our functions rely on, through the client that they use. The same cases hold against Cloud
 * Storage itself: {@code mvn -pl functions/local-storage test -Dtest=StorageContractTest
 * -Dgcs.bucket=NAME}, with application default credentials.
 */
class StorageContractTest {
  private static final int QUARTER_MEBIBYTE = 256 * 1024;

  @TempDir Path folder;
  private TestBucket bucket;
  private Storage storage;

  @BeforeEach
  void open() throws IOException {
    bucket = TestBucket.open(folder);
    storage = bucket.storage();
  }

  @AfterEach
  void close() {
    bucket.close();
  }

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

  @Test
  void listsPagesInTheOrderOfTheNames() {
    for (String name : List.of("b", "a/2", "c", "a/1", "é", "Z")) {
      storage.create(info(name));
    }
    Page<Blob> first =
        storage.list(
            bucket.name(), BlobListOption.prefix(bucket.prefix()), BlobListOption.pageSize(4));
    assertThat(first.getValues())
        .extracting(this::shortName)
        .containsExactly("Z", "a/1", "a/2", "b");
    assertThat(first.hasNextPage()).isTrue();
    Page<Blob> second = first.getNextPage();
    assertThat(second.getValues()).extracting(this::shortName).containsExactly("c", "é");
    assertThat(second.hasNextPage()).isFalse();
  }

  @Test
  void listsFoldersOnce() {
    for (String name : List.of("a/1", "a/2", "a/b/3", "b", "c/4", "d")) {
      storage.create(info(name));
    }
    assertThat(names(folderListing())).containsExactlyInAnyOrder("a/", "b", "c/", "d");
    assertThat(names(folderListing(), BlobListOption.pageSize(1)))
        .containsExactlyInAnyOrder("a/", "b", "c/", "d");
    assertThat(
            names(BlobListOption.prefix(bucket.prefix() + "a/"), BlobListOption.currentDirectory()))
        .containsExactlyInAnyOrder("a/1", "a/2", "a/b/");
  }

  @Test
  void listsBetweenOffsets() {
    for (String name : List.of("a", "b", "c", "d")) {
      storage.create(info(name));
    }
    assertThat(
            names(
                BlobListOption.prefix(bucket.prefix()),
                BlobListOption.startOffset(bucket.prefix() + "b"),
                BlobListOption.endOffset(bucket.prefix() + "d")))
        .containsExactly("b", "c");
  }

  @Test
  void patchesMetadata() {
    BlobInfo info =
        info("patch").toBuilder()
            .setContentType("text/plain")
            .setMetadata(Map.of("kept", "1", "dropped", "2"))
            .build();
    Blob created = storage.create(info, new byte[] {1});
    Map<String, String> changes = new HashMap<>();
    changes.put("dropped", null);
    changes.put("added", "3");

    Blob patched = created.toBuilder().setMetadata(changes).build().update();

    assertThat(patched.getMetadata()).containsOnly(Map.entry("kept", "1"), Map.entry("added", "3"));
    assertThat(patched.getContentType()).isEqualTo("text/plain");
    assertThat(patched.getGeneration()).isEqualTo(created.getGeneration());
    assertThat(patched.getMetageneration()).isEqualTo(2);
  }

  @Test
  void createsOnlyWhatDoesNotExist() {
    storage.create(info("once"), new byte[] {1}, BlobTargetOption.doesNotExist());
    assertStatus(
        412, () -> storage.create(info("once"), new byte[] {2}, BlobTargetOption.doesNotExist()));
    assertThat(storage.readAllBytes(bucket.id("once"))).containsExactly(1);
  }

  @Test
  void refusesAStaleGeneration() {
    long stale = storage.create(info("db"), new byte[] {1}).getGeneration();
    long current = storage.create(info("db"), new byte[] {2}).getGeneration();
    assertThat(current).isGreaterThan(stale);

    assertStatus(
        412,
        () -> storage.create(info("db"), new byte[] {3}, BlobTargetOption.generationMatch(stale)));
    assertStatus(412, () -> storage.get(bucket.id("db"), BlobGetOption.generationMatch(stale)));
    assertStatus(
        412, () -> storage.readAllBytes(bucket.id("db"), BlobSourceOption.generationMatch(stale)));
    assertStatus(
        412, () -> storage.delete(bucket.id("db"), BlobSourceOption.generationMatch(stale)));
    assertStatus(
        412,
        () ->
            storage.copy(
                CopyRequest.newBuilder()
                    .setSource(bucket.id("db"))
                    .setSourceOptions(BlobSourceOption.generationMatch(stale))
                    .setTarget(bucket.id("copy"))
                    .build()));
    assertStatus(404, () -> storage.readAllBytes(withGeneration("db", stale)));
    assertThat(storage.readAllBytes(bucket.id("db"), BlobSourceOption.generationMatch(current)))
        .containsExactly(2);
  }

  @Test
  void refusesAStaleMetageneration() {
    Blob blob = storage.create(info("meta"), new byte[] {1});
    blob.toBuilder().setContentType("text/plain").build().update();

    assertStatus(
        412,
        () ->
            storage.update(
                info("meta").toBuilder().setContentType("a/b").build(),
                BlobTargetOption.metagenerationMatch(1)));
    assertStatus(412, () -> storage.get(bucket.id("meta"), BlobGetOption.metagenerationMatch(1)));
    assertStatus(
        412, () -> storage.delete(bucket.id("meta"), BlobSourceOption.metagenerationMatch(1)));
    assertThat(storage.get(bucket.id("meta"), BlobGetOption.metagenerationMatch(2))).isNotNull();
  }

  @Test
  void readsOnlyWhatHasChanged() {
    Blob blob = storage.create(info("seen"), new byte[] {1});
    long seen = blob.getGeneration();

    assertStatus(304, () -> storage.get(bucket.id("seen"), BlobGetOption.generationNotMatch(seen)));
    assertStatus(
        304, () -> storage.get(bucket.id("seen"), BlobGetOption.metagenerationNotMatch(1)));
    storage.create(info("seen"), new byte[] {2});
    assertThat(storage.get(bucket.id("seen"), BlobGetOption.generationNotMatch(seen))).isNotNull();
  }

  @Test
  void refusesAWriterThatWasOvertakenWhileItSentItsBytes() throws IOException {
    long seen = storage.create(info("race"), new byte[] {1}).getGeneration();
    BlobInfo target = BlobInfo.newBuilder(withGeneration("race", seen)).build();
    WriteChannel slow = storage.writer(target, BlobWriteOption.generationMatch());
    slow.setChunkSize(QUARTER_MEBIBYTE);
    slow.write(ByteBuffer.wrap(randomBytes(2 * QUARTER_MEBIBYTE)));

    storage.create(target, new byte[] {2}, BlobTargetOption.generationMatch());

    assertStatus(412, slow::close);
    assertThat(storage.readAllBytes(bucket.id("race"))).containsExactly(2);
  }

  @Test
  void letsExactlyOneOfManyWritersWin() throws Exception {
    long seen = storage.create(info("contended"), new byte[] {0}).getGeneration();
    List<Callable<Integer>> writers = new ArrayList<>();
    for (int writer = 1; writer <= 8; writer++) {
      byte[] bytes = {(byte) writer};
      writers.add(
          () ->
              statusOf(
                  () ->
                      storage.create(
                          info("contended"), bytes, BlobTargetOption.generationMatch(seen))));
    }
    ExecutorService threads = Executors.newFixedThreadPool(writers.size());
    try {
      List<Integer> statuses = new ArrayList<>();
      for (Future<Integer> outcome : threads.invokeAll(writers)) {
        statuses.add(outcome.get());
      }
      assertThat(statuses).containsOnly(200, 412).containsOnlyOnce(200);
    } finally {
      threads.shutdown();
    }
  }

  @Test
  void copiesWithItsMetadataOrWithNew() {
    BlobInfo source = info("from").toBuilder().setContentType("text/plain").build();
    Blob original = storage.create(source, "bytes".getBytes(UTF_8));

    Blob same = storage.copy(CopyRequest.of(bucket.id("from"), bucket.id("same"))).getResult();
    BlobInfo target = info("new").toBuilder().setContentType("a/b").build();
    Blob renewed = storage.copy(CopyRequest.of(bucket.id("from"), target)).getResult();

    assertThat(same.getContentType()).isEqualTo("text/plain");
    assertThat(renewed.getContentType()).isEqualTo("a/b");
    assertThat(same.getMd5()).isEqualTo(original.getMd5()).isEqualTo(renewed.getMd5());
    storage.delete(bucket.id("from"));
    assertThat(storage.readAllBytes(bucket.id("same"))).isEqualTo("bytes".getBytes(UTF_8));
  }

  @Test
  void copiesWithALimitForEachCall() {
    byte[] bytes = randomBytes((2 << 20) + 1);
    storage.create(info("large"), bytes);
    CopyWriter copy =
        storage.copy(
            CopyRequest.newBuilder()
                .setSource(bucket.id("large"))
                .setTarget(bucket.id("larger"))
                .setMegabytesCopiedPerChunk(1L)
                .build());
    while (!copy.isDone()) {
      copy.copyChunk();
    }
    assertThat(copy.getTotalBytesCopied()).isEqualTo(bytes.length);
    assertThat(storage.readAllBytes(bucket.id("larger"))).isEqualTo(bytes);
  }

  @Test
  void composesObjects() {
    storage.create(info("1"), "one,".getBytes(UTF_8));
    storage.create(info("2"), "two".getBytes(UTF_8));
    Blob whole =
        storage.compose(
            ComposeRequest.newBuilder()
                .addSource(bucket.prefix() + "1", bucket.prefix() + "2")
                .setTarget(info("whole"))
                .build());
    assertThat(whole.getComponentCount()).isEqualTo(2);
    assertThat(whole.getMd5()).isNull();
    assertThat(storage.readAllBytes(bucket.id("whole"))).isEqualTo("one,two".getBytes(UTF_8));
  }

  @Test
  void deletesOnceAndInBatches() {
    storage.create(info("x"));
    storage.create(info("y"));
    assertThat(storage.delete(bucket.id("x"), bucket.id("absent"), bucket.id("y")))
        .containsExactly(true, false, true);
    assertThat(storage.delete(bucket.id("x"))).isFalse();
    assertThat(names(BlobListOption.prefix(bucket.prefix()))).isEmpty();
  }

  @Test
  void doesNotFindWhatIsAbsent() {
    assertThat(storage.get(bucket.id("absent"))).isNull();
    assertStatus(404, () -> storage.readAllBytes(bucket.id("absent")));
    assertStatus(
        404, () -> storage.update(info("absent").toBuilder().setContentType("a/b").build()));
    assertStatus(404, () -> storage.copy(CopyRequest.of(bucket.id("absent"), bucket.id("copy"))));
  }

  @Test
  void doesNotFindAnAbsentBucket() {
    String absent = "absent-" + UUID.randomUUID();
    assertThat(storage.get(absent)).isNull();
    assertThatThrownBy(() -> storage.list(absent))
        .asInstanceOf(type(StorageException.class))
        .satisfies(
            error -> {
              assertThat(error.getCode()).isEqualTo(404);
              assertThat(error.getReason()).isEqualTo("notFound");
              assertThat(error).hasMessageContaining("The specified bucket does not exist.");
            });
    assertStatus(404, () -> storage.create(BlobInfo.newBuilder(absent, "x").build(), new byte[1]));
    assertStatus(404, () -> storage.writer(BlobInfo.newBuilder(absent, "x").build()));
  }

  private BlobListOption[] folderListing() {
    return new BlobListOption[] {
      BlobListOption.prefix(bucket.prefix()), BlobListOption.currentDirectory()
    };
  }

  private List<String> names(BlobListOption[] options, BlobListOption more) {
    BlobListOption[] all = Arrays.copyOf(options, options.length + 1);
    all[options.length] = more;
    return names(all);
  }

  private List<String> names(BlobListOption... options) {
    List<String> names = new ArrayList<>();
    storage.list(bucket.name(), options).iterateAll().forEach(blob -> names.add(shortName(blob)));
    return names;
  }

  private String shortName(Blob blob) {
    return blob.getName().substring(bucket.prefix().length());
  }

  private BlobInfo info(String name) {
    return BlobInfo.newBuilder(bucket.id(name)).build();
  }

  private BlobId withGeneration(String name, long generation) {
    return BlobId.of(bucket.name(), bucket.prefix() + name, generation);
  }

  private static InputStream other() {
    return new ByteArrayInputStream("other".getBytes(UTF_8));
  }

  private static byte[] randomBytes(int count) {
    byte[] bytes = new byte[count];
    new Random(count).nextBytes(bytes);
    return bytes;
  }

  private static int statusOf(ThrowingCallable action) {
    try {
      action.call();
      return 200;
    } catch (StorageException error) {
      return error.getCode();
    } catch (Throwable unexpected) {
      throw new AssertionError(unexpected);
    }
  }

  private static void assertStatus(int status, ThrowingCallable action) {
    assertThatThrownBy(action)
        .asInstanceOf(type(StorageException.class))
        .extracting(StorageException::getCode)
        .isEqualTo(status);
  }
}

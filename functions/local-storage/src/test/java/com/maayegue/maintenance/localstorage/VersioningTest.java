package com.maayegue.maintenance.localstorage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.storage.Blob;
import com.google.cloud.storage.BlobId;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.Bucket;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.Storage.BlobListOption;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VersioningTest {
  @TempDir Path folder;
  private StorageServer server;
  private Storage storage;

  @BeforeEach
  void start() throws IOException {
    server = StorageServer.start(folder, 0, false);
    server.createBucket("versioned", true);
    storage = TestBucket.client(server);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void keepsWhatIsOverwrittenOrDeleted() {
    long first = write("one");
    long second = write("two");
    assertThat(storage.delete("versioned", "db")).isTrue();

    assertThat(storage.get("versioned", "db")).isNull();
    assertThat(storage.readAllBytes(BlobId.of("versioned", "db", first)))
        .isEqualTo("one".getBytes(UTF_8));
    assertThat(storage.get(BlobId.of("versioned", "db", second)).getDeleteTimeOffsetDateTime())
        .isNotNull();
    assertThat(generations(BlobListOption.versions(true))).containsExactly(first, second);
    assertThat(generations()).isEmpty();
  }

  @Test
  void listsGenerationsAcrossPages() {
    List<Long> written = List.of(write("one"), write("two"), write("three"));
    assertThat(generations(BlobListOption.versions(true), BlobListOption.pageSize(1)))
        .isEqualTo(written);
  }

  @Test
  void restoresANoncurrentGenerationByACopy() {
    long first = write("one");
    write("two");
    storage
        .copy(
            Storage.CopyRequest.of(
                BlobId.of("versioned", "db", first), BlobId.of("versioned", "db")))
        .getResult();
    assertThat(storage.readAllBytes("versioned", "db")).isEqualTo("one".getBytes(UTF_8));
    assertThat(generations(BlobListOption.versions(true))).hasSize(3);
  }

  @Test
  void deletesAGenerationForGood() {
    long first = write("one");
    long second = write("two");
    assertThat(storage.delete(BlobId.of("versioned", "db", second))).isTrue();
    assertThat(storage.get("versioned", "db")).isNull();
    assertThat(generations(BlobListOption.versions(true))).containsExactly(first);
  }

  @Test
  void createsAnewWhatWasDeleted() {
    write("one");
    storage.delete("versioned", "db");
    storage.create(
        BlobInfo.newBuilder("versioned", "db").build(),
        "again".getBytes(UTF_8),
        Storage.BlobTargetOption.doesNotExist());
    assertThat(storage.readAllBytes("versioned", "db")).isEqualTo("again".getBytes(UTF_8));
  }

  @Test
  void keepsNothingOnceVersioningIsOff() {
    Bucket bucket = storage.get("versioned");
    assertThat(bucket.versioningEnabled()).isTrue();
    bucket.toBuilder().setVersioningEnabled(false).build().update();
    write("one");
    long second = write("two");
    assertThat(generations(BlobListOption.versions(true))).containsExactly(second);
  }

  @Test
  void keepsObjectsOfABucketThatIsMadeAgain() {
    write("one");
    server.createBucket("versioned", false);
    assertThat(storage.get("versioned").versioningEnabled()).isFalse();
    assertThat(storage.readAllBytes("versioned", "db")).isEqualTo("one".getBytes(UTF_8));
  }

  private long write(String text) {
    BlobInfo target = BlobInfo.newBuilder("versioned", "db").build();
    return storage.create(target, text.getBytes(UTF_8)).getGeneration();
  }

  private List<Long> generations(BlobListOption... options) {
    List<Long> generations = new ArrayList<>();
    for (Blob blob : storage.list("versioned", options).iterateAll()) {
      generations.add(blob.getGeneration());
    }
    return generations;
  }
}

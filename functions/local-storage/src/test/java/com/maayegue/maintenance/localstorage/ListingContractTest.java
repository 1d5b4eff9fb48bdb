package com.maayegue.maintenance.localstorage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import com.google.api.gax.paging.Page;
import com.google.cloud.storage.Blob;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.CopyWriter;
import com.google.cloud.storage.Storage.BlobListOption;
import com.google.cloud.storage.Storage.ComposeRequest;
import com.google.cloud.storage.Storage.CopyRequest;
import com.google.cloud.storage.StorageException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The contract of listings, metadata, copies and removals. */
class ListingContractTest extends StorageContract {
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
  void deletesOnceAndInBatches() {
    storage.create(info("x"));
    storage.create(info("y"));
    assertThat(storage.delete(bucket.id("x"), bucket.id("absent"), bucket.id("y")))
        .containsExactly(true, false, true);
    assertThat(storage.delete(bucket.id("x"))).isFalse();
    assertThat(names(BlobListOption.prefix(bucket.prefix()))).isEmpty();
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
}

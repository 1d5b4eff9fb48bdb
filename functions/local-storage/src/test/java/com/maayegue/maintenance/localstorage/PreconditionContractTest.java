package com.maayegue.maintenance.localstorage;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.WriteChannel;
import com.google.cloud.storage.Blob;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.Storage.BlobGetOption;
import com.google.cloud.storage.Storage.BlobSourceOption;
import com.google.cloud.storage.Storage.BlobTargetOption;
import com.google.cloud.storage.Storage.BlobWriteOption;
import com.google.cloud.storage.Storage.CopyRequest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** The contract of generations and preconditions. */
class PreconditionContractTest extends StorageContract {
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
    BlobInfo target = BlobInfo.newBuilder(withGeneration("contended", seen)).build();
    List<Callable<Integer>> writers = new ArrayList<>();
    for (int writer = 0; writer < 8; writer++) {
      // All of them have begun before the first one ends, so that only the end can tell.
      WriteChannel channel = storage.writer(target, BlobWriteOption.generationMatch());
      channel.setChunkSize(QUARTER_MEBIBYTE);
      channel.write(ByteBuffer.wrap(randomBytes(2 * QUARTER_MEBIBYTE)));
      writers.add(() -> statusOf(channel::close));
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
}

package com.maayegue.maintenance.notificationpurge;

import static org.assertj.core.api.Assertions.assertThat;

import com.maayegue.maintenance.notificationpurge.DateKind.Slice;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class SliceQueueTest {
  private static final Slice WHOLE = new Slice(DateKind.NUMBER, 0L, 10L);
  private static final Slice HALF = new Slice(DateKind.NUMBER, 5L, 10L);

  @Test
  void endsWhenNobodyWorksAndNothingIsLeft() throws Exception {
    SliceQueue queue = new SliceQueue(List.of(WHOLE));
    assertThat(queue.take()).contains(WHOLE);
    queue.done();
    assertThat(queue.take()).isEmpty();
    assertThat(queue.take()).isEmpty();
  }

  @Test
  void whoWaitsGetsWhatIsGivenAway() throws Exception {
    SliceQueue queue = new SliceQueue(List.of(WHOLE));
    assertThat(queue.take()).contains(WHOLE);
    assertThat(queue.isWanted()).isFalse();
    CompletableFuture<Optional<Slice>> other = CompletableFuture.supplyAsync(() -> takeFrom(queue));
    while (!queue.isWanted()) {
      Thread.onSpinWait();
    }
    queue.add(HALF);
    assertThat(other.get()).contains(HALF);
    assertThat(queue.isWanted()).isFalse();
  }

  @Test
  void whoWaitsLearnsThatAllIsDone() throws Exception {
    SliceQueue queue = new SliceQueue(List.of(WHOLE));
    assertThat(queue.take()).contains(WHOLE);
    CompletableFuture<Optional<Slice>> other = CompletableFuture.supplyAsync(() -> takeFrom(queue));
    queue.done();
    assertThat(other.get()).isEmpty();
  }

  private static Optional<Slice> takeFrom(SliceQueue queue) {
    try {
      return queue.take();
    } catch (InterruptedException stopped) {
      throw new IllegalStateException(stopped);
    }
  }
}

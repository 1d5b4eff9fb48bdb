package com.maayegue.maintenance.notificationpurge;

import com.maayegue.maintenance.notificationpurge.DateKind.Slice;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * The slices of time that are still to be worked on. Nobody knows beforehand where the documents
 * are: so who works on a large slice gives half of the rest away as soon as somebody has nothing to
 * do.
 */
final class SliceQueue {
  private final Deque<Slice> slices;
  private int working;
  private int waiting;

  SliceQueue(List<Slice> slices) {
    this.slices = new ArrayDeque<>(slices);
  }

  /** The next slice; waits for one that may still be given away. Empty when all is done. */
  synchronized Optional<Slice> take() throws InterruptedException {
    waiting++;
    while (slices.isEmpty() && working > 0) {
      wait();
    }
    waiting--;
    if (slices.isEmpty()) {
      return Optional.empty();
    }
    working++;
    return Optional.of(slices.remove());
  }

  /** Says that the work on a slice that was taken has ended. */
  synchronized void done() {
    working--;
    notifyAll();
  }

  /** Whether somebody waits for a slice. */
  synchronized boolean isWanted() {
    return waiting > slices.size();
  }

  /** Gives a slice away. */
  synchronized void add(Slice slice) {
    slices.add(slice);
    notifyAll();
  }
}

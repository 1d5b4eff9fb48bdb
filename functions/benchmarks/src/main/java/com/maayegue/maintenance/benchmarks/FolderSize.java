package com.maayegue.maintenance.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Watches how large a folder grows, a hundred times a second. */
final class FolderSize implements AutoCloseable {
  private static final long PAUSE_MS = 10;

  private final Path folder;
  private final Thread watcher;
  private volatile long most;

  private FolderSize(Path folder) {
    this.folder = folder;
    this.watcher = new Thread(this::watch, "watches-" + folder.getFileName());
  }

  static FolderSize watch(Path folder) {
    FolderSize size = new FolderSize(folder);
    size.watcher.setDaemon(true);
    size.watcher.start();
    return size;
  }

  /** The most bytes at once so far. */
  long most() {
    return most;
  }

  private void watch() {
    while (!Thread.currentThread().isInterrupted()) {
      most = Math.max(most, size());
      try {
        Thread.sleep(PAUSE_MS);
      } catch (InterruptedException ended) {
        return;
      }
    }
  }

  private long size() {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.mapToLong(FolderSize::bytes).sum();
    } catch (IOException | UncheckedIOException goneMeanwhile) {
      return 0;
    }
  }

  private static long bytes(Path file) {
    try {
      return Files.isRegularFile(file) ? Files.size(file) : 0;
    } catch (IOException goneMeanwhile) {
      return 0;
    }
  }

  @Override
  public void close() {
    watcher.interrupt();
  }
}

package com.maayegue.maintenance.databasebackups;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * Reads a stream in a thread of its own, a few pieces ahead of who works with what was read. The
 * stream remains the caller's to close.
 */
final class ReadAhead implements AutoCloseable {
  private static final int PIECE = 512 * 1024;
  private static final int AHEAD = 4;

  private final BlockingQueue<Piece> pieces = new ArrayBlockingQueue<>(AHEAD);
  private final InputStream in;
  private final Thread reader;

  ReadAhead(InputStream in) {
    this.in = in;
    this.reader = new Thread(this::read, "reads-ahead");
    reader.setDaemon(true);
    reader.start();
  }

  /** The next bytes; none at the end. */
  byte[] next() throws IOException {
    try {
      return pieces.take().bytes();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("stopped while it read");
    }
  }

  private void read() {
    try {
      int length;
      do {
        byte[] bytes = in.readNBytes(PIECE);
        length = bytes.length;
        pieces.put(() -> bytes);
      } while (length > 0);
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    } catch (IOException failure) {
      end(failure);
    } catch (RuntimeException | Error failure) {
      end(new IOException(failure.getMessage(), failure));
    }
  }

  private void end(IOException failure) {
    try {
      pieces.put(
          () -> {
            throw failure;
          });
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits for the thread, so that nobody reads from a stream that is closed after this. */
  @Override
  public void close() throws IOException {
    reader.interrupt();
    boolean interrupted = false;
    while (reader.isAlive()) {
      try {
        pieces.clear();
        reader.join(10);
      } catch (InterruptedException stopped) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @FunctionalInterface
  private interface Piece {
    byte[] bytes() throws IOException;
  }
}

package com.maayegue.maintenance.databasebackups;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file that one thread still writes while another reads it already, in the same order. */
final class GrowingFile implements AutoCloseable {
  private final Path path;
  private final long size;
  private long written;
  private boolean closed;

  /** Nothing of {@code path} is written yet; {@code size} bytes will be. */
  GrowingFile(Path path, long size) {
    this.path = path;
    this.size = size;
  }

  Path path() {
    return path;
  }

  long size() {
    return size;
  }

  /** The writer has come so far, and the file holds it. */
  synchronized void wrote(long bytes) {
    written = bytes;
    notifyAll();
  }

  /** Nothing more is written, and nobody needs what is read: who still reads fails. */
  @Override
  public synchronized void close() {
    closed = true;
    notifyAll();
  }

  /** Reads from the beginning, and waits for what is not written yet. */
  InputStream open() throws IOException {
    awaitMore(0);
    InputStream in = Files.newInputStream(path);
    return new InputStream() {
      private long position;

      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
      }

      @Override
      public int read(byte[] buffer, int offset, int length) throws IOException {
        if (position >= size) {
          return -1;
        }
        long there = awaitMore(position) - position;
        int read = in.read(buffer, offset, (int) Math.min(length, there));
        position += Math.max(0, read);
        return read;
      }

      @Override
      public void close() throws IOException {
        in.close();
      }
    };
  }

  private synchronized long awaitMore(long than) throws IOException {
    while (written <= than && written < size && !closed) {
      try {
        wait();
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("stopped while it waited for " + path.getFileName());
      }
    }
    if (closed) {
      throw new IOException("the copy was given up");
    }
    return written;
  }
}

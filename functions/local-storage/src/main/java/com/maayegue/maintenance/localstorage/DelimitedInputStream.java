package com.maayegue.maintenance.localstorage;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Objects;

/**
 * The bytes of a stream up to a delimiter, which is consumed and not handed out. Holds one buffer,
 * whatever the length. Reading on when the stream ends before the delimiter throws {@link
 * EOFException}: a cut-off upload must never pass for a whole one.
 */
final class DelimitedInputStream extends InputStream {
  private final InputStream source;
  private final byte[] delimiter;
  private final byte[] buffer = new byte[64 * 1024];
  private int position;
  private int limit;

  /** How many bytes from {@code position} on are known not to begin the delimiter. */
  private int safe;

  private boolean finished;

  DelimitedInputStream(InputStream source, byte[] delimiter) {
    this.source = source;
    this.delimiter = delimiter.clone();
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, target.length);
    if (length == 0) {
      return 0;
    }
    while (safe == 0 && !finished) {
      advance();
    }
    if (safe == 0) {
      return -1;
    }
    int count = Math.min(length, safe);
    System.arraycopy(buffer, position, target, offset, count);
    position += count;
    safe -= count;
    return count;
  }

  private void advance() throws IOException {
    int found = indexOfDelimiter();
    if (found == position) {
      finished = true;
      position += delimiter.length;
    } else if (found > 0) {
      safe = found - position;
    } else if (limit - position >= delimiter.length) {
      // The tail may hold the first bytes of the delimiter; the rest cannot.
      safe = limit - position - delimiter.length + 1;
    } else {
      fill();
    }
  }

  private void fill() throws IOException {
    System.arraycopy(buffer, position, buffer, 0, limit - position);
    limit -= position;
    position = 0;
    int count = source.read(buffer, limit, buffer.length - limit);
    if (count < 0) {
      throw new EOFException("the body ends before its boundary");
    }
    limit += count;
  }

  private int indexOfDelimiter() {
    for (int start = position; start <= limit - delimiter.length; start++) {
      if (buffer[start] == delimiter[0]
          && Arrays.equals(
              buffer, start, start + delimiter.length, delimiter, 0, delimiter.length)) {
        return start;
      }
    }
    return -1;
  }
}

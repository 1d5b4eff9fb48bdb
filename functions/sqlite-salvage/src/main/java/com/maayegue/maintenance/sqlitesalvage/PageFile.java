package com.maayegue.maintenance.sqlitesalvage;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * The pages of a SQLite file, read past SQLite, which refuses what is damaged. Reads only; nothing
 * in the file is believed before it adds up. See <a
 * href="https://www.sqlite.org/fileformat.html">the file format</a>.
 */
final class PageFile implements Closeable {
  /** What an array of a page has after its end, so that a varint there can be read. */
  static final int MARGIN = 16;

  private static final byte[] MAGIC = "SQLite format 3\0".getBytes(US_ASCII);
  private static final int HEADER = 100;
  private static final int UTF8 = 1;
  private static final int DEFAULT_PAGE_SIZE = 4096;

  private final RandomAccessFile file;
  private final byte[] header;
  private final boolean headerWhole;
  private final int pageSize;
  private final int usable;
  private final int pages;

  private PageFile(RandomAccessFile file, Optional<byte[]> backupHeader) throws IOException {
    this.file = file;
    byte[] own = new byte[HEADER];
    file.seek(0);
    int read = file.read(own);
    headerWhole = read == HEADER && adds(own);
    // What the file does not say any more, its backup does: these facts never change but by VACUUM.
    header = headerWhole ? own : backupHeader.filter(PageFile::adds).orElseGet(() -> plain());
    int size = Bytes.u16(header, 16);
    pageSize = size == 1 ? 65_536 : size;
    usable = pageSize - (header[20] & 0xff);
    pages = (int) Math.min(Integer.MAX_VALUE - 1, (file.length() + pageSize - 1) / pageSize);
  }

  /** Opens {@code file}; what its own header does not say is taken from that of {@code backup}. */
  static PageFile open(Path file, Optional<Path> backup) throws IOException {
    Optional<byte[]> header = Optional.empty();
    if (backup.isPresent()) {
      try (RandomAccessFile other = new RandomAccessFile(backup.get().toFile(), "r")) {
        byte[] bytes = new byte[HEADER];
        if (other.read(bytes) == HEADER) {
          header = Optional.of(bytes);
        }
      }
    }
    RandomAccessFile opened = new RandomAccessFile(file.toFile(), "r");
    try {
      return new PageFile(opened, header);
    } catch (IOException | RuntimeException failure) {
      opened.close();
      throw failure;
    }
  }

  /** Whether a header says a size that a page can have, and the constants after it are right. */
  private static boolean adds(byte[] header) {
    int size = Bytes.u16(header, 16);
    boolean power = size == 1 || (size >= 512 && Integer.bitCount(size) == 1);
    int encoding = (int) Bytes.u32(header, 56);
    return power
        && (header[20] & 0xff) <= 32
        && header[21] == 64
        && header[22] == 32
        && header[23] == 32
        && encoding >= 0
        && encoding <= 3;
  }

  private static byte[] plain() {
    byte[] header = Arrays.copyOf(MAGIC, HEADER);
    header[16] = (byte) (DEFAULT_PAGE_SIZE >> 8);
    header[59] = UTF8;
    return header;
  }

  /** The size of a page in bytes, a power of two from 512 to 65,536. */
  int pageSize() {
    return pageSize;
  }

  /** The bytes of a page that SQLite uses. */
  int usable() {
    return usable;
  }

  /** How many pages there are; the last may be a part of one. */
  int pages() {
    return pages;
  }

  /** {@code UTF-8}, {@code UTF-16le} or {@code UTF-16be}. */
  String encoding() {
    return switch ((int) Bytes.u32(header, 56)) {
      case 2 -> "UTF-16le";
      case 3 -> "UTF-16be";
      default -> "UTF-8";
    };
  }

  /** The same, for Java. */
  Charset charset() {
    return Charset.forName(encoding());
  }

  /** {@code PRAGMA user_version}. */
  int userVersion() {
    return (int) Bytes.u32(header, 60);
  }

  /** {@code PRAGMA application_id}. */
  int applicationId() {
    return (int) Bytes.u32(header, 68);
  }

  /** {@code PRAGMA auto_vacuum}: 0 none, 1 full, 2 incremental. */
  int autoVacuum() {
    if (Bytes.u32(header, 52) == 0) {
      return 0;
    }
    return Bytes.u32(header, 64) == 0 ? 1 : 2;
  }

  /** Whether there is such a page. */
  boolean has(long page) {
    return page >= 1 && page <= pages;
  }

  /**
   * The bytes of a page, zeros where the file ends before, and {@link #MARGIN} zeros more.
   *
   * @param page from 1 to {@link #pages()}
   */
  byte[] page(int page) throws IOException {
    byte[] bytes = new byte[pageSize + MARGIN];
    file.seek((long) (page - 1) * pageSize);
    int have = 0;
    for (int read = 0; read >= 0 && have < pageSize; have += Math.max(0, read)) {
      read = file.read(bytes, have, pageSize - have);
    }
    return bytes;
  }

  /**
   * The pages that are free, as far as the list of them can be followed: what they hold was
   * deleted. None if the header is not whole.
   */
  BitSet free() throws IOException {
    BitSet free = new BitSet();
    if (!headerWhole) {
      return free;
    }
    long trunk = Bytes.u32(header, 32);
    while (trunk >= 2 && has(trunk) && !free.get((int) trunk)) {
      byte[] bytes = page((int) trunk);
      long count = Bytes.u32(bytes, 4);
      if (count > usable / 4 - 2) {
        return free;
      }
      free.set((int) trunk);
      for (int i = 0; i < count; i++) {
        long leaf = Bytes.u32(bytes, 8 + 4 * i);
        if (leaf >= 2 && has(leaf)) {
          free.set((int) leaf);
        }
      }
      trunk = Bytes.u32(bytes, 0);
    }
    return free;
  }

  /** The pages that a cell's payload goes on in; nothing if the chain does not fit its length. */
  Optional<int[]> chain(Cell cell) throws IOException {
    int capacity = usable - 4;
    int[] chain = new int[(cell.payload() - cell.local() + capacity - 1) / capacity];
    Set<Integer> seen = new HashSet<>();
    long next = cell.overflow();
    for (int i = 0; i < chain.length; i++) {
      if (next < 2 || !has(next) || !seen.add((int) next)) {
        return Optional.empty();
      }
      chain[i] = (int) next;
      next = Bytes.u32(page((int) next), 0);
    }
    return next == 0 ? Optional.of(chain) : Optional.empty();
  }

  /** The whole payload of a cell; nothing if a part of it is not to be found. */
  Optional<byte[]> payload(BtreePage page, Cell cell) throws IOException {
    Optional<int[]> chain = chain(cell);
    if (chain.isEmpty()) {
      return Optional.empty();
    }
    byte[] payload = new byte[cell.payload()];
    System.arraycopy(page.bytes(), cell.start(), payload, 0, cell.local());
    int have = cell.local();
    for (int number : chain.get()) {
      int part = Math.min(usable - 4, payload.length - have);
      System.arraycopy(page(number), 4, payload, have, part);
      have += part;
    }
    return Optional.of(payload);
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}

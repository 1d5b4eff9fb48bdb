package com.maayegue.maintenance.sqlitesalvage;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * One page of a b-tree. It is clean if every byte of it is accounted for, as {@code
 * integrity_check} demands: then all its cells are taken. Of one that is not, only those cells are
 * left that overlap no other.
 */
final class BtreePage {
  private static final int FILE_HEADER = 100;

  private final int number;
  private final byte[] bytes;
  private final PageType type;
  private final List<Cell> cells;
  private final boolean clean;

  private BtreePage(int number, byte[] bytes, PageType type, List<Cell> cells, boolean clean) {
    this.number = number;
    this.bytes = bytes;
    this.type = type;
    this.cells = cells;
    this.clean = clean;
  }

  /** The page by what it says it is; nothing if that is no page of a b-tree. */
  static Optional<BtreePage> read(PageFile file, int number) throws IOException {
    byte[] bytes = file.page(number);
    return PageType.of(bytes[start(number)]).map(type -> parse(file, number, bytes, type));
  }

  /** The page as one of {@code type}, whatever it says itself; not clean if it says otherwise. */
  static BtreePage readAs(PageFile file, int number, PageType type) throws IOException {
    return parse(file, number, file.page(number), type);
  }

  private static int start(int number) {
    return number == 1 ? FILE_HEADER : 0;
  }

  private static BtreePage parse(PageFile file, int number, byte[] bytes, PageType type) {
    int start = start(number);
    int count = Bytes.u16(bytes, start + 3);
    int content = Bytes.u16(bytes, start + 5);
    content = content == 0 ? 65_536 : content;
    int room = (file.usable() - start - type.header()) / 2;
    boolean clean =
        PageType.of(bytes[start]).filter(type::equals).isPresent()
            && count <= room
            && content <= file.usable();
    count = Math.min(count, room);
    int end = start + type.header() + 2 * count;
    clean &= content >= end;
    List<Cell> cells = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int pointer = Bytes.u16(bytes, start + type.header() + 2 * i);
      Optional<Cell> cell = Optional.empty();
      if (pointer >= end && pointer <= file.usable() - 4) {
        cell = Cell.read(file, bytes, pointer, type);
      }
      clean &= cell.isPresent() && pointer >= content && cell.get().end() <= file.usable();
      cell.filter(found -> found.end() <= file.usable()).ifPresent(cells::add);
    }
    if (type.interior()) {
      long right = Bytes.u32(bytes, start + 8);
      clean &= right >= 2 && file.has(right);
    }
    clean = clean && accountedFor(bytes, start, content, file.usable(), cells);
    return new BtreePage(number, bytes, type, clean ? cells : apart(cells), clean);
  }

  /** Whether cells, free blocks and fragments fill the page, and nothing lies on another. */
  private static boolean accountedFor(
      byte[] bytes, int start, int content, int usable, List<Cell> cells) {
    long sum = bytes[start + 7] & 0xff;
    List<int[]> spans = new ArrayList<>();
    for (Cell cell : cells) {
      spans.add(new int[] {cell.offset(), cell.end()});
      sum += cell.size();
    }
    int last = 0;
    for (int block = Bytes.u16(bytes, start + 1); block != 0; block = Bytes.u16(bytes, block)) {
      if (block <= last || block < content || block > usable - 4) {
        return false;
      }
      int size = Bytes.u16(bytes, block + 2);
      if (size < 4 || block + size > usable) {
        return false;
      }
      spans.add(new int[] {block, block + size});
      sum += size;
      last = block;
    }
    spans.sort(Comparator.comparingInt(span -> span[0]));
    for (int i = 1; i < spans.size(); i++) {
      if (spans.get(i)[0] < spans.get(i - 1)[1]) {
        return false;
      }
    }
    return sum == usable - content;
  }

  private static List<Cell> apart(List<Cell> cells) {
    List<Cell> apart = new ArrayList<>();
    for (int i = 0; i < cells.size(); i++) {
      Cell cell = cells.get(i);
      boolean alone = true;
      for (int j = 0; j < cells.size(); j++) {
        Cell other = cells.get(j);
        alone &= i == j || other.offset() >= cell.end() || other.end() <= cell.offset();
      }
      if (alone) {
        apart.add(cell);
      }
    }
    return apart;
  }

  int number() {
    return number;
  }

  /** The page itself, with {@link PageFile#MARGIN} zeros after it; not to be changed. */
  byte[] bytes() {
    return bytes;
  }

  PageType type() {
    return type;
  }

  List<Cell> cells() {
    return cells;
  }

  /** The last page below a clean interior page. */
  int rightChild() {
    return (int) Bytes.u32(bytes, start(number) + 8);
  }

  /** Whether every byte is accounted for. */
  boolean clean() {
    return clean;
  }

  /** Whether the keys rise, and none is outside of {@code range}. */
  boolean rises(Range range) {
    long before = range.min();
    boolean first = true;
    for (Cell cell : cells) {
      if (cell.key() > range.max() || cell.key() < before || (!first && cell.key() == before)) {
        return false;
      }
      before = cell.key();
      first = false;
    }
    return true;
  }
}

package com.maayegue.maintenance.sqlitesalvage;

import com.maayegue.maintenance.sqlitesalvage.TableTree.Leaf;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Reads the rows of a leaf of a table. */
final class LeafRows {
  private LeafRows() {}

  /**
   * The rows that can be read: all of a clean leaf; of another, those whose rowids are in the
   * leaf's range and rise, as many as can be had so.
   */
  static List<Row> read(PageFile file, Leaf leaf) throws IOException {
    BtreePage page = BtreePage.readAs(file, leaf.page(), PageType.TABLE_LEAF);
    List<Row> rows = new ArrayList<>();
    for (Cell cell : leaf.clean() ? page.cells() : rising(inRange(page.cells(), leaf.range()))) {
      Optional<byte[]> payload = file.payload(page, cell);
      payload.flatMap(bytes -> Row.parse(cell.key(), bytes)).ifPresent(rows::add);
    }
    return rows;
  }

  private static List<Cell> inRange(List<Cell> cells, Range range) {
    return cells.stream().filter(cell -> range.has(cell.key())).toList();
  }

  /** The longest part of {@code cells}, in their order, whose keys rise. */
  private static List<Cell> rising(List<Cell> cells) {
    int[] before = new int[cells.size()];
    List<Integer> ends = new ArrayList<>();
    for (int i = 0; i < cells.size(); i++) {
      int at = firstNotBelow(cells, ends, cells.get(i).key());
      before[i] = at == 0 ? -1 : ends.get(at - 1);
      if (at == ends.size()) {
        ends.add(i);
      } else {
        ends.set(at, i);
      }
    }
    List<Cell> rising = new ArrayList<>();
    for (int i = ends.isEmpty() ? -1 : ends.get(ends.size() - 1); i >= 0; i = before[i]) {
      rising.add(cells.get(i));
    }
    Collections.reverse(rising);
    return rising;
  }

  private static int firstNotBelow(List<Cell> cells, List<Integer> ends, long key) {
    int low = 0;
    int high = ends.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (cells.get(ends.get(middle)).key() < key) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}

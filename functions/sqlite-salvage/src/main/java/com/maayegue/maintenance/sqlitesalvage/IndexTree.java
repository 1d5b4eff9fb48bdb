package com.maayegue.maintenance.sqlitesalvage;

import java.io.IOException;
import java.sql.SQLException;
import java.util.BitSet;
import java.util.Optional;

/** The b-tree of an index, or of a table WITHOUT ROWID, as far as it can be followed. */
final class IndexTree {
  private static final int DEEPEST = 30;

  private final PageFile file;
  private final Sink sink;
  private final BitSet seen = new BitSet();
  private boolean complete = true;

  private IndexTree(PageFile file, Sink sink) {
    this.file = file;
    this.sink = sink;
  }

  /**
   * Gives every entry below {@code root} that can be read to {@code sink}.
   *
   * @return whether these are all, and every page of the tree is clean
   */
  static boolean read(PageFile file, int root, Sink sink) throws IOException, SQLException {
    IndexTree tree = new IndexTree(file, sink);
    tree.visit(root, 0);
    return tree.complete;
  }

  /** Takes the entries. */
  @FunctionalInterface
  interface Sink {
    /**
     * Takes one.
     *
     * @param clean whether every byte of its page is accounted for
     */
    void take(Row row, boolean clean) throws IOException, SQLException;
  }

  private void visit(long number, int depth) throws IOException, SQLException {
    if (number < 2 || !file.has(number) || seen.get((int) number) || depth > DEEPEST) {
      complete = false;
      return;
    }
    seen.set((int) number);
    Optional<BtreePage> read = BtreePage.read(file, (int) number).filter(IndexTree::isOfIndex);
    BtreePage page =
        read.isPresent() ? read.get() : BtreePage.readAs(file, (int) number, PageType.INDEX_LEAF);
    complete &= page.clean();
    for (Cell cell : page.cells()) {
      if (page.type().interior() && page.clean()) {
        visit(cell.child(), depth + 1);
      }
      take(page, cell);
    }
    if (page.type().interior() && page.clean()) {
      visit(page.rightChild(), depth + 1);
    }
  }

  private static boolean isOfIndex(BtreePage page) {
    return page.type() == PageType.INDEX_LEAF || page.type() == PageType.INDEX_INTERIOR;
  }

  private void take(BtreePage page, Cell cell) throws IOException, SQLException {
    Optional<Row> row = file.payload(page, cell).flatMap(payload -> Row.parse(0, payload));
    complete &= row.isPresent();
    if (row.isPresent()) {
      sink.take(row.get(), page.clean());
    }
  }
}

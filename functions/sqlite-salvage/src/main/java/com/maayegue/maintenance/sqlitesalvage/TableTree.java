package com.maayegue.maintenance.sqlitesalvage;

import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The b-tree of a table as far as it can be followed from its root: the leaves, and the ranges of
 * rowids in which something is damaged. Pages above the leaves are followed only if clean.
 */
final class TableTree {
  private static final int DEEPEST = 30;
  private static final int NOWHERE = -2;

  private final PageFile file;
  private final BitSet used;
  private final Predicate<Row> fits;
  private final List<Leaf> leaves = new ArrayList<>();
  private final List<Hole> holes = new ArrayList<>();

  private int leafDepth = -1;

  private TableTree(PageFile file, BitSet used, Predicate<Row> fits) {
    this.fits = fits;
    this.file = file;
    this.used = used;
  }

  /**
   * A leaf.
   *
   * @param range the rowids that its parents leave it
   * @param clean whether every byte of it is accounted for
   */
  record Leaf(int page, Range range, boolean clean) {}

  /** A range that cannot be read in full; the depth is that of the page at fault. */
  private record Hole(Range range, int depth, int page) {}

  /**
   * Follows the tree below {@code root}.
   *
   * @param root 0 if nobody knows where it is
   * @param used gets the pages of this tree, and of the payloads that go on elsewhere
   * @param fits whether a row can be one of this table: a leaf that begins with another is in the
   *     wrong place, and left where it is
   */
  static TableTree below(PageFile file, int root, BitSet used, Predicate<Row> fits)
      throws IOException {
    TableTree tree = new TableTree(file, used, fits);
    if (root == 0) {
      tree.holes.add(new Hole(Range.ALL, 0, 0));
    } else {
      tree.visit(root, Range.ALL, 0);
    }
    tree.dropMistakenLeaves();
    return tree;
  }

  /** A tree without pages. */
  static TableTree none() {
    return new TableTree(null, new BitSet(), row -> false);
  }

  List<Leaf> leaves() {
    return leaves;
  }

  /** Notes that there must be rows elsewhere, though every page that leads anywhere is clean. */
  void lackSomething() {
    holes.add(new Hole(Range.ALL, NOWHERE, 0));
  }

  /** What is damaged: leaves that are not clean are in it with all of their range. */
  List<Range> holes() {
    return holes.stream().map(Hole::range).toList();
  }

  /** Of what is damaged, the ranges whose leaves may be somewhere, with nothing leading there. */
  List<Range> lost() {
    return holes.stream().filter(hole -> !isLeaf(hole)).map(Hole::range).toList();
  }

  /** All leaves of a tree are equally deep. */
  private boolean isLeaf(Hole hole) {
    return hole.depth() == leafDepth;
  }

  /** What is rubbish may look like a leaf where the pages above the leaves are. */
  private void dropMistakenLeaves() {
    Set<Integer> mistaken = new HashSet<>();
    for (Hole hole : holes) {
      if (leafDepth >= 0 && !isLeaf(hole)) {
        mistaken.add(hole.page());
      }
    }
    leaves.removeIf(leaf -> mistaken.contains(leaf.page()));
  }

  private void visit(long number, Range range, int depth) throws IOException {
    if (!file.has(number) || used.get((int) number) || depth > DEEPEST) {
      holes.add(new Hole(range, depth, 0));
      return;
    }
    BtreePage page = BtreePage.read(file, (int) number).filter(TableTree::isOfTable).orElse(null);
    if (page == null) {
      page = BtreePage.readAs(file, (int) number, PageType.TABLE_LEAF);
    }
    if (page.type() == PageType.TABLE_LEAF) {
      leaf(page, range, depth);
    } else if (page.clean() && page.rises(range)) {
      used.set((int) number);
      children(page, range, depth);
    } else {
      holes.add(new Hole(range, depth, page.number()));
    }
  }

  private static boolean isOfTable(BtreePage page) {
    return page.type() == PageType.TABLE_LEAF || page.type() == PageType.TABLE_INTERIOR;
  }

  private void children(BtreePage page, Range range, int depth) throws IOException {
    long min = range.min();
    boolean left = true;
    for (Cell cell : page.cells()) {
      visit(cell.child(), new Range(min, cell.key()), depth + 1);
      left = cell.key() < Long.MAX_VALUE;
      min = left ? cell.key() + 1 : min;
    }
    if (left && min <= range.max()) {
      visit(page.rightChild(), new Range(min, range.max()), depth + 1);
    }
  }

  private void leaf(BtreePage page, Range range, int depth) throws IOException {
    if (page.clean() && !beginsWell(page)) {
      // It is whole, so another table will want it.
      holes.add(new Hole(range, NOWHERE, 0));
      return;
    }
    boolean clean = page.clean() && page.rises(range);
    for (Cell cell : page.cells()) {
      if (cell.overflow() != 0) {
        clean &= claimOverflow(cell);
      }
    }
    used.set(page.number());
    // Of a leaf that is whole but out of range, it is the page above that is wrong.
    boolean whole = page.clean() && page.rises(Range.ALL) && !page.cells().isEmpty();
    Range wide = whole ? range.with(page.cells()) : range;
    leaves.add(new Leaf(page.number(), wide, clean));
    if (clean) {
      leafDepth = depth;
    } else {
      holes.add(new Hole(wide, depth, page.number()));
    }
  }

  private boolean beginsWell(BtreePage page) throws IOException {
    if (page.cells().isEmpty()) {
      return true;
    }
    Cell first = page.cells().get(0);
    // Whether all of the payload is there is seen below.
    return file.payload(page, first)
        .flatMap(payload -> Row.parse(first.key(), payload))
        .map(fits::test)
        .orElse(true);
  }

  private boolean claimOverflow(Cell cell) throws IOException {
    int[] chain = file.chain(cell).orElse(null);
    if (chain == null) {
      return false;
    }
    for (int number : chain) {
      used.set(number);
    }
    return true;
  }
}

package com.maayegue.maintenance.sqlitesalvage;

import com.maayegue.maintenance.sqlitesalvage.TableTree.Leaf;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Clean leaves of tables that no page leads to any more, as the page above them is damaged. Those
 * below one page that is still there are of one table, and stay together.
 */
final class LostLeaves {
  private final PageFile file;
  private final BitSet taken = new BitSet();
  private final Map<Integer, Integer> parents = new HashMap<>();
  private final List<Leaf> leaves = new ArrayList<>();

  private LostLeaves(PageFile file, BitSet used, BitSet free) {
    this.file = file;
    taken.or(used);
    taken.or(free);
  }

  /**
   * Finds them.
   *
   * @param used pages that something leads to
   * @param free pages that hold only what was deleted
   */
  static List<List<Leaf>> groups(PageFile file, BitSet used, BitSet free) throws IOException {
    LostLeaves lost = new LostLeaves(file, used, free);
    for (int number = 2; number <= file.pages(); number++) {
      if (!lost.taken.get(number)) {
        Optional<BtreePage> page = BtreePage.read(file, number).filter(BtreePage::clean);
        if (page.isPresent()) {
          lost.look(page.get());
        }
      }
    }
    return lost.grouped();
  }

  private void look(BtreePage page) {
    boolean rises = page.rises(Range.ALL) && !page.cells().isEmpty();
    if (page.type() == PageType.TABLE_LEAF && rises) {
      List<Cell> cells = page.cells();
      Range range = new Range(cells.get(0).key(), cells.get(cells.size() - 1).key());
      leaves.add(new Leaf(page.number(), range, true));
    } else if (page.type() == PageType.TABLE_INTERIOR && rises) {
      for (Cell cell : page.cells()) {
        claim(page, (int) cell.child());
      }
      claim(page, page.rightChild());
    }
  }

  private void claim(BtreePage parent, int child) {
    if (!taken.get(child)) {
      parents.putIfAbsent(child, parent.number());
    }
  }

  private List<List<Leaf>> grouped() {
    Map<Integer, List<Leaf>> groups = new TreeMap<>();
    for (Leaf leaf : leaves) {
      groups.computeIfAbsent(top(leaf.page()), any -> new ArrayList<>()).add(leaf);
    }
    return List.copyOf(groups.values());
  }

  private int top(int page) {
    int top = page;
    for (int depth = 0; parents.containsKey(top) && depth < file.pages(); depth++) {
      top = parents.get(top);
    }
    return top;
  }
}

package com.maayegue.maintenance.sqlitesalvage;

import com.maayegue.maintenance.sqlitesalvage.TableTree.Leaf;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Every rowid that a table had, as an undamaged index of it knows them. So it is certain which rows
 * are lost, and which ones of the backup were deleted since.
 */
final class KnownRowids {
  private final PageFile file;
  private final TableShape shape;
  private final int fields;
  private final int keyField;
  private final boolean ordered;
  private Row last;
  private long[] rowids = new long[1024];
  private int[] keys = new int[0];
  private int size;
  private boolean wrong;
  private long inTree;

  private KnownRowids(PageFile file, TableShape shape, List<String> columns, boolean ordered) {
    this.ordered = ordered;
    this.file = file;
    this.shape = shape;
    this.fields = columns.size() + 1;
    this.keyField =
        shape.fields().stream().map(TableShape.Field::name).toList().indexOf(columns.get(0));
  }

  /**
   * Looks for an undamaged index that agrees with every row of undamaged pages, and reads it. The
   * index of another table would not.
   */
  static Optional<KnownRowids> of(
      PageFile file, Blueprint blueprint, SchemaObject table, TableTree tree)
      throws IOException, SQLException {
    for (SchemaObject index : blueprint.wholeIndexes(table)) {
      List<String> columns = blueprint.columnsOf(index);
      if (!columns.isEmpty()) {
        KnownRowids known =
            new KnownRowids(
                file, blueprint.shape(table), columns, blueprint.isPlainlyOrdered(index));
        if (known.read(index.root()) && known.agrees(tree)) {
          return Optional.of(known);
        }
      }
    }
    return Optional.empty();
  }

  private boolean read(int root) throws IOException, SQLException {
    if (!IndexTree.read(file, root, (entry, clean) -> add(entry)) || wrong) {
      return false;
    }
    rowids = Arrays.copyOf(rowids, size);
    Arrays.sort(rowids);
    for (int i = 1; i < size; i++) {
      if (rowids[i] == rowids[i - 1]) {
        return false;
      }
    }
    keys = new int[size];
    return IndexTree.read(
        file,
        root,
        (entry, clean) ->
            keys[Arrays.binarySearch(rowids, entry.integer(fields - 1))] = entry.hash(0));
  }

  private void add(Row entry) {
    if (entry.size() != fields || !entry.isInteger(fields - 1)) {
      wrong = true;
      return;
    }
    // A page in the place of another breaks the order, or brings rows twice.
    wrong |= ordered && last != null && last.compareFirst(entry) > 0;
    last = entry;
    if (size == rowids.length) {
      rowids = Arrays.copyOf(rowids, size * 2);
    }
    rowids[size++] = entry.integer(fields - 1);
  }

  private boolean agrees(TableTree tree) throws IOException {
    for (Leaf leaf : tree.leaves()) {
      if (!leaf.clean()) {
        continue;
      }
      for (Row row : LeafRows.read(file, leaf)) {
        if (!has(row)) {
          return false;
        }
        inTree++;
      }
    }
    return true;
  }

  private boolean agrees(Row row, int key) {
    if (keyField < 0 || keyField >= row.size()) {
      return true;
    }
    boolean isRowid = shape.fields().get(keyField).isRowid();
    return key == (isRowid ? Long.hashCode(row.rowid()) : row.hash(keyField));
  }

  /** Whether there are more than the undamaged pages of the table have. */
  boolean hasMore() {
    return inTree < size;
  }

  /** Whether the table had this row, as far as the index can tell. */
  boolean has(Row row) {
    int at = Arrays.binarySearch(rowids, row.rowid());
    return at >= 0 && agrees(row, keys[at]);
  }

  /** All of them, rising; not to be changed. */
  long[] all() {
    return rowids;
  }
}

package com.maayegue.maintenance.sqlitesalvage;

import com.maayegue.maintenance.sqlitesalvage.TableTree.Leaf;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One table on its way from the damaged file to the new one. */
final class TableSalvage {
  private static final int ROWS_BETWEEN_LOOKS = 10_000;
  // A database of another encoding than it says would have nothing else.
  private static final int MOST_GARBLED = 10_000;

  private final PageFile file;
  private final SchemaObject object;
  private final TableShape shape;
  private final TableTree tree;
  private final Optional<KnownRowids> known;
  private final List<Leaf> found = new ArrayList<>();
  private final List<Row> garbled = new ArrayList<>();
  private boolean damaged;
  private long fromLive;
  private long fromDamagedPages;
  private long refused;

  private TableSalvage(
      PageFile file,
      SchemaObject object,
      TableShape shape,
      TableTree tree,
      Optional<KnownRowids> known) {
    this.file = file;
    this.object = object;
    this.shape = shape;
    this.tree = tree;
    this.known = known;
    this.damaged = !tree.holes().isEmpty();
  }

  /** Looks at what there is of the table, without its rows. */
  static TableSalvage survey(PageFile file, Blueprint blueprint, SchemaObject object, BitSet used)
      throws IOException, SQLException {
    TableShape shape = blueprint.shape(object);
    TableTree tree = shape.withoutRowid() ? TableTree.none() : tree(file, object, shape, used);
    Optional<KnownRowids> known = Optional.empty();
    if (!shape.withoutRowid()) {
      known = KnownRowids.of(file, blueprint, object, tree);
    }
    if (tree.holes().isEmpty() && known.isPresent()) {
      // A page in the place of another may be faultless in itself.
      if (known.get().hasMore()) {
        tree.lackSomething();
      } else {
        known = Optional.empty();
      }
    }
    return new TableSalvage(file, object, shape, tree, known);
  }

  private static TableTree tree(PageFile file, SchemaObject object, TableShape shape, BitSet used)
      throws IOException {
    if (!object.guessed()) {
      return TableTree.below(file, object.root(), used, shape::fits);
    }
    BitSet trial = (BitSet) used.clone();
    TableTree tree = TableTree.below(file, object.root(), trial, shape::fits);
    if (tree.leaves().stream().noneMatch(Leaf::clean)) {
      return TableTree.below(file, 0, used, shape::fits);
    }
    used.or(trial);
    return tree;
  }

  String name() {
    return object.name();
  }

  TableShape shape() {
    return shape;
  }

  /**
   * Ranges of rowids that the backup may fill; those of garbled rows once the rows were written.
   */
  List<Range> holes() {
    List<Range> holes = new ArrayList<>(tree.holes());
    garbled.forEach(row -> holes.add(new Range(row.rowid(), row.rowid())));
    return holes;
  }

  Optional<KnownRowids> known() {
    return known;
  }

  /** Whether rows may be missing or wrong; final once the rows were written. */
  boolean damaged() {
    return damaged || !garbled.isEmpty();
  }

  /** Whether rows may be missing that nobody can tell. */
  boolean mayLackRows() {
    return damaged;
  }

  /** Whether a leaf that was found could be one that this table lost. */
  boolean mayHave(Leaf leaf) throws IOException {
    if (shape.withoutRowid() || tree.lost().stream().noneMatch(hole -> hole.covers(leaf.range()))) {
      return false;
    }
    boolean any = known.isEmpty();
    for (Row row : LeafRows.read(file, leaf)) {
      if (!shape.fits(row)) {
        return false;
      }
      any |= known.isPresent() && known.get().has(row);
    }
    return any;
  }

  /** Takes a leaf as its own, unless it is another version of one that it has taken. */
  boolean take(Leaf leaf) throws IOException {
    if (known.isEmpty()) {
      for (Leaf other : found) {
        if (other.range().overlaps(leaf.range()) && shareRows(other, leaf)) {
          return false;
        }
      }
    }
    return found.add(leaf);
  }

  private boolean shareRows(Leaf one, Leaf other) throws IOException {
    Set<Long> rowids = new HashSet<>();
    LeafRows.read(file, one).forEach(row -> rowids.add(row.rowid()));
    return LeafRows.read(file, other).stream().anyMatch(row -> rowids.contains(row.rowid()));
  }

  /** Writes all rows that can be read, those of undamaged pages first. */
  void write(Connection target, Runnable checkpoint) throws IOException, SQLException {
    try (RowWriter writer = new RowWriter(target, shape)) {
      if (shape.withoutRowid()) {
        writeIndexed(writer);
        return;
      }
      for (Leaf leaf : tree.leaves()) {
        if (leaf.clean()) {
          write(leaf, false, writer, checkpoint);
        }
      }
      writeFound(writer, checkpoint);
      fromLive = writer.written();
      for (Leaf leaf : tree.leaves()) {
        if (!leaf.clean()) {
          write(leaf, true, writer, checkpoint);
        }
      }
      fromDamagedPages = writer.written() - fromLive;
      refused = writer.refused();
    }
  }

  /**
   * Whether pages that are faultless in themselves have rows that the table cannot have: they are
   * in the place of its own.
   */
  boolean isSuspect() {
    return !damaged && refused > 0 && !shape.withoutRowid();
  }

  /** Looks for what is in no tree as well, as this table's own pages are not there. */
  void suspect() {
    tree.lackSomething();
    damaged = true;
  }

  /** Writes the rows of leaves that were found after {@link #write}. */
  void writeFound(Connection target, Runnable checkpoint) throws IOException, SQLException {
    try (RowWriter writer = new RowWriter(target, shape)) {
      writeFound(writer, checkpoint);
      fromLive += writer.written();
    }
  }

  private void writeFound(RowWriter writer, Runnable checkpoint) throws IOException, SQLException {
    for (Leaf leaf : found) {
      write(leaf, true, writer, checkpoint);
    }
  }

  private void write(Leaf leaf, boolean doubtful, RowWriter writer, Runnable checkpoint)
      throws IOException, SQLException {
    for (Row row : LeafRows.read(file, leaf)) {
      if (doubtful && !(shape.fits(row) && known.map(all -> all.has(row)).orElse(true))) {
        continue;
      }
      if (garbled.size() < MOST_GARBLED && row.isGarbled(file.charset())) {
        garbled.add(row);
      } else {
        writer.write(row);
      }
      if (writer.written() % ROWS_BETWEEN_LOOKS == 0) {
        checkpoint.run();
      }
    }
  }

  /** Writes the rows with rubbish in their texts, where the backup had none in their place. */
  void writeGarbled(Connection target) throws SQLException {
    try (RowWriter writer = new RowWriter(target, shape)) {
      for (Row row : garbled) {
        writer.write(row);
      }
      fromDamagedPages += writer.written();
    }
  }

  private void writeIndexed(RowWriter writer) throws IOException, SQLException {
    List<Row> doubtful = new ArrayList<>();
    damaged = object.root() == 0;
    if (!damaged) {
      damaged =
          !IndexTree.read(
              file,
              object.root(),
              (row, clean) -> {
                if (clean) {
                  writer.write(row);
                } else {
                  doubtful.add(row);
                }
              });
    }
    fromLive = writer.written();
    for (Row row : doubtful) {
      if (shape.fits(row)) {
        writer.write(row);
      }
    }
    fromDamagedPages = writer.written() - fromLive;
    refused = writer.refused();
  }

  /** Rows of undamaged pages. */
  long fromLive() {
    return fromLive;
  }

  /** Rows that were whole on damaged pages, or whose text is garbled. */
  long fromDamagedPages() {
    return fromDamagedPages;
  }

  /** Rows that the new table did not take. */
  long refused() {
    return refused;
  }
}

package com.maayegue.maintenance.sqlitesalvage;

import com.maayegue.maintenance.sqlitesalvage.TableTree.Leaf;
import java.io.IOException;
import java.nio.charset.Charset;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the damaged database had in it. Of what the damaged file does not say for certain, the
 * backup's definition counts.
 *
 * @param objects in the order in which they can be made
 * @param whole whether the damaged file alone says it all
 */
record Schema(Collection<SchemaObject> objects, boolean whole) {
  private static final Set<String> TYPES = Set.of("table", "index", "view", "trigger");
  private static final int FIELDS = 5;

  /**
   * Reads it.
   *
   * @param used gets the pages of the schema itself
   * @param free pages that are known to hold nothing
   * @param backup an intact database, if there is one
   */
  static Schema read(PageFile file, BitSet used, BitSet free, Optional<Connection> backup)
      throws IOException, SQLException {
    Map<String, SchemaObject> certain = new LinkedHashMap<>();
    Map<String, SchemaObject> doubtful = new LinkedHashMap<>();
    List<SchemaObject> theirs = backup.isPresent() ? of(backup.get()) : List.of();
    TableTree tree = TableTree.below(file, 1, used, row -> object(file, row).isPresent());
    boolean whole = tree.holes().isEmpty();
    for (Leaf leaf : tree.leaves()) {
      whole &= collect(file, leaf, leaf.clean() ? certain : doubtful) == Found.ONLY_OBJECTS;
    }
    if (whole) {
      return new Schema(SchemaRepair.mended(certain, theirs), true);
    }
    for (Leaf leaf : lost(file, used, free)) {
      if (collect(file, leaf, certain) != Found.NO_OBJECT) {
        used.set(leaf.page());
      }
    }
    Map<String, SchemaObject> mended = new LinkedHashMap<>();
    SchemaRepair.mended(certain, theirs).forEach(each -> mended.put(each.id(), each));
    return new Schema(merged(mended, doubtful, theirs), false);
  }

  private enum Found {
    NO_OBJECT,
    SOME_OBJECTS,
    ONLY_OBJECTS
  }

  private static List<Leaf> lost(PageFile file, BitSet used, BitSet free) throws IOException {
    List<Leaf> leaves = new ArrayList<>();
    for (int number = 2; number <= file.pages(); number++) {
      if (used.get(number) || free.get(number)) {
        continue;
      }
      Optional<BtreePage> page = BtreePage.read(file, number);
      if (page.isPresent() && page.get().clean() && page.get().type() == PageType.TABLE_LEAF) {
        leaves.add(new Leaf(number, Range.ALL, true));
      }
    }
    return leaves;
  }

  /** Adds what is on a leaf. */
  private static Found collect(PageFile file, Leaf leaf, Map<String, SchemaObject> into)
      throws IOException {
    List<Row> rows = LeafRows.read(file, leaf);
    List<SchemaObject> objects = rows.stream().flatMap(row -> object(file, row).stream()).toList();
    objects.forEach(found -> into.putIfAbsent(found.id(), found));
    if (objects.size() == rows.size()) {
      return Found.ONLY_OBJECTS;
    }
    return objects.isEmpty() ? Found.NO_OBJECT : Found.SOME_OBJECTS;
  }

  private static Optional<SchemaObject> object(PageFile file, Row row) {
    boolean fits =
        row.size() == FIELDS
            && row.isText(0)
            && row.isText(1)
            && row.isText(2)
            && (row.isInteger(3) || row.isNull(3))
            && (row.isText(4) || row.isNull(4));
    if (!fits) {
      return Optional.empty();
    }
    Charset charset = file.charset();
    String type = row.text(0, charset);
    Optional<String> sql = row.isNull(4) ? Optional.empty() : Optional.of(row.text(4, charset));
    boolean made =
        sql.map(text -> text.toUpperCase(Locale.ROOT).startsWith("CREATE ")).orElse(true);
    long root = row.isNull(3) ? 0 : row.integer(3);
    if (!TYPES.contains(type) || !made || root < 0 || root > file.pages()) {
      return Optional.empty();
    }
    return Optional.of(
        new SchemaObject(type, row.text(1, charset), row.text(2, charset), (int) root, false, sql));
  }

  private static Collection<SchemaObject> merged(
      Map<String, SchemaObject> certain,
      Map<String, SchemaObject> doubtful,
      List<SchemaObject> theirs) {
    Map<String, SchemaObject> merged = new LinkedHashMap<>(certain);
    for (SchemaObject kept : theirs) {
      // Where it is, only the damaged file can say; what it is, the backup says better.
      SchemaObject seen = doubtful.remove(kept.id());
      merged.putIfAbsent(kept.id(), seen == null ? kept.asGuess() : kept.at(seen.root()));
    }
    doubtful.forEach(merged::putIfAbsent);
    return merged.values();
  }

  /** The schema of an intact database. */
  static List<SchemaObject> of(Connection connection) throws SQLException {
    List<SchemaObject> objects = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT type, name, tbl_name, rootpage, sql FROM sqlite_schema ORDER BY rowid")) {
      while (rows.next()) {
        objects.add(
            new SchemaObject(
                rows.getString(1),
                rows.getString(2),
                rows.getString(3),
                rows.getInt(4),
                false,
                Optional.ofNullable(rows.getString(5))));
      }
    }
    return objects;
  }

  /** The objects of one type. */
  List<SchemaObject> all(String type) {
    return objects.stream().filter(each -> each.is(type)).toList();
  }
}

package com.maayegue.maintenance.sqlitesalvage;

import com.maayegue.maintenance.sqlitesalvage.SalvageReport.TableOutcome;
import com.maayegue.maintenance.sqlitesalvage.TableTree.Leaf;
import com.maayegue.maintenance.stagedsqlite.DatabaseFile;
import com.maayegue.maintenance.stagedsqlite.UnusableDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Makes an intact database of a damaged one: every row that can still be read, page by page, and
 * from a backup what cannot. Neither of the two is changed. The same files give the same database.
 *
 * <p>It reads past SQLite, so it needs neither the header nor a way through the b-trees: a leaf to
 * which no undamaged page leads belongs to the table that misses rows of that range and that such
 * rows fit. What the list of free pages holds was deleted and stays so.
 */
public final class Salvage {
  private static final int MOST_LEAVES_COMPARED = 5;
  private static final int MOST_ROWS_COMPARED = 20;

  private final PageFile file;
  private final Optional<Connection> backup;
  private final Blueprint blueprint;
  private final NewDatabase target;
  private final BackupRows backupRows;
  private final Runnable checkpoint;
  private final List<TableSalvage> tables = new ArrayList<>();
  private final Map<String, TableTree> internal = new HashMap<>();
  private long unattributedRows;

  private Salvage(
      PageFile file,
      Optional<Connection> backup,
      Blueprint blueprint,
      NewDatabase target,
      Runnable checkpoint) {
    this.file = file;
    this.backup = backup;
    this.blueprint = blueprint;
    this.target = target;
    this.backupRows = new BackupRows(target.connection(), backup);
    this.checkpoint = checkpoint;
  }

  /**
   * Writes the database.
   *
   * @param damaged the file; nothing about it has to be right
   * @param backup an intact database of the same name, older
   * @param target a file that does not exist; what a failure leaves there is rubbish
   * @param checkpoint is called between steps and every few thousand rows, and may throw
   * @throws UnusableDatabase if nothing says what tables there are, or the result is not intact
   */
  public static SalvageReport run(
      Path damaged, Optional<Path> backup, Path target, Runnable checkpoint)
      throws IOException, SQLException {
    SalvageReport report;
    try (PageFile file = PageFile.open(damaged, backup)) {
      if (backup.isEmpty()) {
        report = run(file, Optional.empty(), backup, target, checkpoint);
      } else {
        try (Connection theirs = DatabaseFile.open(backup.get())) {
          report = run(file, Optional.of(theirs), backup, target, checkpoint);
        }
      }
    }
    checkpoint.run();
    try (Connection result = DatabaseFile.open(target)) {
      List<String> damage = DatabaseFile.damage(result);
      if (!damage.isEmpty()) {
        throw new UnusableDatabase(
            "the salvaged database is not intact: " + String.join("; ", damage));
      }
    }
    return report;
  }

  private static SalvageReport run(
      PageFile file,
      Optional<Connection> theirs,
      Optional<Path> backup,
      Path target,
      Runnable checkpoint)
      throws IOException, SQLException {
    BitSet used = new BitSet();
    BitSet free = file.free();
    Schema schema = Schema.read(file, used, free, theirs);
    List<SchemaObject> fallback = theirs.isPresent() ? Schema.of(theirs.get()) : List.of();
    try (Blueprint blueprint = Blueprint.of(schema, fallback)) {
      if (blueprint.all("table").isEmpty() && !schema.whole()) {
        throw new UnusableDatabase(
            "no table can be read, and there is no backup that says which ones there were");
      }
      try (NewDatabase made = NewDatabase.create(target, file, backup, blueprint)) {
        return new Salvage(file, theirs, blueprint, made, checkpoint).run(used, free);
      }
    }
  }

  private SalvageReport run(BitSet used, BitSet free) throws IOException, SQLException {
    survey(used, table -> !table.guessed());
    survey(used, SchemaObject::guessed);
    List<List<Leaf>> lost = attributed(LostLeaves.groups(file, used, free));
    for (TableSalvage table : tables) {
      table.write(target.connection(), checkpoint);
    }
    for (TableSalvage table : tables.stream().filter(TableSalvage::isSuspect).toList()) {
      table.suspect();
      lost = attributed(lost);
      table.writeFound(target.connection(), checkpoint);
    }
    for (List<Leaf> group : lost) {
      for (Leaf leaf : group) {
        unattributedRows += LeafRows.read(file, leaf).size();
      }
    }
    List<TableOutcome> outcomes = fill();
    raiseSequences();
    SortedMap<String, Long> violations = new TreeMap<>();
    NewDatabase.orphans(target.connection()).forEach(name -> violations.merge(name, 1L, Long::sum));
    target.finish(
        object -> tables.stream().anyMatch(t -> t.damaged() && t.name().equals(object.name())));
    List<String> notes = new ArrayList<>(blueprint.notes());
    notes.addAll(target.notes());
    return new SalvageReport(outcomes, unattributedRows, violations, notes);
  }

  private void survey(BitSet used, Predicate<SchemaObject> which) throws IOException, SQLException {
    for (SchemaObject table : blueprint.all("table").stream().filter(which).toList()) {
      checkpoint.run();
      if (table.isOrdinaryTable()) {
        tables.add(TableSalvage.survey(file, blueprint, table, used));
      } else if (table.isInternal()) {
        internal.put(table.key(), TableTree.below(file, table.root(), used, Salvage::isOfSqlite));
      }
    }
  }

  /**
   * Whether a row can be of a table that SQLite keeps for itself: all of them begin with a name.
   */
  private static boolean isOfSqlite(Row row) {
    return row.size() >= 2 && row.size() <= 6 && row.isText(0);
  }

  /** Gives leaves that stay together to the one table that they fit, or best fit. */
  private boolean attribute(List<Leaf> group) throws IOException, SQLException {
    List<TableSalvage> candidates = new ArrayList<>();
    for (TableSalvage table : tables) {
      boolean fits = true;
      for (Leaf leaf : group) {
        fits = fits && table.mayHave(leaf);
      }
      if (fits) {
        candidates.add(table);
      }
    }
    Optional<TableSalvage> owner = bestOf(candidates, group);
    for (Leaf leaf : group) {
      if (owner.isPresent() && !owner.get().take(leaf)) {
        unattributedRows += LeafRows.read(file, leaf).size();
      }
    }
    return owner.isPresent();
  }

  /** Gives away what can be; returns what is left. */
  private List<List<Leaf>> attributed(List<List<Leaf>> groups) throws IOException, SQLException {
    List<List<Leaf>> left = new ArrayList<>();
    for (List<Leaf> group : groups) {
      if (!attribute(group)) {
        left.add(group);
      }
    }
    return left;
  }

  private Optional<TableSalvage> bestOf(List<TableSalvage> candidates, List<Leaf> group)
      throws IOException, SQLException {
    if (candidates.size() < 2) {
      return candidates.stream().findFirst();
    }
    long best = 0;
    Optional<TableSalvage> owner = Optional.empty();
    for (TableSalvage table : candidates) {
      long score = likeness(table, group);
      if (score >= best) {
        owner = score > best ? Optional.of(table) : Optional.empty();
        best = score;
      }
    }
    return owner;
  }

  /** How many of the first rows the backup has in that table. */
  private long likeness(TableSalvage table, List<Leaf> group) throws IOException, SQLException {
    long same = 0;
    for (Leaf leaf : group.subList(0, Math.min(MOST_LEAVES_COMPARED, group.size()))) {
      List<Row> rows = LeafRows.read(file, leaf);
      for (Row row : rows.subList(0, Math.min(MOST_ROWS_COMPARED, rows.size()))) {
        same += backupRows.has(table.shape(), row) ? 1 : 0;
      }
    }
    return same;
  }

  private List<TableOutcome> fill() throws SQLException {
    List<TableOutcome> outcomes = new ArrayList<>();
    for (TableSalvage table : tables) {
      checkpoint.run();
      if (table.known().isPresent()) {
        backupRows.open(table.known().get());
      }
      outcomes.add(fill(table));
      backupRows.close();
    }
    return outcomes;
  }

  private TableOutcome fill(TableSalvage table) throws SQLException {
    long rows = backupRows.fill(table);
    rows += backupRows.fillParents(table, blueprint.all("table"));
    table.writeGarbled(target.connection());
    return new TableOutcome(
        table.name(),
        table.damaged(),
        table.fromLive(),
        table.fromDamagedPages(),
        rows,
        table.refused(),
        backupRows.lost(table),
        backupRows.deletedSince(table));
  }

  /** A number that was given once is not given again, in whichever of the two it was. */
  private void raiseSequences() throws IOException, SQLException {
    TableTree sequences = internal.get("sqlite_sequence");
    if (sequences == null) {
      return;
    }
    target.forgetSequencesOfNothing();
    TreeMap<String, Long> last = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    if (backup.isPresent()) {
      BackupRows.sequences(backup.get()).forEach(last::put);
    }
    for (Leaf leaf : sequences.leaves()) {
      for (Row row : LeafRows.read(file, leaf)) {
        if (row.size() == 2 && row.isText(0) && row.isInteger(1)) {
          last.merge(row.text(0, file.charset()), row.integer(1), Math::max);
        }
      }
    }
    for (TableSalvage table : tables) {
      if (last.containsKey(table.name())) {
        target.raiseSequence(table.name(), last.get(table.name()));
      }
    }
  }
}

package com.maayegue.maintenance.databasemaintenance.checkup;

import com.maayegue.maintenance.databasemaintenance.checkup.AppSchema.ExpectedIndex;
import com.maayegue.maintenance.databasemaintenance.checkup.IndexFinding.Kind;
import com.maayegue.maintenance.stagedsqlite.DatabaseSchema;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Looks at the indexes of a database: which are missing, and which are too many. */
public final class IndexReview {
  private final Connection connection;
  private final List<TableIndex> indexes;
  private final List<ExpectedIndex> expected;
  private final List<IndexFinding> findings = new ArrayList<>();

  private IndexReview(Connection connection, List<ExpectedIndex> expected) throws SQLException {
    this.connection = connection;
    this.indexes = TableIndex.all(connection);
    this.expected = expected;
  }

  /**
   * Reviews a database.
   *
   * @param version of the app's schema; without one, nothing is expected of the app
   */
  public static List<IndexFinding> of(Connection connection, Optional<Integer> version)
      throws SQLException {
    IndexReview review =
        new IndexReview(connection, version.map(AppSchema::indexes).orElse(List.of()));
    review.lookForExpected();
    review.lookAtForeignKeys();
    review.lookForRedundant();
    if (version.isPresent()) {
      review.lookAtQueries();
    }
    return List.copyOf(review.findings);
  }

  private void lookForExpected() throws SQLException {
    for (ExpectedIndex wanted : expected) {
      if (!DatabaseSchema.columns(connection, wanted.table()).containsAll(wanted.columns())) {
        continue;
      }
      String create = IndexFinding.create(wanted.name(), wanted.table(), wanted.columns());
      Optional<TableIndex> same = named(wanted.name());
      if (same.isEmpty()) {
        String stand = standIn(wanted).map(name -> "; " + name + " finds the same").orElse("");
        add(
            Kind.EXPECTED_ABSENT,
            wanted.table(),
            wanted.columns(),
            "the app's index " + wanted.name() + " is absent" + stand,
            create);
      } else if (!isAs(same.get(), wanted)) {
        add(
            Kind.EXPECTED_DIFFERENT,
            wanted.table(),
            wanted.columns(),
            wanted.name() + " is on " + same.get().table() + " " + same.get().names(),
            IndexFinding.drop(same.get().name()) + " " + create);
      }
    }
  }

  private static boolean isAs(TableIndex index, ExpectedIndex wanted) {
    return index.table().equalsIgnoreCase(wanted.table())
        && index.names().equals(wanted.columns())
        && !index.partial();
  }

  private Optional<String> standIn(ExpectedIndex wanted) {
    return indexes.stream()
        .filter(index -> index.table().equalsIgnoreCase(wanted.table()))
        .filter(index -> index.startsWith(wanted.columns()))
        .map(TableIndex::name)
        .findFirst();
  }

  private void lookAtForeignKeys() throws SQLException {
    for (ForeignKey key : ForeignKey.all(connection)) {
      if (!key.hasIndex(connection, indexes)) {
        add(
            Kind.FOREIGN_KEY_WITHOUT_INDEX,
            key.table(),
            key.columns(),
            "a change in " + key.parent() + " reads all of " + key.table(),
            IndexFinding.create(freeName(key.table(), key.columns()), key.table(), key.columns()));
      }
    }
  }

  private void lookForRedundant() throws SQLException {
    for (TableIndex index : indexes) {
      if (index.made() && !index.partial()) {
        Optional<String> better = better(index);
        if (better.isPresent()) {
          boolean apps = expected.stream().anyMatch(each -> each.name().equals(index.name()));
          add(
              Kind.REDUNDANT,
              index.table(),
              index.names(),
              better.get()
                  + " finds all that "
                  + index.name()
                  + " does"
                  + (apps ? "; the app's own schema makes it, so change it there first" : ""),
              IndexFinding.drop(index.name()));
        }
      }
    }
  }

  private Optional<String> better(TableIndex index) throws SQLException {
    Optional<String> rowId = ForeignKey.rowId(connection, index.table());
    if (rowId.isPresent() && index.names().equals(List.of(rowId.get()))) {
      return Optional.of("the row id");
    }
    return indexes.stream()
        .filter(other -> other.includes(index) && isBetter(other, index))
        .map(TableIndex::name)
        .findFirst();
  }

  /** Of two that find the same, one has to stay: UNIQUE before plain, then the first by name. */
  private static boolean isBetter(TableIndex other, TableIndex index) {
    if (other.name().equals(index.name())) {
      return false;
    }
    boolean longer = other.keys().size() > index.keys().size();
    if (index.unique()) {
      return !longer
          && other.unique()
          && (!other.made() || other.name().compareTo(index.name()) < 0);
    }
    return longer || other.unique() || other.name().compareTo(index.name()) < 0;
  }

  private void lookAtQueries() throws SQLException {
    for (AppQuery query : AppQuery.ALL) {
      if (query.fits(connection) && query.readsAll(connection) && !hasIndexFor(query)) {
        add(
            Kind.FULL_SCAN,
            query.table(),
            query.columns(),
            query.name() + " reads all of " + query.table() + ": " + query.sql(),
            IndexFinding.create(
                freeName(query.table(), query.columns()), query.table(), query.columns()));
      }
    }
  }

  /** With an index there, reading all is what SQLite found to be faster for so few rows. */
  private boolean hasIndexFor(AppQuery query) {
    return indexes.stream()
        .filter(index -> index.table().equalsIgnoreCase(query.table()))
        .anyMatch(index -> index.startsWith(query.columns().subList(0, 1)));
  }

  private Optional<TableIndex> named(String name) {
    return indexes.stream().filter(index -> index.name().equalsIgnoreCase(name)).findFirst();
  }

  private String freeName(String table, List<String> columns) {
    String name = "idx_" + table + "_" + String.join("_", columns);
    return Stream.iterate(1, number -> number + 1)
        .map(number -> number == 1 ? name : name + "_" + number)
        .filter(each -> named(each.toLowerCase(Locale.ROOT)).isEmpty())
        .findFirst()
        .orElseThrow();
  }

  private void add(Kind kind, String table, List<String> columns, String detail, String sql) {
    findings.add(new IndexFinding(kind, table, List.copyOf(columns), detail, sql));
  }
}

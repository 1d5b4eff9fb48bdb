package com.maayegue.maintenance.databaserestore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tables of every kind, from one plain SQLite file into another. */
class TablesRestoreTest {
  @TempDir private Path folder;
  private Path backup;
  private Path live;

  @BeforeEach
  void name() {
    backup = folder.resolve("backup.db");
    live = folder.resolve("live.db");
  }

  private void both(String... sql) throws Exception {
    run(backup, sql);
    Files.copy(backup, live);
  }

  private static void run(Path file, String... statements) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.executeUpdate(sql);
      }
    }
  }

  private static List<String> query(Path file, String sql) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery(sql)) {
      while (found.next()) {
        rows.add(found.getString(1));
      }
    }
    return rows;
  }

  private void restore(String... tables) throws SQLException {
    TablesRestore.run(live, backup, List.of(tables), Site.steps(Site.NOW));
    assertThat(query(live, "PRAGMA integrity_check")).containsExactly("ok");
  }

  @Test
  void deletesNoChildOfAParentThatIsReplaced() throws Exception {
    both(
        "CREATE TABLE p (id INTEGER PRIMARY KEY, v)",
        "CREATE TABLE c (id INTEGER PRIMARY KEY, p REFERENCES p ON DELETE CASCADE)",
        "INSERT INTO p VALUES (1, 'a'), (2, 'b')",
        "INSERT INTO c VALUES (1, 1), (2, 2)");
    run(live, "UPDATE p SET v = 'wrong'");
    restore("p");
    assertThat(query(live, "SELECT v FROM p")).containsExactly("a", "b");
    assertThat(query(live, "SELECT count(*) FROM c")).containsExactly("2");
  }

  @Test
  void changesNothingIfARowWouldLoseItsParent() throws Exception {
    both(
        "CREATE TABLE p (id INTEGER PRIMARY KEY)",
        "CREATE TABLE c (id INTEGER PRIMARY KEY, p REFERENCES p)",
        "CREATE TABLE x (v)",
        "INSERT INTO p VALUES (1)",
        "INSERT INTO c VALUES (7, 99)");
    run(
        live,
        "INSERT INTO p VALUES (2)",
        "INSERT INTO c VALUES (8, 2)",
        "INSERT INTO x VALUES (1)");
    byte[] before = Files.readAllBytes(live);
    assertThatThrownBy(() -> restore("x", "p"))
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal -> {
              assertThat(refusal.status()).isEqualTo(409);
              assertThat(refusal.json().toString())
                  .contains("c, rowid 8: no parent in p")
                  .as("an orphan that was there before is no reason")
                  .doesNotContain("rowid 7");
            });
    assertThat(live).hasBinaryContent(before);
    restore("p", "c");
    assertThat(query(live, "SELECT id FROM c")).containsExactly("7");
  }

  @Test
  void firesNoTriggerAndKeepsThem() throws Exception {
    both(
        "CREATE TABLE t (id INTEGER PRIMARY KEY, v)",
        "CREATE TABLE log (what)",
        "CREATE TRIGGER t_in AFTER INSERT ON t BEGIN INSERT INTO log VALUES ('in'); END",
        "CREATE TRIGGER t_out BEFORE DELETE ON t BEGIN SELECT raise(ABORT, 'never'); END",
        "INSERT INTO t VALUES (1, 'a')");
    run(live, "UPDATE t SET v = 'b'", "DELETE FROM log");
    restore("t");
    assertThat(query(live, "SELECT v FROM t")).containsExactly("a");
    assertThat(query(live, "SELECT what FROM log")).isEmpty();
    assertThat(query(live, "SELECT name FROM sqlite_schema WHERE type = 'trigger' ORDER BY 1"))
        .containsExactly("t_in", "t_out");
  }

  @Test
  void keepsRowidsGeneratedColumnsAndTablesWithoutRowid() throws Exception {
    both(
        "CREATE TABLE \"a b\"\"c\" (v, twice AS (v * 2) STORED, thrice AS (v * 3))",
        "INSERT INTO \"a b\"\"c\" (rowid, v) VALUES (70, 1), (90, 2)",
        "CREATE TABLE w (k TEXT, n INT, v BLOB, PRIMARY KEY (n, k)) WITHOUT ROWID",
        "INSERT INTO w VALUES ('x', 1, x'00ff'), ('y', 1, 'text')");
    run(live, "DELETE FROM \"a b\"\"c\"", "DELETE FROM w");
    restore("A B\"C", "w");
    assertThat(query(live, "SELECT rowid || ' ' || twice || ' ' || thrice FROM \"a b\"\"c\""))
        .containsExactly("70 2 3", "90 4 6");
    assertThat(query(live, "SELECT quote(v) FROM w ORDER BY k"))
        .containsExactly("X'00FF'", "'text'");
  }

  @Test
  void neverGivesANumberAgain() throws Exception {
    both(
        "CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, v)", "INSERT INTO t (v) VALUES (1)");
    run(live, "INSERT INTO t (v) VALUES (2), (3)", "DELETE FROM t");
    restore("t");
    run(live, "INSERT INTO t (v) VALUES ('new')");
    assertThat(query(live, "SELECT id FROM t")).containsExactly("1", "4");
  }

  @Test
  void keepsWhatOnlyANewerSchemaHas() throws Exception {
    both("CREATE TABLE t (id TEXT PRIMARY KEY, v)", "INSERT INTO t VALUES ('a', 1), ('b', 2)");
    run(
        live,
        "ALTER TABLE t ADD COLUMN phone TEXT NOT NULL DEFAULT '-'",
        "UPDATE t SET v = 9, phone = '+237' || id",
        "DELETE FROM t WHERE id = 'b'");
    restore("t");
    assertThat(query(live, "SELECT id || v || phone FROM t ORDER BY id"))
        .containsExactly("a1+237a", "b2-");
  }

  @Test
  void refusesToLoseAColumn() throws Exception {
    both("CREATE TABLE t (id INTEGER PRIMARY KEY, v, gone)");
    run(live, "ALTER TABLE t DROP COLUMN gone");
    byte[] before = Files.readAllBytes(live);
    assertThatThrownBy(() -> restore("t"))
        .isInstanceOfSatisfying(Refusal.class, r -> assertThat(r.kind()).isEqualTo("schema"));
    assertThat(live).hasBinaryContent(before);
  }

  @Test
  void makesATableThatWasDropped() throws Exception {
    both(
        "CREATE TABLE t (id INTEGER PRIMARY KEY, v)",
        "CREATE INDEX t_v ON t (v)",
        "INSERT INTO t VALUES (5, 'five')");
    run(live, "DROP TABLE t");
    restore("t");
    assertThat(query(live, "SELECT v FROM t INDEXED BY t_v WHERE v > ''")).containsExactly("five");
  }

  @Test
  void restoresFullTextIndexes() throws Exception {
    both(
        "CREATE TABLE notes (id INTEGER PRIMARY KEY, body TEXT)",
        "CREATE VIRTUAL TABLE found USING fts5(body, content='notes', content_rowid='id')",
        "CREATE VIRTUAL TABLE own USING fts5(body)",
        "INSERT INTO notes VALUES (1, 'plantain mûr')",
        "INSERT INTO found(found) VALUES ('rebuild')",
        "INSERT INTO own VALUES ('le tam-tam parle')");
    run(
        live,
        "UPDATE notes SET body = 'rien'",
        "INSERT INTO found(found) VALUES ('rebuild')",
        "DELETE FROM own");
    restore("notes", "own");
    assertThat(query(live, "SELECT rowid FROM found WHERE found MATCH 'plantain'"))
        .containsExactly("1");
    assertThat(query(live, "SELECT body FROM own WHERE own MATCH 'tam'")).hasSize(1);
    assertThatThrownBy(() -> restore("own_data"))
        .isInstanceOfSatisfying(Refusal.class, r -> assertThat(r.status()).isEqualTo(409));
    assertThatThrownBy(() -> restore("nowhere"))
        .isInstanceOfSatisfying(Refusal.class, r -> assertThat(r.status()).isEqualTo(404));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "CREATE TABLE t (v TEXT COLLATE NOCASE) | ('Ama@x') | ('AMA@X')",
        "CREATE TABLE t (v TEXT) | ('a'), ('a'), ('b') | ('a'), ('b'), ('b')",
        "CREATE TABLE t (v) | (1) | (1.0)",
        "CREATE TABLE t (v) | ('1') | (1)",
        "CREATE TABLE t (v) | (NULL) | ('NULL')"
      })
  void seesEveryDifferenceBetweenRows(String table, String kept, String changed) throws Exception {
    both(table, "INSERT INTO t VALUES " + kept);
    assertThat(TablesRestore.same(live, backup, Set.of("t"))).isTrue();
    run(live, "DELETE FROM t", "INSERT INTO t VALUES " + changed);
    assertThat(TablesRestore.same(live, backup, Set.of("t"))).isFalse();
    restore("t");
    assertThat(TablesRestore.same(live, backup, Set.of("t"))).isTrue();
  }

  @Test
  void comparesTablesOfStrangeNames() throws Exception {
    both("CREATE TABLE \"a %s b\" (\"v %1$s\")", "INSERT INTO \"a %s b\" VALUES ('x')");
    assertThat(TablesRestore.same(live, backup, Set.of("a %s b"))).isTrue();
    run(live, "UPDATE \"a %s b\" SET \"v %1$s\" = 'y'");
    assertThat(TablesRestore.same(live, backup, Set.of("a %s b"))).isFalse();
  }
}

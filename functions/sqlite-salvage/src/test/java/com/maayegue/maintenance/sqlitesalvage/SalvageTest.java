package com.maayegue.maintenance.sqlitesalvage;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.maayegue.maintenance.sqlitesalvage.SalvageReport.TableOutcome;
import com.maayegue.maintenance.stagedsqlite.UnusableDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Databases of every kind, damaged in one place that is known. */
class SalvageTest {
  private static final int PAGE = 512;

  @TempDir private Path folder;
  private Path backup;
  private Path live;
  private Path result;

  @BeforeEach
  void name() {
    backup = folder.resolve("backup.db");
    live = folder.resolve("live.db");
    result = folder.resolve("result.db");
  }

  /** Makes the backup, and the live database as it is after some more. */
  private void make(List<String> before, String... since) throws Exception {
    // In one connection: the size of pages is forgotten with it until there is a first page.
    List<String> statements = new ArrayList<>(List.of("PRAGMA page_size = " + PAGE));
    statements.addAll(before);
    Sql.run(backup, statements.toArray(String[]::new));
    Files.copy(backup, live);
    Sql.run(live, since);
  }

  private void wipe(String tree, String pagetype) throws Exception {
    for (String page :
        Sql.texts(
            live,
            "SELECT pageno FROM dbstat WHERE name = %s AND pagetype = %s ORDER BY path LIMIT 1"
                .formatted(Sql.literal(tree), Sql.literal(pagetype)))) {
      wipe(Integer.parseInt(page));
    }
  }

  private void wipe(int page) throws IOException {
    byte[] bytes = Files.readAllBytes(live);
    Arrays.fill(bytes, (page - 1) * PAGE, page * PAGE, (byte) 0xa5);
    Files.write(live, bytes);
  }

  private SalvageReport salvage() throws Exception {
    SalvageReport report = Salvage.run(live, Optional.of(backup), result, () -> {});
    assertThat(Sql.texts(result, "PRAGMA integrity_check")).containsExactly("ok");
    return report;
  }

  private static TableOutcome table(SalvageReport report, String name) {
    return report.tables().stream().filter(t -> t.table().equals(name)).findFirst().orElseThrow();
  }

  private static String rows(int count, String table) {
    return ("INSERT INTO %s WITH RECURSIVE s(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM s WHERE i < %d)"
            + " SELECT i, 'row ' || i || ' ' || hex(zeroblob(20)) FROM s")
        .formatted(table, count);
  }

  @Test
  void keepsAllRowsOfATableWhoseRootIsGone() throws Exception {
    make(
        List.of("CREATE TABLE t (id INTEGER PRIMARY KEY, v TEXT)", rows(200, "t")),
        "UPDATE t SET v = 'newer' WHERE id % 2 = 0",
        "INSERT INTO t VALUES (900, 'only live')");
    var expected = Sql.rows(live, "t");
    wipe("t", "internal");
    SalvageReport report = salvage();
    assertThat(Sql.rows(result, "t")).isEqualTo(expected);
    assertThat(table(report, "t").fromBackup()).isZero();
  }

  @Test
  void keepsDeletedRowsDeletedWhereAnIndexTells() throws Exception {
    make(
        List.of(
            "CREATE TABLE t (id INTEGER PRIMARY KEY, v TEXT)",
            "CREATE INDEX t_v ON t (v)",
            rows(200, "t")),
        "DELETE FROM t WHERE id IN (2, 150)",
        "INSERT INTO t VALUES (0, 'lost for good')");
    wipe("t", "leaf");
    SalvageReport report = salvage();
    assertThat(Sql.texts(result, "SELECT id FROM t")).hasSize(198).doesNotContain("2", "0");
    assertThat(table(report, "t").lost()).hasValue(1);
    assertThat(table(report, "t").deletedSince()).isEqualTo(1);
  }

  @Test
  void readsADatabaseWhoseFirstPageIsGone() throws Exception {
    make(
        List.of(
            "CREATE TABLE t (id INTEGER PRIMARY KEY, v TEXT)",
            rows(100, "t"),
            "CREATE TABLE u (k TEXT PRIMARY KEY, n REAL)",
            "INSERT INTO u VALUES ('a', 1.5), ('b', 2)",
            "CREATE VIEW w AS SELECT * FROM nowhere"),
        "UPDATE t SET v = 'newer' WHERE id > 50",
        "INSERT INTO u VALUES ('c', 3)");
    var t = Sql.rows(live, "t");
    var u = Sql.rows(live, "u");
    wipe(1);
    salvage();
    assertThat(Sql.rows(result, "t")).isEqualTo(t);
    assertThat(Sql.rows(result, "u")).isEqualTo(u);
    assertThat(Sql.schema(result)).isEqualTo(Sql.schema(backup));
  }

  @Test
  void fillsATableWithoutRowidByItsKey() throws Exception {
    make(
        List.of(
            "CREATE TABLE t (v TEXT, a INT, b TEXT, PRIMARY KEY (b, a)) WITHOUT ROWID",
            "CREATE TABLE n (id INTEGER PRIMARY KEY, v TEXT)",
            rows(200, "n"),
            "INSERT INTO t SELECT v, id, 'k' || id FROM n"),
        "UPDATE t SET v = 'newer' WHERE a = 199");
    wipe("t", "leaf");
    SalvageReport report = salvage();
    assertThat(Sql.texts(result, "SELECT count(*) FROM t")).containsExactly("200");
    assertThat(Sql.texts(result, "SELECT v FROM t WHERE a = 199")).containsExactly("newer");
    assertThat(table(report, "t").fromBackup()).isPositive();
    assertThat(table(report, "t").lost()).isEmpty();
  }

  @Test
  void keepsEveryTypeByteForByteWithItsRowid() throws Exception {
    make(
        List.of(
            "CREATE TABLE \"odd \"\"name\" (a, b INTEGER, c AS (b + 1) STORED, d AS (b * 2))",
            "INSERT INTO \"odd \"\"name\" (rowid, a, b) VALUES (-5, x'00ff', 'text'),"
                + " (7, CAST(x'c3a900fe' AS TEXT), -9223372036854775808), (9, 0.1, 3.0), (11, NULL, 1e300)",
            "CREATE TABLE x (id INTEGER PRIMARY KEY, v TEXT)",
            "ALTER TABLE x ADD COLUMN later TEXT DEFAULT 'd'",
            "INSERT INTO x (id, v) VALUES (1, hex(zeroblob(5000)))",
            "CREATE TABLE f (id INTEGER PRIMARY KEY, v TEXT)",
            rows(100, "f"),
            "CREATE TRIGGER never BEFORE INSERT ON x BEGIN SELECT raise(ABORT, 'never'); END"));
    var odd = Sql.rows(live, "odd \"name");
    wipe("f", "leaf");
    salvage();
    assertThat(Sql.rows(result, "odd \"name")).isEqualTo(odd);
    assertThat(Sql.rows(result, "x")).isEqualTo(Sql.rows(backup, "x"));
    assertThat(Sql.schema(result)).isEqualTo(Sql.schema(backup));
  }

  @Test
  void makesFullTextIndexesAnew() throws Exception {
    make(
        List.of(
            "CREATE VIRTUAL TABLE own USING fts5(body)",
            "CREATE TABLE n (id INTEGER PRIMARY KEY, v TEXT)",
            rows(200, "n"),
            "INSERT INTO own SELECT v FROM n",
            "CREATE VIRTUAL TABLE outer_ USING fts5(v, content='n', content_rowid='id')",
            "INSERT INTO outer_(outer_) VALUES ('rebuild')"),
        "INSERT INTO own VALUES ('tambour')");
    wipe("own_data", "leaf");
    wipe("n", "leaf");
    salvage();
    assertThat(Sql.texts(result, "SELECT count(*) FROM own WHERE own MATCH 'row'"))
        .containsExactly("200");
    assertThat(Sql.texts(result, "SELECT body FROM own WHERE own MATCH 'tambour'")).hasSize(1);
    assertThat(Sql.texts(result, "SELECT count(*) FROM outer_ WHERE outer_ MATCH 'row'"))
        .containsExactly("200");
  }

  @Test
  void neverGivesANumberAgain() throws Exception {
    make(
        List.of("CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, v TEXT)", rows(100, "t")),
        "INSERT INTO t VALUES (5000, 'x')",
        "DELETE FROM t WHERE id = 5000");
    wipe("t", "leaf");
    salvage();
    Sql.run(result, "INSERT INTO t (v) VALUES ('next')");
    assertThat(Sql.texts(result, "SELECT max(id) FROM t")).containsExactly("5001");
  }

  @Test
  void bringsNothingBackThatTheListOfFreePagesHolds() throws Exception {
    make(
        List.of("CREATE TABLE t (id INTEGER PRIMARY KEY, v TEXT)", rows(400, "t")),
        "DELETE FROM t WHERE id > 100");
    Files.copy(live, folder.resolve("after.db"));
    wipe("t", "internal");
    Path empty = folder.resolve("empty.db");
    Sql.run(empty, "PRAGMA page_size = " + PAGE, "CREATE TABLE t (id INTEGER PRIMARY KEY, v TEXT)");
    Salvage.run(live, Optional.of(empty), result, () -> {});
    assertThat(Sql.rows(result, "t")).isEqualTo(Sql.rows(folder.resolve("after.db"), "t"));
  }

  @Test
  void takesParentsThatAreMissingFromTheBackup() throws Exception {
    make(
        List.of(
            "CREATE TABLE p (k TEXT PRIMARY KEY, v TEXT) ",
            "CREATE TABLE c (id INTEGER PRIMARY KEY, k TEXT REFERENCES p)",
            "CREATE TABLE n (id INTEGER PRIMARY KEY, v TEXT)",
            rows(60, "n"),
            "INSERT INTO p SELECT 'k' || id, v FROM n",
            "INSERT INTO c SELECT rowid, k FROM p"),
        "INSERT INTO c VALUES (900, 'orphan before')");
    wipe("p", "leaf");
    SalvageReport report = salvage();
    assertThat(Sql.texts(result, "SELECT count(*) FROM p")).containsExactly("60");
    assertThat(report.foreignKeyViolations()).containsOnly(Map.entry("c", 1L));
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16le", "UTF-16be"})
  void readsOtherEncodings(String encoding) throws Exception {
    make(
        List.of(
            "PRAGMA encoding = '" + encoding + "'",
            "CREATE TABLE t (id INTEGER PRIMARY KEY, v TEXT)",
            rows(60, "t"),
            "UPDATE t SET v = 'Fe''efe''e é 🥁' WHERE id % 3 = 0"));
    var expected = Sql.rows(live, "t");
    wipe("t", "internal");
    salvage();
    assertThat(Sql.rows(result, "t")).isEqualTo(expected);
  }

  @Test
  void keepsWhatItCanWithoutABackup() throws Exception {
    make(List.of("CREATE TABLE t (id INTEGER PRIMARY KEY, v TEXT)", rows(200, "t")));
    wipe("t", "leaf");
    SalvageReport report = Salvage.run(live, Optional.empty(), result, () -> {});
    assertThat(table(report, "t").fromLive()).isBetween(150L, 199L);
    assertThat(table(report, "t").lost()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 40, 99, 100, 511})
  void takesAllFromTheBackupWhereNothingIsThere(int bytes) throws Exception {
    make(List.of("CREATE TABLE t (id INTEGER PRIMARY KEY, v TEXT)", rows(50, "t")));
    Files.write(live, Arrays.copyOf("x".repeat(600).getBytes(US_ASCII), bytes));
    salvage();
    assertThat(Sql.rows(result, "t")).isEqualTo(Sql.rows(backup, "t"));
  }

  @Test
  void saysSoIfNothingTellsWhichTablesThereWere() throws Exception {
    Files.write(live, new byte[10_000]);
    assertThatThrownBy(() -> Salvage.run(live, Optional.empty(), result, () -> {}))
        .isInstanceOf(UnusableDatabase.class)
        .hasMessageContaining("no table can be read");
  }

  @Test
  void stopsWhenItIsTold() throws Exception {
    make(List.of("CREATE TABLE t (id INTEGER PRIMARY KEY, v TEXT)", rows(50, "t")));
    assertThatThrownBy(
            () ->
                Salvage.run(
                    live,
                    Optional.of(backup),
                    result,
                    () -> {
                      throw new IllegalStateException("time is over");
                    }))
        .hasMessage("time is over");
  }
}

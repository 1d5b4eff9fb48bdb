package com.maayegue.maintenance.databasemaintenance.checkup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.maayegue.maintenance.databasemaintenance.checkup.IndexFinding.Kind;
import com.maayegue.maintenance.sampledata.AccountPlan;
import com.maayegue.maintenance.sampledata.AppDatabase;
import com.maayegue.maintenance.sampledata.AppSchema;
import com.maayegue.maintenance.sampledata.DatabasePlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IndexReviewTest {
  private static final Path FIXTURES = Path.of("..", "..", "test-fixtures", "sqlite");
  private static final Instant NOW = Instant.parse("2025-10-01T01:00:00Z");
  // What the shell prints for a key without an index.
  private static final Pattern LINT =
      Pattern.compile("CREATE INDEX '(?:[^']|'')*' ON '((?:[^']|'')*)'\\((.*)\\); -->.*");

  // In the app's own schema: the one that it forgot, and five that UNIQUE makes needless.
  private static final List<String> OF_THE_APP =
      List.of(
          "FOREIGN_KEY_WITHOUT_INDEX subscriptions [payment_id]",
          "REDUNDANT daily_limits [device_id]",
          "REDUNDANT favorites [user_id]",
          "REDUNDANT newsletter_subscriptions [email]",
          "REDUNDANT user_statistics [user_id]",
          "REDUNDANT users [firebase_uid]");

  @TempDir private Path folder;

  @Test
  void findsInTheAppsOwnSchemaWhatItForgotAndWhatIsTooMuch() throws Exception {
    try (Connection connection = app()) {
      assertThat(findings(connection)).containsExactlyElementsOf(OF_THE_APP);
    }
  }

  @Test
  void givesTheLineThatMendsEachFinding() throws Exception {
    try (Connection connection = app()) {
      for (String drop :
          List.of(
              "DROP INDEX idx_users_email",
              "DROP INDEX idx_payments_status",
              "DROP INDEX idx_user_progress_content")) {
        sql(connection, drop);
      }
      sql(connection, "DROP INDEX idx_users_role");
      sql(connection, "CREATE INDEX idx_users_role ON users (display_name)");
      List<IndexFinding> found = IndexReview.of(connection, Optional.of(2));
      assertThat(kinds(found))
          .contains(
              "EXPECTED_ABSENT payments [status]",
              "EXPECTED_ABSENT user_progress [content_type, content_id]",
              "EXPECTED_ABSENT users [email]",
              "EXPECTED_DIFFERENT users [role]",
              "FULL_SCAN payments [status]",
              "FULL_SCAN user_progress [content_type, content_id]",
              "FULL_SCAN users [email]");
      for (IndexFinding finding : found) {
        if (finding.kind() != Kind.FULL_SCAN) {
          // The index that the app expects mends the scan as well.
          sql(connection, finding.sql());
        }
      }
      assertThat(findings(connection))
          .as("nothing but the app's own indexes that were dropped as redundant")
          .allMatch(line -> line.startsWith("EXPECTED_ABSENT"))
          .hasSize(5);
    }
  }

  @Test
  void saysThatAnotherIndexStandsInForOneThatIsAbsent() throws Exception {
    try (Connection connection = app()) {
      sql(connection, "DROP INDEX idx_favorites_user");
      assertThat(IndexReview.of(connection, Optional.of(2)))
          .filteredOn(finding -> finding.kind() == Kind.EXPECTED_ABSENT)
          .singleElement()
          .satisfies(
              finding -> {
                assertThat(finding.detail())
                    .contains("idx_favorites_user is absent; sqlite_autoindex_favorites_1 finds");
                assertThat(finding.sql())
                    .isEqualTo(
                        "CREATE INDEX \"idx_favorites_user\" ON \"favorites\" (\"user_id\");");
              });
    }
  }

  @Test
  void expectsNothingOfAVersionThatItDoesNotKnow() throws Exception {
    try (Connection connection = app()) {
      sql(connection, "DROP INDEX idx_users_email");
      assertThat(kinds(IndexReview.of(connection, Optional.empty())))
          .containsExactlyElementsOf(OF_THE_APP);
    }
  }

  @Test
  void tellsIndexesThatOnlyLookAlikeFromThoseThatAreTooMuch() throws Exception {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite::memory:")) {
      sql(
          connection,
          """
          CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, b TEXT, c TEXT COLLATE NOCASE);
          CREATE INDEX ab ON t (a, b);
          CREATE INDEX prefix ON t (a);
          CREATE INDEX twin ON t (a, b);
          CREATE INDEX other_order ON t (b, a);
          CREATE INDEX descending ON t (a DESC, b);
          CREATE INDEX partial ON t (a) WHERE b IS NOT NULL;
          CREATE INDEX expression ON t (upper(a));
          CREATE INDEX nocase ON t (a COLLATE NOCASE);
          CREATE INDEX row_id ON t (id);
          CREATE UNIQUE INDEX only_one ON t (c);
          CREATE INDEX plain ON t (c);
          CREATE UNIQUE INDEX longer ON t (c, a);
          """);
      assertThat(IndexReview.of(connection, Optional.empty()))
          .extracting(IndexFinding::sql)
          .containsExactlyInAnyOrder(
              "DROP INDEX \"plain\";",
              "DROP INDEX \"prefix\";",
              "DROP INDEX \"row_id\";",
              "DROP INDEX \"twin\";");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "healthy",
        "awkward-names",
        "no-tables",
        "no-users-table",
        "orphan-rows",
        "schema-v1",
        "schema-v99",
        "text-in-integer-columns",
        "wal-mode"
      })
  void agreesWithTheShellOnFixtures(String name) throws Exception {
    try (Stream<Path> files = Files.list(FIXTURES.resolve(name))) {
      Path copy = folder.resolve("copy.db");
      Files.copy(files.findFirst().orElseThrow(), copy);
      assertAgreement(copy);
    }
  }

  @Test
  void agreesWithTheShellOnTheSampleDatabase() throws Exception {
    Path file = folder.resolve("sample.db");
    new AppDatabase(DatabasePlan.ofSize(AccountPlan.of(7, NOW, 200), 500_000)).write(file);
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file)) {
      sql(connection, "DROP INDEX idx_user_progress_user");
      sql(connection, "DROP INDEX idx_payments_user");
    }
    assertThat(assertAgreement(file)).hasSize(3);
  }

  @Test
  void agreesWithTheShellOnKeysOfEveryKind() throws Exception {
    Path file = folder.resolve("keys.db");
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file)) {
      sql(
          connection,
          """
          CREATE TABLE p (a TEXT, b TEXT, n TEXT COLLATE NOCASE UNIQUE, i INTEGER PRIMARY KEY, UNIQUE (a, b));
          CREATE TABLE by_rowid (i INTEGER PRIMARY KEY REFERENCES p (i));
          CREATE TABLE both (a TEXT, b TEXT, FOREIGN KEY (a, b) REFERENCES p (a, b));
          CREATE TABLE both_indexed (a TEXT, b TEXT, FOREIGN KEY (a, b) REFERENCES p (a, b));
          CREATE INDEX turned ON both_indexed (b, a);
          CREATE TABLE half (a TEXT, b TEXT, FOREIGN KEY (a, b) REFERENCES p (a, b));
          CREATE INDEX half_a ON half (a);
          CREATE TABLE nocase (n TEXT REFERENCES p (n));
          CREATE INDEX nocase_binary ON nocase (n);
          CREATE TABLE nocase_right (n TEXT REFERENCES p (n));
          CREATE INDEX nocase_nocase ON nocase_right (n COLLATE NOCASE);
          CREATE TABLE partial (i INTEGER REFERENCES p);
          CREATE INDEX partial_i ON partial (i) WHERE i > 7;
          CREATE TABLE covered (i INTEGER REFERENCES p, x TEXT);
          CREATE INDEX covered_ix ON covered (i, x);
          CREATE TABLE second (i INTEGER REFERENCES p, x TEXT);
          CREATE INDEX second_xi ON second (x, i);
          """);
    }
    assertThat(assertAgreement(file)).hasSize(5);
  }

  /** The shell (3.40) asks for an index here, although the table itself is one. */
  @Test
  void knowsThatATableWithoutRowIdsIsItsOwnIndex() throws Exception {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite::memory:")) {
      sql(
          connection,
          """
          CREATE TABLE parent (k TEXT PRIMARY KEY);
          CREATE TABLE child (k TEXT PRIMARY KEY REFERENCES parent) WITHOUT ROWID;
          """);
      assertThat(IndexReview.of(connection, Optional.empty())).isEmpty();
    }
  }

  /** Compares the tables and columns that we and the shell say lack an index. */
  private static Set<String> assertAgreement(Path file) throws Exception {
    TreeSet<String> ours = new TreeSet<>();
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file)) {
      IndexReview.of(connection, Optional.empty()).stream()
          .filter(finding -> finding.kind() == Kind.FOREIGN_KEY_WITHOUT_INDEX)
          .forEach(finding -> ours.add(finding.table() + " " + finding.columns()));
    }
    assertThat(ours).isEqualTo(lint(file));
    return ours;
  }

  private static Set<String> lint(Path file) throws IOException, InterruptedException {
    Process shell =
        new ProcessBuilder("sqlite3", file.toString(), ".lint fkey-indexes")
            .redirectErrorStream(true)
            .start();
    String output = new String(shell.getInputStream().readAllBytes(), UTF_8);
    assertThat(shell.waitFor()).as(output).isZero();
    TreeSet<String> lines = new TreeSet<>();
    for (String line : output.lines().toList()) {
      Matcher create = LINT.matcher(line);
      assertThat(create.matches()).as(line).isTrue();
      String columns = create.group(2).replaceAll(" COLLATE \\w+", "").replace("'", "");
      lines.add(create.group(1).replace("''", "'") + " [" + columns.replaceAll(", ?", ", ") + "]");
    }
    return lines;
  }

  private static Connection app() throws SQLException {
    Connection connection = DriverManager.getConnection("jdbc:sqlite::memory:");
    AppSchema.create(connection, NOW);
    return connection;
  }

  private static List<String> findings(Connection connection) throws SQLException {
    return kinds(IndexReview.of(connection, Optional.of(2)));
  }

  private static List<String> kinds(List<IndexFinding> findings) {
    return findings.stream()
        .map(each -> each.kind() + " " + each.table() + " " + each.columns())
        .sorted()
        .toList();
  }

  private static void sql(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.executeUpdate(sql);
    }
  }
}

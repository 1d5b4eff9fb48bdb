package com.maayegue.maintenance.sampledata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** Every folder of test-fixtures/sqlite has the fault that its name says. */
class FixturesTest extends FixtureCopies {
  @ParameterizedTest
  @CsvSource({
    "text-file, SQLITE_NOTADB",
    "encrypted-looking, SQLITE_NOTADB",
    "header-only-damaged, SQLITE_NOTADB",
    "future-file-format, SQLITE_NOTADB",
    "truncated, SQLITE_CORRUPT"
  })
  void cannotBeRead(String fixture, SQLiteErrorCode code) throws IOException {
    copy(fixture);
    assertThatThrownBy(() -> texts("SELECT count(*) FROM users"))
        .isInstanceOfSatisfying(
            SQLiteException.class, e -> assertThat(e.getResultCode()).isEqualTo(code));
  }

  @ParameterizedTest
  @ValueSource(strings = {"empty-file", "no-tables"})
  void isIntactWithoutAnyTable(String fixture) throws Exception {
    copy(fixture);
    assertThat(texts("PRAGMA integrity_check")).containsExactly("ok");
    assertThat(texts("SELECT count(*) FROM sqlite_schema")).containsExactly("0");
    assertThat(Files.size(folder.resolve(FILE)) == 0).isEqualTo(fixture.equals("empty-file"));
  }

  @Test
  void isWholeButForItsHeader() throws IOException {
    byte[] damaged = Files.readAllBytes(FIXTURES.resolve("header-only-damaged").resolve(FILE));
    byte[] healthy = Files.readAllBytes(FIXTURES.resolve("healthy").resolve(FILE));
    System.arraycopy(healthy, 0, damaged, 0, 16);
    assertThat(damaged).isEqualTo(healthy);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "healthy",
        "wal-mode",
        "wal-mode-with-uncheckpointed-wal",
        "schema-v1",
        "schema-v99",
        "text-in-integer-columns",
        "awkward-names"
      })
  void isIntactAndHasNoOrphans(String fixture) throws Exception {
    copy(fixture);
    assertThat(texts("PRAGMA integrity_check")).containsExactly("ok");
    assertThat(texts("PRAGMA foreign_key_check")).isEmpty();
  }

  @Test
  void hasATablePageThatCannotBeRead() throws Exception {
    copy("damaged-table-page");
    assertThat(texts("SELECT count(*) FROM users")).containsExactly("12");
    assertThatThrownBy(() -> texts("SELECT sum(score) FROM user_progress"))
        .hasMessageContaining("malformed");
    assertThat(integrity()).isNotEqualTo("ok");
  }

  @Test
  void hasAnIndexThatDisagreesWithItsTableUntilItIsMadeAnew() throws Exception {
    copy("damaged-index-page");
    assertThat(texts("PRAGMA quick_check")).containsExactly("ok");
    assertThat(integrity()).contains("missing from index idx_user_progress_user");
    assertThat(texts("REINDEX")).isEmpty();
    assertThat(integrity()).isEqualTo("ok");
  }

  @Test
  void hasAFreelistThatPointsBeyondTheEnd() throws Exception {
    copy("damaged-freelist");
    assertThat(integrity()).containsIgnoringCase("freelist").contains("999999");
    assertThat(texts("SELECT count(*) FROM users")).containsExactly("12");
  }

  @Test
  void keepsOneUserInTheLogOnly() throws Exception {
    copy("wal-mode-with-uncheckpointed-wal");
    Files.delete(folder.resolve(FILE + "-wal"));
    assertThat(texts("SELECT count(*) FROM users")).containsExactly("12");

    copy("wal-mode-with-uncheckpointed-wal");
    assertThat(texts("SELECT user_id FROM users WHERE email = 'wal@example.com'"))
        .containsExactly("user-only-in-wal");
  }

  @Test
  void isInWalModeWithoutALog() throws Exception {
    copy("wal-mode");
    assertThat(texts("PRAGMA journal_mode")).containsExactly("wal");
    assertThat(names(FIXTURES.resolve("wal-mode"))).containsExactly(FILE);
  }

  @ParameterizedTest
  @CsvSource({"schema-v1, 1", "healthy, 2", "schema-v99, 99"})
  void saysWhichVersionItIs(String fixture, String version) throws Exception {
    copy(fixture);
    assertThat(texts("SELECT value FROM app_metadata WHERE key = 'db_version'"))
        .containsExactly(version);
  }

  @Test
  void lacksWhatVersionTwoAddedAndHasWhatVersionNinetyNineWill() throws Exception {
    copy("schema-v1");
    assertThat(texts("SELECT name FROM pragma_table_info('users')"))
        .contains("firebase_uid", "permissions")
        .doesNotContain("two_factor_enabled", "backup_codes", "fcm_token");
    assertThat(tables()).doesNotContain("newsletter_subscriptions");

    copy("schema-v99");
    assertThat(tables()).contains("village_elders", "newsletter_subscriptions");
  }

  @Test
  void lacksTheUsersOfItsRows() throws Exception {
    copy("no-users-table");
    assertThat(tables()).doesNotContain("users").contains("payments");
    assertThat(texts("PRAGMA integrity_check")).containsExactly("ok");
    assertThat(texts("PRAGMA foreign_key_check")).contains("user_progress", "payments");
  }

  @Test
  void hasRowsWhoseParentIsGone() throws Exception {
    copy("orphan-rows");
    assertThat(texts("PRAGMA integrity_check")).containsExactly("ok");
    assertThat(texts("PRAGMA foreign_key_check"))
        .hasSize(27)
        .contains("user_progress", "payments", "subscriptions", "daily_limits", "user_statistics");
  }

  @Test
  void hasTextWhereIntegersBelong() throws Exception {
    copy("text-in-integer-columns");
    assertThat(texts("SELECT last_login FROM users WHERE typeof(last_login) = 'text'"))
        .containsExactly("2024-05-01T10:00:00.000", "");
    assertThat(texts("SELECT created_at FROM users WHERE typeof(created_at) = 'text'"))
        .containsExactly("hier");
    assertThat(texts("SELECT time_spent FROM user_progress WHERE typeof(updated_at) = 'text'"))
        .containsExactly("dix minutes");
    assertThat(texts("SELECT completed_at FROM payments WHERE typeof(completed_at) = 'text'"))
        .containsExactly("jamais");
  }

  @Test
  void hasNamesThatHaveToBeQuoted() throws Exception {
    copy("awkward-names");
    assertThat(tables())
        .contains(
            "it's a \"table\" with spaces",
            "select",
            "leçons; DROP TABLE users; --",
            "a/b\\c.d%n",
            "users");
    assertThat(texts("SELECT \"quo\"\"te\" FROM \"it's a \"\"table\"\" with spaces\""))
        .containsExactlyInAnyOrder("1", "2");
  }

  @Test
  void isTheOnlyOneOfItsNameInTheReadme() throws IOException {
    Set<String> listed =
        Files.readAllLines(FIXTURES.resolve("..").resolve("README.md")).stream()
            .dropWhile(line -> !line.equals("## sqlite"))
            .skip(1)
            .takeWhile(line -> !line.startsWith("## "))
            .filter(line -> line.startsWith("| `"))
            .map(line -> line.split("`", -1)[1])
            .collect(Collectors.toSet());
    try (Stream<Path> found = Files.list(FIXTURES)) {
      assertThat(found.filter(Files::isDirectory).map(path -> path.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(listed);
    }
  }
}

package com.maayegue.maintenance.sampledata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Fixtures with one page of each type damaged, and with what few databases have. */
class FixturePagesTest extends FixtureCopies {
  private static final String READ_ALL = "SELECT sum(score) FROM user_progress NOT INDEXED";

  @ParameterizedTest
  @CsvSource({
    "damaged-table-interior-page, malformed",
    "damaged-index-interior-page, malformed",
    "damaged-overflow-page, malformed",
    "damaged-freelist-trunk, invalid page number 999999",
    "damaged-pointer-map, ptrmap",
    "damaged-schema-page, malformed",
    "damaged-full-text-index, checksum mismatch"
  })
  void isNotIntact(String fixture, String finding) throws Exception {
    copy(fixture);
    assertThat(integrity()).contains(finding);
  }

  @Test
  void losesAllRowsBelowAnInteriorPageOfTheTable() throws Exception {
    copy("damaged-table-interior-page");
    assertThatThrownBy(() -> texts(READ_ALL)).hasMessageContaining("malformed");
    assertThat(texts("SELECT count(*) FROM users")).containsExactly("12");
  }

  @Test
  void losesNoRowsBelowAnInteriorPageOfAnIndex() throws Exception {
    copy("damaged-index-interior-page");
    assertThat(texts(READ_ALL)).containsExactly("9660.0");
    assertThatThrownBy(() -> texts("REINDEX")).hasMessageContaining("malformed");
  }

  @Test
  void losesOneLongValue() throws Exception {
    copy("damaged-overflow-page");
    assertThatThrownBy(() -> texts("SELECT content_data FROM user_created_content"))
        .hasMessageContaining("malformed");
    assertThat(texts(READ_ALL)).containsExactly("9660.0");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rubbish-in-free-page",
        "full-text-search",
        "unknown-module",
        "failing-views-and-triggers",
        "generated-columns",
        "blobs",
        "foreign-key-mismatch"
      })
  void isIntact(String fixture) throws Exception {
    copy(fixture);
    assertThat(integrity()).isEqualTo("ok");
  }

  @ParameterizedTest
  @CsvSource({
    "unknown-module, SELECT * FROM sounds, no such module: phonetics",
    "failing-views-and-triggers, SELECT * FROM of_a_table_that_is_gone, no such table",
    "failing-views-and-triggers, SELECT * FROM of_a_column_that_is_not_there, no such column",
    "failing-views-and-triggers, SELECT * FROM of_a_function_that_is_not_there, no such function",
    "failing-views-and-triggers, DELETE FROM payments, payments stay",
    "foreign-key-mismatch, PRAGMA foreign_key_check, foreign key mismatch"
  })
  void failsOnlyWhenItIsUsed(String fixture, String sql, String message) throws Exception {
    copy(fixture);
    assertThatThrownBy(() -> texts(sql)).hasMessageContaining(message);
  }

  @Test
  void findsWordsInAnyColumn() throws Exception {
    copy("full-text-search");
    assertThat(texts("SELECT french FROM phrases WHERE phrases MATCH 'mbolo'"))
        .containsExactly("bonjour");
    assertThat(tables()).contains("phrases_data", "phrases_content");
  }

  @Test
  void computesColumns() throws Exception {
    copy("generated-columns");
    assertThat(texts("SELECT percent || ' ' || passed FROM scores WHERE of > 0"))
        .containsExactly("70.0 1", "30.0 0");
    assertThat(texts("SELECT typeof(percent) FROM scores WHERE of = 0")).containsExactly("null");
  }

  @Test
  void holdsBytesThatAreNoText() throws Exception {
    copy("blobs");
    assertThat(texts("SELECT typeof(sound) || ifnull(length(sound), '') FROM recordings"))
        .containsExactlyInAnyOrder("blob4", "blob0", "null");
    assertThat(texts("SELECT hex(profile_data) FROM users WHERE user_id = 'user-01'"))
        .containsExactly("C328");
  }
}

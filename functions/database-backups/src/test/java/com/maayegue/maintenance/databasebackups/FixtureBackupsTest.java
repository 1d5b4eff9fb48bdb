package com.maayegue.maintenance.databasebackups;

import static com.maayegue.maintenance.databasebackups.DatabaseBackupsTest.stored;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.storage.Blob;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each fixture of test-fixtures/sqlite as the live database. */
class FixtureBackupsTest extends WithShelf {
  private static final Path FIXTURES = Path.of("..", "..", "test-fixtures", "sqlite");
  private static final Set<String> NO_DATABASES =
      Set.of("empty-file", "text-file", "encrypted-looking", "header-only-damaged");
  private static final Set<String> MORE_DAMAGED = Set.of("truncated", "future-file-format");

  static Stream<String> intact() throws IOException {
    return fixtures().filter(fixture -> !isDamaged(fixture));
  }

  static Stream<String> damaged() throws IOException {
    return fixtures().filter(FixtureBackupsTest::isDamaged);
  }

  @ParameterizedTest
  @MethodSource
  void intact(String fixture) throws Exception {
    byte[] live = bytes(fixture);
    shelf.stage("app", live);
    Backup backup = stored(shelf.take("app", Shelf.NOW));
    assertThat(backup.proven()).isTrue();
    assertThat(shelf.fetch(backup)).isEqualTo(live);
  }

  @ParameterizedTest
  @MethodSource
  void damaged(String fixture) throws Exception {
    byte[] live = bytes(fixture);
    Blob staged = shelf.stage("app", live);
    for (int run = 0; run < 2; run++) {
      Taken taken = shelf.take("app", Shelf.NOW.plusSeconds(run));
      assertThat(taken).isInstanceOf(Taken.NotIntact.class);
      assertThat(((Taken.NotIntact) taken).findings()).isNotEmpty();
    }
    String kept = "quarantine/app/2026-03-01T000005Z-" + staged.getGeneration();
    assertThat(shelf.names("")).containsExactly("live/app.db", kept + ".db", kept + ".json");
    assertThat(shelf.read(kept + ".db")).isEqualTo(live);
    JsonObject report =
        JsonParser.parseString(new String(shelf.read(kept + ".json"), UTF_8)).getAsJsonObject();
    assertThat(report.get("generation").getAsLong()).isEqualTo(staged.getGeneration());
    assertThat(report.getAsJsonArray("findings")).isNotEmpty();
    assertThat(shelf.read("live/app.db")).isEqualTo(live);
  }

  @Test
  void countsTheRowsOfTablesWithAwkwardNames() throws Exception {
    shelf.stage("app", bytes("awkward-names"));
    assertThat(stored(shelf.take("app", Shelf.NOW)).manifest().rows())
        .containsEntry("it's a \"table\" with spaces", 2L)
        .containsEntry("select", 2L)
        .containsEntry("leçons; DROP TABLE users; --", 1L)
        .containsEntry("a/b\\c.d%n", 1L);
  }

  @Test
  void saysWhatCannotBeCounted() throws Exception {
    shelf.stage("app", bytes("unknown-module"));
    assertThat(stored(shelf.take("app", Shelf.NOW)).manifest().rows())
        .containsEntry("sounds", -1L)
        .containsEntry("users", 12L);
    shelf.stage("app", bytes("full-text-search"));
    assertThat(stored(shelf.take("app", Shelf.NOW.plusSeconds(1))).manifest().rows())
        .containsEntry("phrases", 3L);
  }

  @Test
  void recordsRowsWhoseParentIsGone() throws Exception {
    shelf.stage("app", bytes("orphan-rows"));
    BackupManifest manifest = stored(shelf.take("app", Shelf.NOW)).manifest();
    assertThat(manifest.foreignKeyViolations()).containsEntry("user_progress", 20L);
    assertThat(manifest.foreignKeyViolations().values().stream().mapToLong(Long::longValue).sum())
        .isEqualTo(27);
    shelf.stage("app", bytes("foreign-key-mismatch"));
    assertThat(
            stored(shelf.take("app", Shelf.NOW.plusSeconds(1))).manifest().foreignKeyViolations())
        .containsEntry("speakers", -1L);
  }

  private static boolean isDamaged(String fixture) {
    return NO_DATABASES.contains(fixture)
        || MORE_DAMAGED.contains(fixture)
        || fixture.startsWith("damaged-");
  }

  private static Stream<String> fixtures() throws IOException {
    try (Stream<Path> found = Files.list(FIXTURES)) {
      List<String> names =
          found.filter(Files::isDirectory).map(each -> each.getFileName().toString()).toList();
      return names.stream().sorted();
    }
  }

  private static byte[] bytes(String fixture) throws IOException {
    return Files.readAllBytes(FIXTURES.resolve(fixture).resolve("maa_yegue_app.db"));
  }
}

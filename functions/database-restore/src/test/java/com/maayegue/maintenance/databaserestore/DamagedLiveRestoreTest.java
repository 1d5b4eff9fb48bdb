package com.maayegue.maintenance.databaserestore;

import static com.maayegue.maintenance.databaserestore.Site.body;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.storage.BlobId;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Restores over whatever is live: every fixture there is. */
class DamagedLiveRestoreTest {
  private static final String LIVE = "live/maa_yegue_app.db";
  private static final Set<String> UNREADABLE =
      Set.of(
          "empty-file",
          "encrypted-looking",
          "future-file-format",
          "header-only-damaged",
          "text-file",
          "truncated");
  // Of these all rows can still be read, and they are others than the backup's.
  private static final Set<String> OF_OTHER_ROWS =
      Set.of("damaged-freelist", "damaged-freelist-trunk");

  private Site site;

  @BeforeEach
  void clear() throws Exception {
    site = Site.empty();
  }

  static List<String> fixtures() throws IOException {
    return Site.fixtures();
  }

  @ParameterizedTest
  @MethodSource("fixtures")
  void restoresInFullOverWhateverIsLive(String fixture) throws Exception {
    site.backUp();
    byte[] expected = site.live();
    stageFixture(fixture);
    byte[] before = site.live();
    long generation = site.generation();

    JsonObject report = site.restore(body("full", ""));

    assertThat(site.live()).isEqualTo(expected);
    assertThat(site.names("live/")).containsExactly(LIVE);
    if (report.get("changed").getAsBoolean()) {
      String copy = report.get("quarantined").getAsString();
      assertThat(copy).contains("-" + generation);
      assertThat(site.storage.readAllBytes(BlobId.of(Site.BUCKET, copy))).isEqualTo(before);
    } else {
      assertThat(fixture).isEqualTo("healthy");
      assertThat(site.names("quarantine/")).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("fixtures")
  void salvagesWhateverIsLive(String fixture) throws Exception {
    site.backUp();
    byte[] healthy = site.live();
    stageFixture(fixture);
    byte[] before = site.live();

    JsonObject report = site.restore(body("salvage", ""));

    byte[] after = site.live();
    assertThat(site.query(after, "PRAGMA integrity_check")).containsExactly("ok");
    assertThat(site.names("live/")).containsExactly(LIVE);
    boolean damaged = report.get("damaged").getAsBoolean();
    assertThat(damaged).isEqualTo(fixture.startsWith("damaged-") || UNREADABLE.contains(fixture));
    if (fixture.equals("damaged-full-text-index")) {
      assertThat(site.query(after, "SELECT french FROM phrases WHERE phrases MATCH 'mbolo'"))
          .containsExactly("bonjour");
    } else if (damaged) {
      byte[] expected = OF_OTHER_ROWS.contains(fixture) ? before : healthy;
      assertThat(rows(after)).as(report.toString()).isEqualTo(rows(expected));
    } else if (fixture.equals("wal-mode-with-uncheckpointed-wal")) {
      assertThat(site.query(after, "SELECT count(*) FROM users")).containsExactly("13");
    } else {
      assertThat(after).isEqualTo(before);
    }
    JsonObject again = site.restore(body("salvage", ""));
    assertThat(again.get("changed").getAsBoolean()).isFalse();
  }

  /** All but the last number that a table has given: a lost row had one. */
  private List<String> rows(byte[] database) throws Exception {
    List<String> rows = site.dump(database);
    rows.removeIf(line -> line.startsWith("sqlite_sequence"));
    return rows;
  }

  private void stageFixture(String fixture) throws IOException {
    site.stage(Site.fixture(fixture, ""));
    if (fixture.equals("wal-mode-with-uncheckpointed-wal")) {
      site.put(LIVE + "-wal", Site.fixture(fixture, "-wal"));
    }
  }
}

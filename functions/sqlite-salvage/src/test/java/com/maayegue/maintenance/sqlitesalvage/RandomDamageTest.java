package com.maayegue.maintenance.sqlitesalvage;

import static org.assertj.core.api.Assertions.assertThat;

import com.maayegue.maintenance.sampledata.AccountPlan;
import com.maayegue.maintenance.sampledata.AppDatabase;
import com.maayegue.maintenance.sampledata.DatabasePlan;
import com.maayegue.maintenance.sqlitesalvage.SalvageReport.TableOutcome;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Damages pages at random. A longer campaign: {@code mvn -pl functions/sqlite-salvage -am verify
 * -Dsalvage.trials=5000}; {@code -Dsalvage.seed=N} begins at another trial.
 */
class RandomDamageTest {
  private static final int TRIALS = Integer.getInteger("salvage.trials", 30);
  private static final int SEED = Integer.getInteger("salvage.seed", 1);
  private static final int PAGE = 4096;

  @TempDir private static Path folder;
  private static Path backup;
  private static Path live;
  private static PageMap map;
  private static final Map<String, SortedMap<Long, String>> LIVE = new HashMap<>();
  private static final Map<String, SortedMap<Long, String>> BACKUP = new HashMap<>();

  @BeforeAll
  static void writeTheDatabases() throws Exception {
    Instant now = Instant.parse("2026-03-01T09:30:00Z");
    backup = folder.resolve("backup.db");
    live = folder.resolve("live.db");
    new AppDatabase(DatabasePlan.ofSize(AccountPlan.of(7, now, 300), 1_200_000)).write(backup);
    Files.copy(backup, live);
    Sql.run(
        live,
        "UPDATE users SET updated_at = updated_at + 1, email = 'new-' || email WHERE rowid % 3 = 0",
        "DELETE FROM user_progress WHERE progress_id % 5 = 0 OR progress_id BETWEEN 300 AND 700",
        "INSERT INTO user_progress (user_id, content_type, content_id, created_at, updated_at)"
            + " SELECT user_id, 'quiz', 7, 1, 2 FROM user_progress LIMIT 800",
        "UPDATE user_created_content SET content_data = content_data || content_data"
            + " WHERE content_id % 2 = 0",
        "INSERT INTO otp_codes (user_id, hashed_code, expires_at, created_at)"
            + " SELECT user_id, hex(randomblob(3000)), '2026-01-01', '2026-01-01' FROM users LIMIT 9");
    map = new PageMap(live);
    for (String table : Sql.tables(live)) {
      LIVE.put(table, Sql.rows(live, table));
      BACKUP.put(table, Sql.rows(backup, table));
    }
  }

  @Test
  void keepsEveryRowOfUndamagedPagesAndInventsNone() throws Exception {
    for (int trial = SEED; trial < SEED + TRIALS; trial++) {
      check(trial);
    }
  }

  private static void check(int trial) throws Exception {
    Random random = new Random(trial);
    Kind kind = Kind.values()[trial % Kind.values().length];
    Path damaged = folder.resolve("damaged.db");
    Path result = folder.resolve("result.db");
    Files.deleteIfExists(damaged);
    Files.deleteIfExists(result);
    Files.copy(live, damaged);
    Set<Integer> pages = damage(damaged, kind, random);
    String what = "trial %d: %s on pages %s".formatted(trial, kind, pages);

    SalvageReport report = Salvage.run(damaged, Optional.of(backup), result, () -> {});

    assertThat(Sql.texts(result, "PRAGMA integrity_check")).as(what).containsExactly("ok");
    assertThat(Sql.schema(result)).as(what).isEqualTo(Sql.schema(live));
    for (TableOutcome table : report.tables()) {
      compare(table, Sql.rows(result, table.table()), pages, kind, what + ": " + table);
    }
  }

  private static void compare(
      TableOutcome table,
      SortedMap<Long, String> found,
      Set<Integer> pages,
      Kind kind,
      String what) {
    SortedMap<Long, String> before = LIVE.get(table.table());
    Map<Long, Set<Integer>> pagesOfRows = map.pagesOfRows(table.table());
    before.forEach(
        (rowid, row) -> {
          if (Collections.disjoint(pagesOfRows.get(rowid), pages)) {
            assertThat(found.get(rowid)).as("%s, row %d", what, rowid).isEqualTo(row);
          }
        });
    if (Collections.disjoint(map.pagesOf(table.table()), pages) && !pages.contains(1)) {
      assertThat(found).as(what).isEqualTo(before);
    }
    found.forEach(
        (rowid, row) -> {
          Set<Integer> own = pagesOfRows.getOrDefault(rowid, Set.of());
          if (kind.showsOn(own.size())) {
            assertThat(row)
                .as("%s, row %d", what, rowid)
                .isIn(before.get(rowid), BACKUP.get(table.table()).get(rowid));
          }
        });
    if (table.damaged() && table.lost().isPresent()) {
      Set<Long> missing = new TreeSet<>(before.keySet());
      missing.removeAll(found.keySet());
      assertThat(table.lost().getAsLong()).as(what).isEqualTo(missing.size());
      assertThat(before.keySet()).as(what).containsAll(found.keySet());
    }
    long sum = table.fromLive() + table.fromDamagedPages() + table.fromBackup();
    assertThat(sum).as(what).isEqualTo(found.size());
  }

  private static Set<Integer> damage(Path file, Kind kind, Random random) throws IOException {
    int pages = (int) (Files.size(file) / PAGE);
    int count = random.nextInt(4) == 0 ? 1 + random.nextInt(40) : 1 + random.nextInt(4);
    Set<Integer> chosen = new TreeSet<>();
    for (int i = 0; i < count; i++) {
      chosen.add(1 + random.nextInt(pages));
    }
    if (random.nextInt(6) == 0) {
      chosen.add(1);
    }
    if (random.nextInt(3) == 0) {
      List<Integer> tree = map.pagesOf("user_progress").stream().sorted().toList();
      chosen.add(tree.get(0));
    }
    try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
      for (int page : chosen) {
        byte[] bytes = new byte[PAGE];
        open.seek((long) (page - 1) * PAGE);
        open.readFully(bytes);
        kind.apply(bytes, random, open, pages);
        open.seek((long) (page - 1) * PAGE);
        open.write(bytes);
      }
    }
    return chosen;
  }

  private enum Kind {
    RANDOM,
    ZEROS,
    OTHER_PAGE,
    HALF,
    BIT;

    /** Whether nobody can take what is damaged for a row; pages of plain content do not tell. */
    boolean showsOn(int pagesOfRow) {
      return this == RANDOM || ((this == ZEROS || this == OTHER_PAGE) && pagesOfRow < 2);
    }

    void apply(byte[] bytes, Random random, RandomAccessFile file, int pages) throws IOException {
      switch (this) {
        case RANDOM -> random.nextBytes(bytes);
        case ZEROS -> java.util.Arrays.fill(bytes, (byte) 0);
        case OTHER_PAGE -> {
          file.seek((long) random.nextInt(pages) * PAGE);
          file.readFully(bytes);
        }
        case HALF -> {
          byte[] rubbish = new byte[PAGE / 2];
          random.nextBytes(rubbish);
          System.arraycopy(rubbish, 0, bytes, random.nextInt(PAGE / 2), rubbish.length);
        }
        default -> bytes[random.nextInt(PAGE)] ^= (byte) (1 << random.nextInt(8));
      }
    }
  }
}

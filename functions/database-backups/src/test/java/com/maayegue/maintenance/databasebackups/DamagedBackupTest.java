package com.maayegue.maintenance.databasebackups;

import static com.maayegue.maintenance.databasebackups.DatabaseBackupsTest.stored;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.cloud.storage.BlobId;
import com.maayegue.maintenance.sampledata.AccountPlan;
import com.maayegue.maintenance.sampledata.AppDatabase;
import com.maayegue.maintenance.sampledata.DatabasePlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Stored backups whose bytes were altered; {@code -Dflips=1000 -Dtruncations=200} for a long run.
 */
class DamagedBackupTest {
  private static final int FLIPS = Integer.getInteger("flips", 40);
  private static final int TRUNCATIONS = Integer.getInteger("truncations", 10);

  @TempDir private static Path folder;
  private static Shelf shelf;
  private static byte[] live;
  private static Backup backup;
  private static byte[] compressed;

  @BeforeAll
  static void take() throws Exception {
    shelf = new Shelf(folder);
    Path file = folder.resolve("app.db");
    AccountPlan accounts = AccountPlan.of(7, Shelf.NOW, 300);
    new AppDatabase(DatabasePlan.ofSize(accounts, 5_000_000)).write(file);
    live = Files.readAllBytes(file);
    shelf.stage("app", live);
    backup = stored(shelf.take("app", Shelf.NOW));
    compressed = shelf.read(backup.object());
  }

  @AfterAll
  static void stop() {
    shelf.close();
  }

  @Test
  void findsEveryFlippedBit() throws Exception {
    Random random = new Random(8);
    for (int flip = 0; flip < FLIPS; flip++) {
      byte[] altered = compressed.clone();
      int bit = random.nextInt(altered.length * 8);
      altered[bit / 8] ^= (byte) (1 << bit % 8);
      refuses(altered, "bit " + bit);
    }
    // Where a frame of zstd begins and ends.
    for (int bit = 0; bit < 64; bit++) {
      byte[] altered = compressed.clone();
      int at = bit < 48 ? bit : altered.length * 8 - 64 + bit;
      altered[at / 8] ^= (byte) (1 << at % 8);
      refuses(altered, "bit " + at);
    }
  }

  @Test
  void findsEveryTruncation() throws Exception {
    Random random = new Random(9);
    for (int cut = 0; cut < TRUNCATIONS; cut++) {
      int length = cut == 0 ? 0 : random.nextInt(compressed.length);
      refuses(Arrays.copyOf(compressed, length), "cut to " + length);
    }
    refuses(Arrays.copyOf(compressed, compressed.length + 1), "one byte more");
    byte[] twice = Arrays.copyOf(compressed, compressed.length * 2);
    System.arraycopy(compressed, 0, twice, compressed.length, compressed.length);
    refuses(twice, "twice");
  }

  @Test
  void saysThatItIsGone() {
    Backup gone = withGeneration(1);
    assertThatThrownBy(() -> shelf.fetch(gone))
        .isInstanceOf(DamagedBackup.class)
        .hasMessage("gs://shelf/" + backup.object() + " is gone, or was overwritten");
  }

  @Test
  void opensWithStandardTools() throws Exception {
    assumeTrue(runs("zstd", "--version") && runs("sqlite3", "--version"));
    Path object = folder.resolve("by-hand.db.zst");
    Files.write(object, compressed);
    Path restored = folder.resolve("by-hand.db");
    assertThat(output("zstd", "-d", object.toString(), "-o", restored.toString())).isNotNull();
    assertThat(Files.readAllBytes(restored)).isEqualTo(live);
    assertThat(output("sqlite3", restored.toString(), "PRAGMA integrity_check")).isEqualTo("ok\n");
    assertThat(output("sha256sum", restored.toString())).startsWith(backup.manifest().sha256());
    assertThat(output("sqlite3", restored.toString(), "SELECT count(*) FROM user_progress"))
        .isEqualTo(backup.manifest().rows().get("user_progress") + "\n");
  }

  private static void refuses(byte[] altered, String what) {
    BlobId id = BlobId.of(Shelf.BUCKET, backup.object());
    Backup there = withGeneration(shelf.put(id.getName(), altered).getGeneration());
    assertThatThrownBy(() -> shelf.fetch(there)).as(what).isInstanceOf(DamagedBackup.class);
    assertThat(folder.resolve("fetched.db")).doesNotExist();
    assertThat(shelf.catalog.newestProven("app")).as(what).isEmpty();
    shelf.storage.delete(id);
  }

  private static Backup withGeneration(long generation) {
    return new Backup(
        backup.manifest(),
        backup.object(),
        generation,
        backup.manifestGeneration(),
        backup.storedAt(),
        false);
  }

  private static boolean runs(String... command) throws InterruptedException {
    try {
      Process process = new ProcessBuilder(command).start();
      process.getInputStream().readAllBytes();
      return process.waitFor() == 0;
    } catch (IOException absent) {
      return false;
    }
  }

  private static String output(String... command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }
}

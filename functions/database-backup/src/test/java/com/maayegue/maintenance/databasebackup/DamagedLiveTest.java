package com.maayegue.maintenance.databasebackup;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.storage.Blob;
import com.google.cloud.storage.BlobId;
import com.maayegue.maintenance.core.RunLog;
import com.maayegue.maintenance.core.RunOutcome;
import com.maayegue.maintenance.databasebackups.Backup;
import com.maayegue.maintenance.databasebackups.DatabaseBackups;
import com.maayegue.maintenance.sampledata.AccountPlan;
import com.maayegue.maintenance.sampledata.AppDatabase;
import com.maayegue.maintenance.sampledata.DatabasePlan;
import com.maayegue.maintenance.stagedsqlite.Steps;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A live database of 5 MB in the app's schema with random bits flipped, or cut short; {@code
 * -Dflips=1000 -Dtruncations=200} for a long run. What is not stored is no backup; what is stored
 * is what was live, to the bit, and intact.
 */
class DamagedLiveTest {
  private static final int FLIPS = Integer.getInteger("flips", 25);
  private static final int TRUNCATIONS = Integer.getInteger("truncations", 8);

  @TempDir private static Path folder;
  private final Instant now = Instant.now();
  private Yard yard;
  private byte[] whole;
  private List<String> before;
  private int stored;
  private int refused;

  @BeforeEach
  void start() throws Exception {
    yard = Yard.empty();
    yard.env.put("RETENTION_DAILY", "1");
    yard.env.put("RETENTION_WEEKLY", "0");
    yard.env.put("RETENTION_MONTHLY", "0");
    Path file = folder.resolve("app.db");
    Files.deleteIfExists(file);
    AccountPlan accounts = AccountPlan.of(7, now, 300);
    new AppDatabase(DatabasePlan.ofSize(accounts, 5_000_000)).write(file);
    whole = Files.readAllBytes(file);
    older();
  }

  /** Two backups that any new proven one would let go. */
  private void older() throws Exception {
    yard.clearStorage();
    yard.stage(Yard.APP, "older");
    yard.past(Yard.APP, now.minus(Duration.ofDays(9)));
    yard.stage(Yard.APP, "old");
    yard.past(Yard.APP, now.minus(Duration.ofDays(8)));
    before = yard.names("backups/");
  }

  @Test
  void aFlippedBitIsNeverStoredAsWhatItIsNot() throws Exception {
    Random random = new Random(11);
    for (int flip = 0; flip < FLIPS; flip++) {
      byte[] damaged = whole.clone();
      int bit = random.nextInt(damaged.length * 8);
      damaged[bit / 8] ^= (byte) (1 << bit % 8);
      backUp(damaged, "bit " + bit, flip);
    }
    System.out.printf("%d flips: %d stored as they are, %d refused%n", FLIPS, stored, refused);
    assertThat(refused).isPositive();
  }

  @Test
  void aTruncatedDatabaseIsNeverStored() throws Exception {
    Random random = new Random(12);
    for (int cut = 0; cut < TRUNCATIONS; cut++) {
      int length = random.nextInt(whole.length);
      backUp(Arrays.copyOf(whole, length), "cut to " + length, cut);
    }
    assertThat(refused).isEqualTo(TRUNCATIONS);
  }

  private void backUp(byte[] live, String what, int second) throws Exception {
    long generation = yard.stage(Yard.APP, live);
    RunOutcome outcome = yard.run(now.plusSeconds(second));
    Blob after = yard.storage.get(BlobId.of(Yard.BUCKET, "live/maa_yegue_app.db"));
    assertThat(after.getGeneration()).as(what).isEqualTo(generation);
    assertThat(after.getContent()).as(what).isEqualTo(live);
    if (outcome instanceof RunOutcome.Failed failed) {
      refused++;
      assertThat(failed.cause()).as(what).isEqualTo("not-intact");
      assertThat(yard.names("backups/")).as(what).isEqualTo(before);
      return;
    }
    stored++;
    Backup backup = yard.catalog().newestProven(Yard.APP).orElseThrow();
    assertThat(backup.manifest().sourceGeneration()).as(what).isEqualTo(generation);
    assertThat(backup.manifest().sha256()).as(what).isEqualTo(sha256(live));
    assertThat(integrity(backup, live)).as(what).isEqualTo("ok");
    assertThat(outcome.counts()).as(what).containsEntry("pruned", 2L);
    older();
  }

  private String integrity(Backup backup, byte[] live) throws Exception {
    Path file = folder.resolve("restored.db");
    RunLog quiet = new RunLog(new PrintStream(PrintStream.nullOutputStream()), "x", Yard.PROJECT);
    Steps steps = new Steps(quiet, InstantSource.fixed(now), now.plusSeconds(1));
    new DatabaseBackups(yard.storage, Yard.BUCKET).fetch(backup, file, steps);
    assertThat(Files.readAllBytes(file)).isEqualTo(live);
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("PRAGMA integrity_check")) {
      return rows.getString(1);
    }
  }

  private static String sha256(byte[] bytes) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }
}

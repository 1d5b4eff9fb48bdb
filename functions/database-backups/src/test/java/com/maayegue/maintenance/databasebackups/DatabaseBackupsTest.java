package com.maayegue.maintenance.databasebackups;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.cloud.storage.Blob;
import com.google.cloud.storage.BlobId;
import com.google.cloud.storage.BlobInfo;
import com.maayegue.maintenance.stagedsqlite.DeadlineReached;
import com.maayegue.maintenance.stagedsqlite.UnusableDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DatabaseBackupsTest extends WithShelf {
  private static final String OBJECT = "backups/app/2026-03-01T000005Z.db.zst";
  private static final String MANIFEST = "backups/app/2026-03-01T000005Z.json";
  private static final Duration DAY = Duration.ofDays(1);

  @Test
  void storesWhatIsLiveAndSaysWhatItIs() throws Exception {
    byte[] live =
        shelf.database(
            "INSERT INTO newsletter_subscriptions (email, subscribed_at) VALUES ('a@b.cm', 1)");
    Blob staged = shelf.stage("app", live);
    Backup backup = stored(shelf.take("app", Shelf.NOW));
    assertThat(shelf.names("backups/")).containsExactly(OBJECT, MANIFEST);
    assertThat(shelf.fetch(backup)).isEqualTo(live);
    BackupManifest manifest = backup.manifest();
    assertThat(manifest.proven()).isTrue();
    assertThat(manifest.sourceGeneration()).isEqualTo(staged.getGeneration());
    assertThat(manifest.takenAt()).isEqualTo(Instant.parse("2026-03-01T00:00:05Z"));
    assertThat(manifest.bytes()).isEqualTo(live.length);
    assertThat(manifest.pageCount() * manifest.pageSize()).isEqualTo(live.length);
    assertThat(manifest.dbVersion()).contains("2");
    assertThat(manifest.rows()).hasSize(14).containsEntry("newsletter_subscriptions", 1L);
    assertThat(shelf.catalog.backups("app")).containsExactly(backup);
    assertThat(shelf.catalog.oddities("app")).isEmpty();
    assertThat(BackupManifest.parse(manifest.toJson())).isEqualTo(manifest);
    assertThat(shelf.read("live/app.db")).isEqualTo(live);
  }

  @Test
  void storesAGenerationOnce() throws Exception {
    shelf.stage("app", shelf.database());
    Backup first = stored(shelf.take("app", Shelf.NOW));
    assertThat(shelf.take("app", Shelf.NOW.plus(DAY))).isEqualTo(new Taken.Unchanged(first));
    shelf.stage("app", shelf.database("DELETE FROM app_metadata"));
    Backup second = stored(shelf.take("app", Shelf.NOW.plus(DAY)));
    assertThat(shelf.catalog.backups("app")).containsExactly(second, first);
  }

  @Test
  void refusesWhatIsAbsentOrOnlyAPart() throws Exception {
    assertThatThrownBy(() -> shelf.take("app", Shelf.NOW))
        .isInstanceOf(UnusableDatabase.class)
        .hasMessage("gs://shelf/live/app.db is absent");
    shelf.stage("app", shelf.database());
    shelf.put("live/app.db-wal", new byte[32]);
    assertThatThrownBy(() -> shelf.take("app", Shelf.NOW))
        .isInstanceOf(UnusableDatabase.class)
        .hasMessageContaining("has a -wal beside it");
    assertThatThrownBy(
            () ->
                new DatabaseBackups(shelf.storage, "elsewhere")
                    .take("app", Shelf.NOW, shelf.steps()))
        .isInstanceOf(UnusableDatabase.class)
        .hasMessageContaining("'elsewhere' (SQLITE_BUCKET) is absent");
    assertThat(shelf.names("backups/")).isEmpty();
  }

  @Test
  void takesNoneOfRowsThatBreakAConstraint() throws Exception {
    shelf.stage(
        "app",
        shelf.database(
            "PRAGMA ignore_check_constraints=ON",
            "INSERT INTO users (user_id, role, created_at, updated_at) VALUES ('u', 'king', 1, 1)"));
    Taken taken = shelf.take("app", Shelf.NOW);
    assertThat(((Taken.NotIntact) taken).findings())
        .containsExactly("CHECK constraint failed in users");
  }

  @Test
  void finishesWhatARunThatDiedHasStored() throws Exception {
    shelf.stage("app", shelf.database());
    Backup died = stored(shelf.take("app", Shelf.NOW));
    assertThat(shelf.storage.delete(BlobId.of(Shelf.BUCKET, MANIFEST))).isTrue();
    assertThat(shelf.catalog.newestProven("app")).isEmpty();
    Backup finished = stored(shelf.take("app", Shelf.NOW.plusSeconds(60)));
    assertThat(shelf.names("backups/")).containsExactly(OBJECT, MANIFEST);
    assertThat(finished.generation()).isEqualTo(died.generation());
    assertThat(finished.manifest().takenAt()).isEqualTo(died.manifest().takenAt());
  }

  @Test
  void startsAnewWhenWhatARunThatDiedHasStoredIsDamaged() throws Exception {
    Blob live = shelf.stage("app", shelf.database());
    shelf.storage.create(
        BlobInfo.newBuilder(Shelf.BUCKET, OBJECT)
            .setMetadata(Map.of(BackupCatalog.SOURCE, Long.toString(live.getGeneration())))
            .build(),
        new byte[500]);
    Instant later = Shelf.NOW.plusSeconds(60);
    assertThatThrownBy(() -> shelf.take("app", later))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("left damaged by a run that died");
    assertThat(shelf.names("backups/")).isEmpty();
    assertThat(stored(shelf.take("app", later)).object()).contains("T000105Z");
  }

  @Test
  void takesAnotherWhenTheOneThereWasAltered() throws Exception {
    shelf.stage("app", shelf.database());
    Backup good = stored(shelf.take("app", Shelf.NOW));
    shelf.put(OBJECT, new byte[10]);
    assertThat(shelf.catalog.backups("app").get(0).altered()).isTrue();
    assertThat(shelf.catalog.oddities("app"))
        .containsExactly("gs://shelf/" + OBJECT + ": not what its manifest says");
    Backup next = stored(shelf.take("app", Shelf.NOW.plusSeconds(60)));
    assertThat(next.manifest().sha256()).isEqualTo(good.manifest().sha256());
    assertThat(shelf.catalog.newestProven("app")).contains(next);
  }

  @Test
  void leavesNothingBehindWhenTimeIsOver() throws Exception {
    shelf.stage("app", shelf.database());
    Set<Path> before = temporary();
    InstantSource late = InstantSource.fixed(Shelf.NOW.plusSeconds(480));
    assertThatThrownBy(() -> shelf.backups.take("app", Shelf.NOW, shelf.steps(late)))
        .isInstanceOf(DeadlineReached.class)
        .hasMessageContaining("app: download");
    assertThat(shelf.names("backups/")).isEmpty();
    assertThat(temporary()).isEqualTo(before);
  }

  @Test
  void givesAFreshOneAndTakesOneOnlyIfItHasTo() throws Exception {
    shelf.stage("app", shelf.database());
    Instant later = Shelf.NOW.plus(Duration.ofHours(23));
    Backup first = shelf.backups.fresh("app", DAY, Shelf.NOW, shelf.steps());
    shelf.stage("app", shelf.database("DELETE FROM app_metadata"));
    assertThat(shelf.backups.fresh("app", DAY, later, shelf.steps())).isEqualTo(first);
    Instant tomorrow = Shelf.NOW.plus(DAY);
    Backup second = shelf.backups.fresh("app", DAY, tomorrow, shelf.steps());
    assertThat(second.manifest().takenAt()).isAfter(first.manifest().takenAt());
    // A clock that was set back makes what is there look as if it came from the future: what counts
    // then is that it is of the very generation that is live.
    assertThat(shelf.backups.fresh("app", DAY, later, shelf.steps())).isEqualTo(second);
  }

  @Test
  void hasNoFreshOneOfWhatIsNotIntact() {
    shelf.stage("app", new byte[5000]);
    assertThatThrownBy(() -> shelf.backups.fresh("app", DAY, Shelf.NOW, shelf.steps()))
        .isInstanceOf(UnusableDatabase.class)
        .hasMessageContaining("not a SQLite database");
  }

  static Backup stored(Taken taken) {
    assertThat(taken).as(taken.refusal()).isInstanceOf(Taken.Stored.class);
    return ((Taken.Stored) taken).backup();
  }

  /** What is in the folder for temporary files, and is ours. */
  static Set<Path> temporary() throws IOException {
    try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("backup-"))
          .collect(Collectors.toSet());
    }
  }
}

package com.maayegue.maintenance.databasebackups;

import static com.maayegue.maintenance.databasebackups.DatabaseBackupsTest.stored;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.cloud.storage.BlobId;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BackupCatalogTest extends WithShelf {
  private Backup newest;
  private Backup older;

  @BeforeEach
  void take() throws Exception {
    shelf.stage("app", shelf.database());
    older = stored(shelf.take("app", Shelf.NOW));
    shelf.stage("app", shelf.database("DELETE FROM app_metadata"));
    newest = stored(shelf.take("app", Shelf.NOW.plusSeconds(1)));
  }

  @Test
  void listsTheNewestFirstAndOthersNotAtAll() throws Exception {
    shelf.stage("app2", shelf.database());
    stored(shelf.take("app2", Shelf.NOW.plusSeconds(2)));
    assertThat(shelf.catalog.backups("app")).containsExactly(newest, older);
    assertThat(shelf.catalog.backups("nothing")).isEmpty();
  }

  @Test
  void anObjectWithoutItsManifestIsNoBackup() {
    shelf.storage.delete(BlobId.of(Shelf.BUCKET, newest.manifestObject()));
    BackupCatalog.Inventory inventory = shelf.catalog.inventory("app");
    assertThat(inventory.backups()).containsExactly(older);
    assertThat(inventory.newestProven()).contains(older);
    assertThat(inventory.oddities())
        .containsExactly(
            "gs://shelf/" + newest.object() + ": an object without its manifest, so not a backup");
    assertThat(inventory.orphans())
        .singleElement()
        .matches(
            orphan ->
                orphan
                    .sourceGeneration()
                    .equals(Optional.of(newest.manifest().sourceGeneration())));
  }

  @Test
  void aManifestWithoutItsObjectIsNoBackup() {
    shelf.storage.delete(BlobId.of(Shelf.BUCKET, newest.object()));
    BackupCatalog.Inventory inventory = shelf.catalog.inventory("app");
    assertThat(inventory.backups()).containsExactly(older);
    assertThat(inventory.oddities())
        .containsExactly(
            "gs://shelf/" + newest.manifestObject() + ": a manifest without its object");
    assertThat(inventory.orphans()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[]", "null", "{}", "{\"database\":\"app\",\"takenAt\":\"x\"}"})
  void anUnreadableManifestIsNone(String json) {
    shelf.put(newest.manifestObject(), json.getBytes(UTF_8));
    assertThat(shelf.catalog.backups("app")).containsExactly(older);
    assertThat(shelf.catalog.oddities("app"))
        .singleElement()
        .asString()
        .contains(newest.manifestObject())
        .contains("expected the manifest of a backup");
  }

  @Test
  void theManifestOfAnotherBackupIsNone() {
    shelf.put(newest.manifestObject(), older.manifest().toJson().getBytes(UTF_8));
    assertThat(shelf.catalog.backups("app")).containsExactly(older);
    assertThat(shelf.catalog.oddities("app")).singleElement().asString().contains("of another");
  }

  @Test
  void aManifestOfAFailedDrillIsABackupThatIsNotProven() {
    Drill failed = new Drill(Shelf.NOW, false, "why", 1);
    shelf.put(newest.manifestObject(), newest.manifest().with(failed).toJson().getBytes(UTF_8));
    assertThat(shelf.catalog.backups("app")).hasSize(2);
    assertThat(shelf.catalog.newestProven("app")).contains(older);
    assertThat(shelf.catalog.backups("app").get(0).manifest().drill()).contains(failed);
  }

  @ParameterizedTest
  @ValueSource(strings = {"notes.txt", "2026-13-01T000005Z.db.zst", "x.json", "old/x.db.zst"})
  void otherNamesAreOdd(String name) {
    shelf.put("backups/app/" + name, new byte[1]);
    assertThat(shelf.catalog.backups("app")).containsExactly(newest, older);
    assertThat(shelf.catalog.oddities("app"))
        .containsExactly("gs://shelf/backups/app/" + name + ": not the name of a backup");
    assertThat(shelf.catalog.inventory("app").orphans()).isEmpty();
  }

  @Test
  void removesBothAndNothingElse() {
    shelf.catalog.remove(older);
    shelf.catalog.remove(older);
    assertThat(shelf.names("backups/")).containsExactly(newest.object(), newest.manifestObject());
  }

  @Test
  void doesNotRemoveWhatChangedSinceItWasListed() {
    shelf.put(older.object(), new byte[1]);
    shelf.put(older.manifestObject(), new byte[1]);
    shelf.catalog.remove(older);
    assertThat(shelf.names("backups/")).hasSize(4);
  }

  @Test
  void saysWhatAManifestLacks() {
    String json = newest.manifest().toJson().replace("\"sha256\"", "\"sha1\"");
    assertThatThrownBy(() -> BackupManifest.parse(json))
        .hasMessageContaining("'sha256' is missing");
  }
}

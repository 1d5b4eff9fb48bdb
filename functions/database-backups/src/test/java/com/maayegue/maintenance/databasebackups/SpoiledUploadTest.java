package com.maayegue.maintenance.databasebackups;

import static com.maayegue.maintenance.databasebackups.DatabaseBackupsTest.stored;
import static com.maayegue.maintenance.databasebackups.DatabaseBackupsTest.temporary;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.cloud.storage.StorageException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Uploads over a line that breaks, or alters what is sent. */
class SpoiledUploadTest {
  @TempDir private static Path folder;

  @Test
  void neverLeavesAnObjectThatIsNotWhatWasSent() throws Exception {
    try (Shelf shelf = new Shelf(folder);
        MeddlingProxy proxy = new MeddlingProxy(shelf.server.port())) {
      byte[] live = shelf.noise(400);
      shelf.stage("app", live);
      DatabaseBackups backups = new DatabaseBackups(Shelf.connect(proxy.url()), Shelf.BUCKET);
      Set<Path> before = temporary();

      proxy.meddle(200_000, Long.MAX_VALUE);
      assertThatThrownBy(() -> backups.take("app", Shelf.NOW, shelf.steps()))
          .as("an upload that dies half-way")
          .isInstanceOfAny(IOException.class, StorageException.class);
      assertThat(shelf.names("backups/")).isEmpty();

      proxy.meddle(Long.MAX_VALUE, 200_000);
      assertThatThrownBy(() -> backups.take("app", Shelf.NOW, shelf.steps()))
          .as("an upload that is altered on its way")
          .isInstanceOf(IOException.class)
          // Cloud Storage refuses it by its checksum, or we do.
          .hasMessageContaining("was not stored")
          // As the cause a status would say that trying again is of no use.
          .hasNoCause();
      assertThat(shelf.names("backups/")).isEmpty();

      proxy.meddle(Long.MAX_VALUE, Long.MAX_VALUE);
      Backup backup = stored(backups.take("app", Shelf.NOW, shelf.steps()));
      assertThat(shelf.fetch(backup)).isEqualTo(live);
      assertThat(temporary()).isEqualTo(before);
    }
  }
}

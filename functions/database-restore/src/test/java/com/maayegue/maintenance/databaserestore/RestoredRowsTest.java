package com.maayegue.maintenance.databaserestore;

import static com.maayegue.maintenance.databaserestore.Site.body;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What is live after a restore is what was backed up, row by row, and for SQLite's own tool too.
 */
class RestoredRowsTest {
  private Site site;

  @BeforeEach
  void clear() throws Exception {
    site = Site.empty();
  }

  @Test
  void leavesNoRowThatDiffersFromTheBackup() throws Exception {
    byte[] expected = changedSinceTheBackup();
    site.restore(body("full", ""));
    assertThat(site.dump(site.live())).isEqualTo(site.dump(expected));
  }

  @Test
  void showsNoDifferenceToSqldiff() throws Exception {
    Optional<Path> sqldiff =
        Arrays.stream(System.getenv("PATH").split(File.pathSeparator, -1))
            .map(folder -> Path.of(folder, "sqldiff"))
            .filter(Files::isExecutable)
            .findFirst();
    assumeThat(sqldiff).as("sqldiff of SQLite's tools is on the PATH").isPresent();
    Path one = Files.write(site.folder.resolve("one.db"), changedSinceTheBackup());
    site.restore(body("full", ""));
    Path other = Files.write(site.folder.resolve("other.db"), site.live());
    Process process =
        new ProcessBuilder(sqldiff.get().toString(), one.toString(), other.toString())
            .redirectErrorStream(true)
            .start();
    assertThat(process.getInputStream().readAllBytes()).isEmpty();
    assertThat(process.waitFor()).isZero();
  }

  /** Backs up, changes what is live, and returns what is in the backup. */
  private byte[] changedSinceTheBackup() throws Exception {
    site.backUp("UPDATE users SET display_name = 'é' || char(10)");
    byte[] expected = site.live();
    site.editLive("DELETE FROM users WHERE user_id LIKE '%1'", "DELETE FROM payments");
    return expected;
  }
}

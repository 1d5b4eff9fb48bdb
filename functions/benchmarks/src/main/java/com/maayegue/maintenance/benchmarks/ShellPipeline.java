package com.maayegue.maintenance.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a careful, and a careless, shell script does to back up a database file. */
final class ShellPipeline {
  private final Path database;
  private final Path copy;
  private final Path compressed;

  ShellPipeline(Path database, Path folder) {
    this.database = database;
    this.copy = folder.resolve("shell-copy.db");
    this.compressed = folder.resolve("shell-copy.db.compressed");
  }

  /** A consistent copy, checked, compressed, hashed, and decompressed once as a test. */
  List<Took> proved() throws IOException, InterruptedException {
    clean();
    List<Took> took = new ArrayList<>();
    took.add(run("sqlite3", database.toString(), "VACUUM INTO '" + copy + "'"));
    took.add(run("sqlite3", copy.toString(), "PRAGMA integrity_check"));
    took.add(run("zstd", "-q", "-3", "-T2", copy.toString(), "-o", compressed.toString()));
    took.add(run("sha256sum", copy.toString()));
    took.add(run("zstd", "-q", "-t", compressed.toString()));
    clean();
    return took;
  }

  /** A copy and gzip, of which nobody knows whether it can be restored. */
  List<Took> gzip() throws IOException, InterruptedException {
    clean();
    List<Took> took = new ArrayList<>();
    took.add(run("cp", database.toString(), copy.toString()));
    took.add(run("gzip", "-6", copy.toString()));
    clean();
    return took;
  }

  private void clean() throws IOException {
    Files.deleteIfExists(copy);
    Files.deleteIfExists(compressed);
    Files.deleteIfExists(Path.of(copy + ".gz"));
  }

  private static Took run(String... command) throws IOException, InterruptedException {
    long start = System.nanoTime();
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    int status = process.waitFor();
    if (status != 0) {
      throw new IOException(String.join(" ", command) + " ended with " + status);
    }
    String step = command[0].equals("sqlite3") ? command[2].split(" '", 2)[0] : command[0];
    return new Took(step, (System.nanoTime() - start) / 1e9);
  }

  /** What one step took. */
  record Took(String step, double seconds) {
    @Override
    public String toString() {
      return String.format(Locale.ROOT, "%s %.2f", step, seconds);
    }
  }
}

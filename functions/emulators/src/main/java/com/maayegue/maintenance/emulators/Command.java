package com.maayegue.maintenance.emulators;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Runs a command of the machine to its end. */
final class Command {
  private Command() {}

  /**
   * What {@code command} wrote, to either output.
   *
   * @throws IOException when it does not exist, fails or takes longer than {@code atMost}
   */
  static String run(Path folder, Duration atMost, List<String> command) throws IOException {
    Path log = Files.createTempFile("command-", ".log");
    String name = String.join(" ", command);
    try (ChildProcess process =
        ChildProcess.start(name, new ProcessBuilder(command).directory(folder.toFile()), log)) {
      int exitCode = process.awaitExit(atMost);
      if (exitCode != 0) {
        throw new IOException(name + " ended with exit code " + exitCode + ":\n" + process.log());
      }
      return process.log();
    } finally {
      Files.delete(log);
    }
  }
}

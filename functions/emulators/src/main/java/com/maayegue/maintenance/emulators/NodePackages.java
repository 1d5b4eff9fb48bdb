package com.maayegue.maintenance.emulators;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * firebase-tools at exactly the version of our lock file, installed once a user and lock file (15 s
 * and 221 MB). No package's script is run.
 */
public final class NodePackages {
  private static final int OLDEST_NODE = 20;
  private static final Duration INSTALL_TIMEOUT = Duration.ofMinutes(5);
  private static final Duration VERSION_TIMEOUT = Duration.ofSeconds(30);

  private final CacheFolder cache;

  NodePackages(CacheFolder cache) {
    this.cache = cache;
  }

  /** The packages in the user's cache folder. */
  public static NodePackages ofUser() {
    return new NodePackages(CacheFolder.ofUser());
  }

  /**
   * The folder that holds {@code node_modules}; installs it when it is not there.
   *
   * @throws IOException when Node or npm is missing or too old, or npm fails, with the end of what
   *     it wrote
   */
  public Path installed() throws IOException {
    byte[] manifest = CacheFolder.bytes("npm/package.json");
    byte[] lock = CacheFolder.bytes("npm/package-lock.json");
    String name = "npm-" + CacheFolder.hash(lock);
    return cache.once(
        name,
        folder -> {
          requireNode();
          System.err.println(
              "Installing firebase-tools into "
                  + cache.root().resolve(name)
                  + " (once; about 15 s and 221 MB)");
          Files.write(folder.resolve("package.json"), manifest);
          Files.write(folder.resolve("package-lock.json"), lock);
          install(folder);
        });
  }

  private static void install(Path folder) throws IOException {
    Command.run(
        folder,
        INSTALL_TIMEOUT,
        List.of("npm", "ci", "--ignore-scripts", "--omit=optional", "--no-audit", "--no-fund"));
  }

  private static void requireNode() throws IOException {
    String version;
    try {
      version = Command.run(Path.of("."), VERSION_TIMEOUT, List.of("node", "--version")).strip();
      Command.run(Path.of("."), VERSION_TIMEOUT, List.of("npm", "--version"));
    } catch (IOException e) {
      throw new IOException(
          "the Auth emulator needs Node " + OLDEST_NODE + " or newer and npm on the PATH", e);
    }
    if (major(version) < OLDEST_NODE) {
      throw new IOException(
          "the Auth emulator needs Node " + OLDEST_NODE + " or newer, but node is " + version);
    }
  }

  /** 20 for {@code v20.20.2}; 0 for what is no version. */
  static int major(String version) {
    String digits = version.replaceFirst("^v(\\d{1,6})\\..*$", "$1");
    return digits.matches("\\d{1,6}") ? Integer.parseInt(digits) : 0;
  }
}

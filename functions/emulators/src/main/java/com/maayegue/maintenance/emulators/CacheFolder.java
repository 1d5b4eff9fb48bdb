package com.maayegue.maintenance.emulators;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URL;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.stream.Stream;

/**
 * The user's folder for what is fetched or unpacked once and then shared by all processes: {@code
 * ~/.cache/maa-yegue-maintenance}, or what {@code MAINTENANCE_CACHE} names. Everything in it can be
 * deleted at any time that nothing runs.
 */
record CacheFolder(Path root) {
  /** Fills a folder that is empty at first. */
  @FunctionalInterface
  interface Filling {
    void into(Path folder) throws IOException;
  }

  static CacheFolder ofUser() {
    String named = System.getenv("MAINTENANCE_CACHE");
    return new CacheFolder(
        named == null || named.isBlank()
            ? Path.of(System.getProperty("user.home"), ".cache", "maa-yegue-maintenance")
            : Path.of(named));
  }

  /**
   * The folder {@code name}, filled by the first who asks, whichever process that is. It is filled
   * under another name and renamed at the end, so an interrupted filling is never used.
   */
  Path once(String name, Filling filling) throws IOException {
    Path folder = root.resolve(name);
    if (Files.isDirectory(folder)) {
      return folder;
    }
    Files.createDirectories(root);
    // The file lock is between processes; between the threads of one it would throw.
    synchronized (CacheFolder.class) {
      try (FileChannel channel =
              FileChannel.open(
                  root.resolve(name + ".lock"),
                  StandardOpenOption.CREATE,
                  StandardOpenOption.WRITE);
          FileLock lock = channel.lock()) {
        if (lock.isValid() && !Files.isDirectory(folder)) {
          Path partial = root.resolve(name + ".partial");
          delete(partial);
          Files.createDirectory(partial);
          filling.into(partial);
          Files.move(partial, folder, StandardCopyOption.ATOMIC_MOVE);
        }
      }
    }
    return folder;
  }

  /** A resource of this package as a file: where the build put it, or unpacked from our jar. */
  Path file(String resource) throws IOException {
    URL url = CacheFolder.class.getResource(resource);
    if (url == null) {
      throw new FileNotFoundException(resource + " is not part of this build");
    }
    if (url.getProtocol().equals("file")) {
      return Path.of(URI.create(url.toString()));
    }
    byte[] bytes = bytes(resource);
    String name = Path.of(resource).getFileName().toString();
    return once(name + "-" + hash(bytes), folder -> Files.write(folder.resolve(name), bytes))
        .resolve(name);
  }

  static byte[] bytes(String resource) throws IOException {
    try (InputStream in = CacheFolder.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new FileNotFoundException(resource + " is not part of this build");
      }
      return in.readAllBytes();
    }
  }

  /** Enough of the SHA-256 to tell contents apart. */
  static String hash(byte[] bytes) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
      return HexFormat.of().formatHex(digest).substring(0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** Deletes a folder and all in it, if it is there. */
  static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}

package com.maayegue.maintenance.localstorage;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import java.util.zip.CRC32C;

/**
 * Bytes on their way into a bucket: a file that no client sees, measured as it grows. {@link
 * #close()} removes it unless a bucket has taken it over; no more than one buffer is in memory.
 */
final class IncomingBlob implements AutoCloseable {
  private final Path file;
  private final MessageDigest md5 = newMd5();
  private final CRC32C crc32c = new CRC32C();
  private long size;

  private IncomingBlob(Path file) {
    this.file = file;
  }

  /** A new empty file in {@code folder}. */
  static IncomingBlob in(Path folder) throws IOException {
    IncomingBlob blob = new IncomingBlob(folder.resolve(UUID.randomUUID().toString()));
    Files.createFile(blob.file);
    return blob;
  }

  /** Another name in {@code folder} for bytes that never change, or a copy where links fail. */
  static Path link(Path original, Path folder) throws IOException {
    Path link = folder.resolve(UUID.randomUUID().toString());
    try {
      return Files.createLink(link, original);
    } catch (UnsupportedOperationException | FileSystemException noLinks) {
      return Files.copy(original, link);
    }
  }

  /** Opens the file for more bytes; the caller closes the stream before anything else happens. */
  OutputStream append() throws IOException {
    OutputStream output = Files.newOutputStream(file, StandardOpenOption.APPEND);
    return new OutputStream() {
      @Override
      public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
      }

      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        output.write(bytes, offset, length);
        md5.update(bytes, offset, length);
        crc32c.update(bytes, offset, length);
        size += length;
      }

      @Override
      public void close() throws IOException {
        output.close();
      }
    };
  }

  /** Appends all of {@code source}. */
  void append(InputStream source) throws IOException {
    try (OutputStream output = append()) {
      source.transferTo(output);
    }
  }

  Path file() {
    return file;
  }

  /** Bytes so far. */
  long size() {
    return size;
  }

  /** The measures of an object that was uploaded; ends the measuring. */
  BlobFacts facts() {
    String hash = Base64.getEncoder().encodeToString(md5.digest());
    return new BlobFacts(size, Optional.of(hash), checksum(), 0);
  }

  /** The measures of an object that was composed of {@code components} others. */
  BlobFacts composedFacts(int components) {
    return new BlobFacts(size, Optional.empty(), checksum(), components);
  }

  private String checksum() {
    byte[] bytes = ByteBuffer.allocate(Integer.BYTES).putInt((int) crc32c.getValue()).array();
    return Base64.getEncoder().encodeToString(bytes);
  }

  @Override
  public void close() throws IOException {
    Files.deleteIfExists(file);
  }

  private static MessageDigest newMd5() {
    try {
      return MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException everyJdkHasIt) {
      throw new IllegalStateException(everyJdkHasIt);
    }
  }
}

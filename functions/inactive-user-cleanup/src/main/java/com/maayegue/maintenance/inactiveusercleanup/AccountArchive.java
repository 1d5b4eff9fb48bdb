package com.maayegue.maintenance.inactiveusercleanup;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.luben.zstd.ZstdInputStream;
import com.github.luben.zstd.ZstdOutputStream;
import com.google.cloud.storage.Blob;
import com.google.cloud.storage.BlobId;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.Storage.BlobWriteOption;
import com.google.cloud.storage.StorageException;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HashSet;
import java.util.Set;

/**
 * The accounts that are about to be deleted, as {@code archive/auth/<date>.jsonl.zst}: gathered in
 * a temporary file, and stored before anything is destroyed. What another run stored on the same
 * day stays, and nothing is stored twice; what is new comes as one more zstd frame, which {@code
 * zstd -d} reads as one file.
 */
final class AccountArchive implements AutoCloseable {
  private static final int MOST_TRIES = 6;
  private static final int PRECONDITION_FAILED = 412;
  private static final int UPLOAD_CHUNK = 2 * 1024 * 1024;

  private final Storage storage;
  private final BlobId object;
  private final Path gathered;
  private final BufferedWriter writer;
  private long accounts;
  private boolean closed;

  /** An archive of the day {@code date}, such as {@code 2025-10-01}. */
  AccountArchive(Storage storage, String bucket, String date) throws IOException {
    this.storage = storage;
    this.object = BlobId.of(bucket, "archive/auth/" + date + ".jsonl.zst");
    this.gathered = Files.createTempFile("accounts-", ".jsonl.zst");
    this.writer = compress(gathered);
  }

  /** The name of the object in its bucket. */
  String name() {
    return object.getName();
  }

  /** Gathers one account. */
  void add(String line) throws IOException {
    writer.write(line);
    writer.write('\n');
    accounts++;
  }

  /**
   * Stores what was gathered; nothing more can be added.
   *
   * @throws IOException if others changed the object six times meanwhile
   */
  void store() throws IOException {
    finish();
    for (int attempt = 0; accounts > 0 && attempt < MOST_TRIES; attempt++) {
      Blob there = storage.get(object);
      if (there == null ? create() : append(there)) {
        return;
      }
    }
    if (accounts > 0) {
      throw new IOException(
          "gs://" + object.getBucket() + "/" + object.getName() + " was changed by others");
    }
  }

  private boolean create() throws IOException {
    return upload(gathered, 0);
  }

  private boolean append(Blob there) throws IOException {
    Path whole = Files.createTempFile("archive-", ".jsonl.zst");
    try {
      storage.downloadTo(there.getBlobId(), whole);
      Path news = Files.createTempFile("news-", ".jsonl.zst");
      try {
        if (copyNew(stored(whole), news) == 0) {
          return true;
        }
        try (OutputStream out = Files.newOutputStream(whole, StandardOpenOption.APPEND)) {
          Files.copy(news, out);
        }
      } finally {
        Files.delete(news);
      }
      return upload(whole, there.getGeneration());
    } finally {
      Files.delete(whole);
    }
  }

  private long copyNew(Set<String> stored, Path news) throws IOException {
    long count = 0;
    try (BufferedReader lines = decompress(gathered);
        BufferedWriter out = compress(news)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!stored.contains(fingerprint(line))) {
          out.write(line);
          out.write('\n');
          count++;
        }
      }
    }
    return count;
  }

  private static Set<String> stored(Path archive) throws IOException {
    Set<String> fingerprints = new HashSet<>();
    try (BufferedReader lines = decompress(archive)) {
      lines.lines().forEach(line -> fingerprints.add(fingerprint(line)));
    }
    return fingerprints;
  }

  /** 96 bits of SHA-256: short, as a day's archive may have a quarter of a million lines. */
  private static String fingerprint(String line) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(line.getBytes(UTF_8));
      return Base64.getEncoder().encodeToString(digest).substring(0, 16);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java has SHA-256", impossible);
    }
  }

  private boolean upload(Path file, long ifGeneration) throws IOException {
    BlobInfo target = BlobInfo.newBuilder(object).setContentType("application/zstd").build();
    BlobWriteOption onlyIf =
        ifGeneration == 0
            ? BlobWriteOption.doesNotExist()
            : BlobWriteOption.generationMatch(ifGeneration);
    try {
      storage.createFrom(target, file, UPLOAD_CHUNK, onlyIf);
      return true;
    } catch (StorageException failure) {
      if (failure.getCode() == PRECONDITION_FAILED) {
        return false;
      }
      throw failure;
    }
  }

  private static BufferedWriter compress(Path file) throws IOException {
    return new BufferedWriter(
        new OutputStreamWriter(new ZstdOutputStream(Files.newOutputStream(file), 3), UTF_8));
  }

  private static BufferedReader decompress(Path file) throws IOException {
    InputStream in = Files.newInputStream(file);
    return new BufferedReader(new InputStreamReader(new ZstdInputStream(in), UTF_8));
  }

  private void finish() throws IOException {
    if (!closed) {
      closed = true;
      writer.close();
    }
  }

  /** Removes the temporary file. */
  @Override
  public void close() throws IOException {
    finish();
    Files.delete(gathered);
  }
}

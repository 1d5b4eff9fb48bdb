package com.maayegue.maintenance.stagedsqlite;

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
 * Lines of JSON that are about to be destroyed elsewhere, as {@code <folder>/<date>.jsonl.zst}:
 * gathered in a temporary file, and stored before anything is. What another run stored on the same
 * day stays, and nothing is stored twice; what is new comes as one more zstd frame, which {@code
 * zstd -d} reads as one file. Nothing is ever taken out of an archive.
 */
public final class JsonlArchive implements AutoCloseable {
  private static final int MOST_TRIES = 6;
  private static final int PRECONDITION_FAILED = 412;
  private static final int UPLOAD_CHUNK = 2 * 1024 * 1024;
  private static final String ENDING = ".jsonl.zst";

  private final Storage storage;
  private final BlobId object;
  private final String folder;
  private final Path gathered;
  private final BufferedWriter writer;
  private final Set<String> earlier = new HashSet<>();
  private long lines;
  private boolean closed;

  /**
   * An archive of one day.
   *
   * @param folder such as {@code archive/auth/}, with its slash
   * @param date such as {@code 2025-10-01}
   */
  public JsonlArchive(Storage storage, String bucket, String folder, String date)
      throws IOException {
    this.storage = storage;
    this.folder = folder;
    this.object = BlobId.of(bucket, folder + date + ENDING);
    this.gathered = Files.createTempFile("archive-", ENDING);
    this.writer = compress(gathered);
  }

  /** The name of the object in its bucket. */
  public String name() {
    return object.getName();
  }

  /** Gathers one line, without its end. */
  public void add(String line) throws IOException {
    writer.write(line);
    writer.write('\n');
    lines++;
  }

  /** How many lines were gathered. */
  public long lines() {
    return lines;
  }

  /**
   * Lets {@link #store} leave out what the newest archive of an earlier day holds: a run may have
   * died there between archiving and destroying.
   */
  public void leaveOutWhatTheLastDayHolds() throws IOException {
    String last = "";
    for (Blob blob :
        storage.list(object.getBucket(), Storage.BlobListOption.prefix(folder)).iterateAll()) {
      String name = blob.getName();
      boolean before = name.endsWith(ENDING) && name.compareTo(object.getName()) < 0;
      if (before && name.compareTo(last) > 0) {
        last = name;
      }
    }
    if (!last.isEmpty()) {
      earlier.addAll(download(BlobId.of(object.getBucket(), last)));
    }
  }

  /**
   * Stores what was gathered; nothing more can be added.
   *
   * @throws IOException if others changed the object six times meanwhile
   */
  public void store() throws IOException {
    finish();
    for (int attempt = 0; lines > 0 && attempt < MOST_TRIES; attempt++) {
      Blob there = storage.get(object);
      if ((there == null && earlier.isEmpty()) ? create() : append(there)) {
        return;
      }
    }
    if (lines > 0) {
      throw new IOException(where() + " was changed by others");
    }
  }

  /**
   * Reads back what is stored, and looks for each line that was gathered.
   *
   * @throws IOException if one is missing
   */
  public void verify() throws IOException {
    Set<String> stored = new HashSet<>(earlier);
    if (storage.get(object) != null) {
      stored.addAll(download(object));
    }
    long missing = 0;
    try (BufferedReader reader = decompress(gathered)) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        missing += stored.contains(fingerprint(line)) ? 0 : 1;
      }
    }
    if (missing > 0) {
      throw new IOException(where() + " lacks " + missing + " of " + lines + " lines");
    }
  }

  private boolean create() throws IOException {
    return upload(gathered, 0);
  }

  private boolean append(Blob there) throws IOException {
    Path whole = Files.createTempFile("archive-", ENDING);
    try {
      Set<String> stored = new HashSet<>(earlier);
      if (there != null) {
        storage.downloadTo(there.getBlobId(), whole);
        stored.addAll(fingerprints(whole));
      }
      Path news = Files.createTempFile("news-", ENDING);
      try {
        if (copyNew(stored, news) == 0) {
          return true;
        }
        try (OutputStream out = Files.newOutputStream(whole, StandardOpenOption.APPEND)) {
          Files.copy(news, out);
        }
      } finally {
        Files.delete(news);
      }
      return upload(whole, there == null ? 0 : there.getGeneration());
    } finally {
      Files.delete(whole);
    }
  }

  private long copyNew(Set<String> stored, Path news) throws IOException {
    long count = 0;
    try (BufferedReader reader = decompress(gathered);
        BufferedWriter out = compress(news)) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        if (!stored.contains(fingerprint(line))) {
          out.write(line);
          out.write('\n');
          count++;
        }
      }
    }
    return count;
  }

  private Set<String> download(BlobId archive) throws IOException {
    Path copy = Files.createTempFile("archive-", ENDING);
    try {
      storage.downloadTo(archive, copy);
      return fingerprints(copy);
    } finally {
      Files.delete(copy);
    }
  }

  private static Set<String> fingerprints(Path archive) throws IOException {
    Set<String> fingerprints = new HashSet<>();
    try (BufferedReader reader = decompress(archive)) {
      reader.lines().forEach(line -> fingerprints.add(fingerprint(line)));
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

  private String where() {
    return "gs://" + object.getBucket() + "/" + object.getName();
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

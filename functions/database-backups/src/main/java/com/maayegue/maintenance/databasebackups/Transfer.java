package com.maayegue.maintenance.databasebackups;

import com.github.luben.zstd.ZstdIOException;
import com.github.luben.zstd.ZstdInputStream;
import com.google.cloud.ReadChannel;
import com.google.cloud.storage.Blob;
import com.google.cloud.storage.BlobId;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.StorageException;
import com.maayegue.maintenance.stagedsqlite.Steps.Step;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;
import java.util.zip.Checksum;

/** Objects of one generation, downloaded while what comes is measured. */
final class Transfer {
  private static final int CHUNK = 2 * 1024 * 1024;

  private final Storage storage;

  Transfer(Storage storage) {
    this.storage = storage;
  }

  /**
   * Downloads an object as it is.
   *
   * @return its SHA-256, in hexadecimal
   * @throws IOException if it is gone, or not what Cloud Storage says it is
   */
  String download(Blob blob, GrowingFile target, Step step) throws IOException {
    MessageDigest sha256 = sha256();
    CRC32C crc32c = new CRC32C();
    long bytes;
    try (ReadChannel reader = open(blob.getBlobId());
        InputStream in = new CheckedInputStream(Channels.newInputStream(reader), crc32c)) {
      bytes = copy(in, target, sha256, step);
    } catch (IOException | StorageException failure) {
      if (StorageStatus.is(StorageStatus.NOT_FOUND, failure)) {
        // Not as the cause, which says that trying again is of no use.
        throw new IOException(where(blob.getBlobId()) + " was replaced while it was downloaded");
      }
      throw failure;
    }
    if (bytes != blob.getSize() || !base64(crc32c).equals(blob.getCrc32c())) {
      throw new IOException(where(blob.getBlobId()) + " did not arrive as it was stored");
    }
    return HexFormat.of().formatHex(sha256.digest());
  }

  /**
   * Downloads and decompresses a backup.
   *
   * @param id with the generation
   * @throws DamagedBackup if the object is gone, or not what the manifest says
   */
  void restore(BlobId id, BackupManifest manifest, Path target, Step step)
      throws DamagedBackup, IOException {
    MessageDigest sha256 = sha256();
    CRC32C crc32c = new CRC32C();
    long bytes;
    try (ReadChannel reader = open(id);
        InputStream stored = new CheckedInputStream(Channels.newInputStream(reader), crc32c);
        InputStream in = new ZstdInputStream(stored);
        GrowingFile growing = new GrowingFile(target, manifest.bytes())) {
      bytes = copy(in, growing, sha256, step);
    } catch (ZstdIOException damaged) {
      throw new DamagedBackup(
          where(id) + " cannot be decompressed: " + damaged.getMessage(), damaged);
    } catch (IOException | StorageException failure) {
      if (StorageStatus.is(StorageStatus.NOT_FOUND, failure)) {
        throw new DamagedBackup(where(id) + " is gone, or was overwritten", failure);
      }
      throw failure;
    }
    String found = HexFormat.of().formatHex(sha256.digest());
    if (bytes != manifest.bytes() || !found.equals(manifest.sha256())) {
      throw new DamagedBackup(
          where(id)
              + " holds another database: expected SHA-256 "
              + manifest.sha256()
              + " of "
              + manifest.bytes()
              + " bytes, but it is "
              + found);
    }
    if (!base64(crc32c).equals(manifest.storedCrc32c())) {
      throw new DamagedBackup(where(id) + " was altered: its CRC32C is not its manifest's");
    }
  }

  /** Copies up to one buffer more than there should be: enough to see that there is more. */
  private static long copy(InputStream in, GrowingFile target, MessageDigest sha256, Step step)
      throws IOException {
    long bytes = 0;
    try (OutputStream out = Files.newOutputStream(target.path());
        ReadAhead ahead = new ReadAhead(in)) {
      byte[] buffer = ahead.next();
      while (buffer.length > 0) {
        out.write(buffer);
        bytes += buffer.length;
        target.wrote(bytes);
        sha256.update(buffer);
        step.tick(bytes, target.size());
        buffer = bytes > target.size() ? new byte[0] : ahead.next();
      }
    }
    return bytes;
  }

  private ReadChannel open(BlobId id) {
    ReadChannel reader = storage.reader(id);
    reader.setChunkSize(CHUNK);
    return reader;
  }

  private static String where(BlobId id) {
    return "gs://" + id.getBucket() + "/" + id.getName();
  }

  static String base64(Checksum crc32c) {
    byte[] bytes = ByteBuffer.allocate(Integer.BYTES).putInt((int) crc32c.getValue()).array();
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java has SHA-256", impossible);
    }
  }
}

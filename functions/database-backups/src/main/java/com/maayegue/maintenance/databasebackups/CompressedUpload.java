package com.maayegue.maintenance.databasebackups;

import com.github.luben.zstd.ZstdOutputStream;
import com.google.cloud.WriteChannel;
import com.google.cloud.storage.Blob;
import com.google.cloud.storage.BlobId;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.Storage.BlobSourceOption;
import com.google.cloud.storage.Storage.BlobWriteOption;
import com.google.cloud.storage.StorageException;
import com.maayegue.maintenance.stagedsqlite.Steps.Step;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * An object that is compressed while it is uploaded, without a second file. It appears only with
 * {@link #finish}; one that is given up before leaves no object, only a session that Cloud Storage
 * forgets.
 */
final class CompressedUpload {
  private static final int LEVEL = 3;
  private static final int CHUNK = 4 * 1024 * 1024;
  private static final int BUFFER = 256 * 1024;
  // The default, 8 MiB, would be held several times for each worker.
  private static final int JOB = 2 * 1024 * 1024;

  private final Storage storage;
  private final BlobId id;
  private final WriteChannel channel;
  private final CRC32C crc32c = new CRC32C();
  private long bytes;

  /**
   * Begins an upload to an object that must not exist.
   *
   * @throws IOException if it exists
   */
  CompressedUpload(Storage storage, BlobId id, long sourceGeneration) throws IOException {
    this.storage = storage;
    this.id = id;
    BlobInfo target =
        BlobInfo.newBuilder(id)
            .setContentType("application/zstd")
            .setMetadata(Map.of(BackupCatalog.SOURCE, Long.toString(sourceGeneration)))
            .build();
    try {
      channel = storage.writer(target, BlobWriteOption.doesNotExist());
    } catch (StorageException failure) {
      throw explained(failure);
    }
    channel.setChunkSize(CHUNK);
  }

  /**
   * Compresses and uploads the whole of {@code file}, as it comes, but for the end of the upload.
   */
  void send(GrowingFile file, Step step) throws IOException {
    long done = 0;
    byte[] buffer = new byte[BUFFER];
    try (InputStream in = file.open();
        ZstdOutputStream out = new ZstdOutputStream(new Sink(), LEVEL)) {
      out.setChecksum(true).setWorkers(Runtime.getRuntime().availableProcessors()).setJobSize(JOB);
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        out.write(buffer, 0, read);
        done += read;
        step.tick(done, file.size());
      }
    }
  }

  /**
   * Ends the upload.
   *
   * @throws IOException if what is stored is not what was sent, which is removed then; or if
   *     another run was first
   */
  Blob finish() throws IOException {
    try {
      channel.close();
    } catch (IOException | StorageException failure) {
      throw explained(failure);
    }
    Blob stored = storage.get(id);
    if (stored == null) {
      throw new IOException(where() + " is gone right after it was stored");
    }
    if (stored.getSize() != bytes || !Transfer.base64(crc32c).equals(stored.getCrc32c())) {
      storage.delete(stored.getBlobId(), BlobSourceOption.generationMatch(stored.getGeneration()));
      throw new IOException(where() + " was not stored as it was sent");
    }
    return stored;
  }

  private IOException explained(Exception failure) {
    if (StorageStatus.is(StorageStatus.PRECONDITION_FAILED, failure)) {
      // Not as the cause: the name has the second in it, so trying again helps.
      return new IOException(where() + " was stored by another run of the same second");
    }
    String message = where() + " was not stored: " + failure.getMessage();
    if (StorageStatus.is(StorageStatus.FORBIDDEN, failure)
        || StorageStatus.is(StorageStatus.NOT_FOUND, failure)) {
      return new IOException(message, failure);
    }
    // Nor these: what arrived altered is refused by 400, a session that has ended by 410.
    IOException again = new IOException(message);
    again.addSuppressed(failure);
    return again;
  }

  private String where() {
    return "gs://" + id.getBucket() + "/" + id.getName();
  }

  /** Measures what is sent. Closing it ends the compression, not the upload. */
  private final class Sink extends OutputStream {
    @Override
    public void write(int value) throws IOException {
      write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] buffer, int offset, int length) throws IOException {
      crc32c.update(buffer, offset, length);
      bytes += length;
      ByteBuffer rest = ByteBuffer.wrap(buffer, offset, length);
      while (rest.hasRemaining()) {
        channel.write(rest);
      }
    }
  }
}

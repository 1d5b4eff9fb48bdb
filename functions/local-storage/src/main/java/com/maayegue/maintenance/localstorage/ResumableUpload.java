package com.maayegue.maintenance.localstorage;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;

/**
 * One resumable upload. Bytes are kept in whole blocks of 256 KiB until the last request, as Cloud
 * Storage does: a client has to believe the {@code Range} of the answer, not what it has sent.
 */
final class ResumableUpload {
  private static final int BLOCK = 256 * 1024;

  private final ObjectStore objects;
  private final String name;
  private final JsonObject metadata;
  private final JsonObject settings;
  private final Preconditions preconditions;
  private final IncomingBlob blob;
  private Optional<ObjectMetadata> finished = Optional.empty();
  private boolean over;

  ResumableUpload(
      ObjectStore objects,
      String name,
      JsonObject metadata,
      JsonObject settings,
      Preconditions preconditions,
      IncomingBlob blob) {
    this.objects = objects;
    this.name = name;
    this.metadata = metadata;
    this.settings = settings;
    this.preconditions = preconditions;
    this.blob = blob;
  }

  /** Bytes that the client need not send again. */
  synchronized long persisted() {
    return blob.size();
  }

  /** Whether the session has been cancelled or refused, and is of no more use. */
  synchronized boolean isOver() {
    return over;
  }

  /**
   * Takes one request.
   *
   * @return the object, once it is complete; a repeated last request gets it again
   * @throws ApiError 412 when another writer was first; 400 when the bytes do not fit those before
   *     them, or are not those that the checksums promise
   */
  synchronized Optional<ObjectMetadata> receive(ApiRequest request) throws IOException {
    if (over) {
      throw ApiError.notFound("The upload session has ended.");
    }
    if (finished.isPresent()) {
      return finished;
    }
    Optional<String> header = request.header("content-range");
    if (header.isEmpty()) {
      append(request.content(), 0, true);
      return finish(request);
    }
    ContentRange range = ContentRange.parse(header.get());
    if (range.carriesBytes()) {
      append(request.content(), range.first().getAsLong(), range.isLast());
    }
    boolean complete = range.total().isPresent() && range.total().getAsLong() == blob.size();
    return complete ? finish(request) : Optional.empty();
  }

  /** Drops what has been received. */
  synchronized void cancel() throws IOException {
    over = true;
    blob.close();
  }

  private void append(InputStream content, long first, boolean last) throws IOException {
    if (first > blob.size()) {
      throw ApiError.invalid(
          "The chunk begins at " + first + ", but only " + blob.size() + " bytes are here.");
    }
    // What the server has already, the client may send once more.
    content.skipNBytes(blob.size() - first);
    byte[] block = new byte[BLOCK];
    try (OutputStream output = blob.append()) {
      // A connection that breaks throws here, and the block that it broke is dropped.
      int count = content.readNBytes(block, 0, BLOCK);
      while (count == BLOCK || (last && count > 0)) {
        output.write(block, 0, count);
        count = content.readNBytes(block, 0, BLOCK);
      }
    }
  }

  private Optional<ObjectMetadata> finish(ApiRequest request) throws IOException {
    try {
      BlobFacts facts = blob.facts();
      facts.verify(metadata, request.header("x-goog-hash"));
      finished = Optional.of(objects.commit(name, blob.file(), facts, settings, preconditions));
      return finished;
    } catch (ApiError refused) {
      cancel();
      throw refused;
    }
  }
}

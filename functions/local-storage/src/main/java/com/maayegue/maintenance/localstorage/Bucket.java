package com.maayegue.maintenance.localstorage;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

/**
 * A bucket: its metadata, in {@code bucket.json}, and its objects, in the folder {@code objects}.
 */
final class Bucket {
  private static final String METADATA = "bucket.json";

  private final Path folder;
  private final GenerationClock clock;
  private final ObjectStore objects;
  private volatile BucketMetadata metadata;

  private Bucket(Path folder, BucketMetadata metadata, GenerationClock clock) throws IOException {
    this.folder = folder;
    this.clock = clock;
    this.metadata = metadata;
    this.objects =
        new ObjectStore(
            metadata.name(), folder.resolve("objects"), clock, () -> this.metadata.versioned());
  }

  /** Whether a bucket is in {@code folder}. */
  static boolean isIn(Path folder) {
    return Files.exists(folder.resolve(METADATA));
  }

  static Bucket load(Path folder, GenerationClock clock) throws IOException {
    BucketMetadata metadata =
        BucketMetadata.fromJson(ObjectFiles.readJson(folder.resolve(METADATA)));
    return new Bucket(folder, metadata, clock);
  }

  static Bucket create(Path folder, BucketMetadata metadata, GenerationClock clock)
      throws IOException {
    Bucket bucket = new Bucket(folder, metadata, clock);
    ObjectFiles.writeJson(folder.resolve(METADATA), metadata.toJson());
    return bucket;
  }

  BucketMetadata metadata() {
    return metadata;
  }

  ObjectStore objects() {
    return objects;
  }

  /** Changes the settings; 412 when a precondition does not hold. */
  synchronized BucketMetadata change(Preconditions preconditions, UnaryOperator<JsonObject> change)
      throws IOException {
    preconditions.checkWrite(0, metadata.metageneration());
    BucketMetadata changed = metadata.withSettings(change.apply(metadata.settings()), clock.now());
    ObjectFiles.writeJson(folder.resolve(METADATA), changed.toJson());
    metadata = changed;
    return changed;
  }

  /** Removes the bucket; 409 while anything is in it. */
  synchronized void delete(Preconditions preconditions) throws IOException {
    preconditions.checkWrite(0, metadata.metageneration());
    objects.retire();
    Files.deleteIfExists(folder.resolve(METADATA));
    Files.deleteIfExists(folder.resolve("objects"));
    Files.deleteIfExists(folder);
  }
}

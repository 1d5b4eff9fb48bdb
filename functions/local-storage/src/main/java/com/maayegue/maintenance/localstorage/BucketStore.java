package com.maayegue.maintenance.localstorage;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The buckets of a server, each a folder of its name. The folder {@code .incoming} holds uploads
 * that are not finished; it is emptied at the start, as no client can go on with them.
 */
final class BucketStore {
  /** A valid name begins with a letter or digit: no bucket is a path or a hidden folder. */
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{1,220}[a-z0-9]");

  private final Path folder;
  private final Path incoming;
  private final GenerationClock clock;
  private final NavigableMap<String, Bucket> buckets = new TreeMap<>();

  BucketStore(Path folder, GenerationClock clock) throws IOException {
    this.folder = folder;
    this.clock = clock;
    this.incoming = Files.createDirectories(folder.resolve(".incoming"));
    try (DirectoryStream<Path> leftovers = Files.newDirectoryStream(incoming)) {
      for (Path leftover : leftovers) {
        Files.delete(leftover);
      }
    }
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(folder)) {
      for (Path candidate : folders) {
        if (Bucket.isIn(candidate)) {
          Bucket bucket = Bucket.load(candidate, clock);
          buckets.put(bucket.metadata().name(), bucket);
        }
      }
    }
  }

  /** Where uploads grow until a bucket takes them over. */
  Path incoming() {
    return incoming;
  }

  /** The bucket of this name; 404 when there is none. */
  synchronized Bucket get(String name) {
    Bucket bucket = buckets.get(name);
    if (bucket == null) {
      throw ApiError.noSuchBucket();
    }
    return bucket;
  }

  synchronized boolean contains(String name) {
    return buckets.containsKey(name);
  }

  synchronized List<Bucket> all() {
    return List.copyOf(buckets.values());
  }

  /** Makes a bucket: 400 for a name that is none, 409 for one that is taken. */
  synchronized Bucket create(String name, JsonObject settings) throws IOException {
    if (!NAME.matcher(name).matches() || name.contains("..")) {
      throw ApiError.invalid("Invalid bucket name: '" + name + "'");
    }
    if (buckets.containsKey(name)) {
      throw ApiError.conflict(
          "Your previous request to create the named bucket succeeded and you already own it.");
    }
    BucketMetadata metadata = BucketMetadata.create(name, settings, clock.now());
    Bucket bucket = Bucket.create(folder.resolve(name), metadata, clock);
    buckets.put(name, bucket);
    return bucket;
  }

  /** Removes a bucket: 404 when there is none, 409 when it is not empty. */
  synchronized void delete(String name, Preconditions preconditions) throws IOException {
    get(name).delete(preconditions);
    buckets.remove(name);
  }
}

package com.maayegue.maintenance.localstorage;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;

/**
 * The objects of one bucket, with all their generations. Metadata is in memory and on disk, bytes
 * on disk alone. Every method is one step to all others, so that of many writers with the same
 * precondition exactly one wins; bytes are received before, and sent after, outside of the lock.
 */
final class ObjectStore {
  private final String bucket;
  private final ObjectFiles files;
  private final GenerationClock clock;
  private final BooleanSupplier versioned;
  private final NavigableMap<String, NavigableMap<Long, ObjectMetadata>> objects =
      new TreeMap<>(ObjectListing.NAME_ORDER);
  private boolean retired;

  /** An object's metadata together with its bytes, which the caller closes. */
  record Opened(ObjectMetadata metadata, InputStream bytes) {}

  /** Reads the folder, and finishes what a crash may have left between two steps of a write. */
  ObjectStore(String bucket, Path folder, GenerationClock clock, BooleanSupplier versioned)
      throws IOException {
    this.bucket = bucket;
    this.files = new ObjectFiles(folder);
    this.clock = clock;
    this.versioned = versioned;
    List<ObjectMetadata> found = files.load();
    found.sort(Comparator.comparingLong(ObjectMetadata::generation));
    for (ObjectMetadata metadata : found) {
      clock.hasGiven(metadata.generation());
      Optional<ObjectMetadata> overwritten = live(metadata.name());
      remember(metadata);
      if (overwritten.isPresent()) {
        supersede(overwritten.get(), metadata.timeCreated());
      }
    }
  }

  /** The metadata of an object, for a read. */
  synchronized ObjectMetadata get(
      String name, OptionalLong generation, Preconditions preconditions) {
    ObjectMetadata found = find(name, generation);
    preconditions.checkRead(found.generation(), found.metageneration());
    return found;
  }

  /** An object's metadata and bytes, for a read. */
  synchronized Opened open(String name, OptionalLong generation, Preconditions preconditions)
      throws IOException {
    ObjectMetadata found = get(name, generation, preconditions);
    return new Opened(found, files.open(found));
  }

  /** An object as the source of a copy: its bytes under another name in {@code folder}. */
  synchronized Path link(ObjectMetadata source, Path folder) throws IOException {
    find(source.name(), OptionalLong.of(source.generation()));
    return IncomingBlob.link(files.bytes(source), folder);
  }

  /** The metadata of an object as the source of a copy: 412, never 304. */
  synchronized ObjectMetadata source(
      String name, OptionalLong generation, Preconditions preconditions) {
    ObjectMetadata found = find(name, generation);
    preconditions.checkWrite(Optional.of(found));
    return found;
  }

  /** An object's metadata and bytes as a part of another: 412, never 304. */
  synchronized Opened openSource(String name, OptionalLong generation, Preconditions preconditions)
      throws IOException {
    ObjectMetadata found = source(name, generation, preconditions);
    return new Opened(found, files.open(found));
  }

  /** 412 when a write with these preconditions would fail now. */
  synchronized void checkWrite(String name, Preconditions preconditions) {
    requireInUse();
    preconditions.checkWrite(live(name));
  }

  /**
   * Makes {@code bytes} the live generation of an object.
   *
   * @param bytes a file that is taken over
   * @throws ApiError 412 when a precondition does not hold now, whatever held at the start
   */
  synchronized ObjectMetadata commit(
      String name, Path bytes, BlobFacts facts, JsonObject settings, Preconditions preconditions)
      throws IOException {
    checkWrite(name, preconditions);
    Optional<ObjectMetadata> overwritten = live(name);
    Instant now = clock.now();
    ObjectMetadata written =
        new ObjectMetadata(
            bucket, name, clock.next(), 1, facts, now, now, Optional.empty(), settings);
    files.add(written, bytes);
    remember(written);
    if (overwritten.isPresent()) {
      supersede(overwritten.get(), now);
    }
    return written;
  }

  /** Changes the settings of a generation: a new metageneration of the same bytes. */
  synchronized ObjectMetadata change(
      String name,
      OptionalLong generation,
      Preconditions preconditions,
      UnaryOperator<JsonObject> change)
      throws IOException {
    ObjectMetadata before = find(name, generation);
    preconditions.checkWrite(Optional.of(before));
    ObjectMetadata after = before.withSettings(change.apply(before.settings()), clock.now());
    files.save(after);
    remember(after);
    return after;
  }

  /**
   * Without a generation, removes the live one: in a versioned bucket it stays as a noncurrent one.
   * With a generation, that one is gone for good.
   */
  synchronized void delete(String name, OptionalLong generation, Preconditions preconditions)
      throws IOException {
    ObjectMetadata found = find(name, generation);
    preconditions.checkWrite(Optional.of(found));
    if (generation.isPresent()) {
      erase(found);
    } else {
      supersede(found, clock.now());
    }
  }

  /** A page of the objects. */
  synchronized ObjectListing list(ObjectListing.Query query) {
    List<ObjectMetadata> candidates = new ArrayList<>();
    String from = query.firstName();
    for (Map.Entry<String, NavigableMap<Long, ObjectMetadata>> entry :
        objects.tailMap(from, true).entrySet()) {
      if (query.versions()) {
        candidates.addAll(entry.getValue().values());
      } else {
        live(entry.getKey()).ifPresent(candidates::add);
      }
    }
    return ObjectListing.of(candidates, query);
  }

  /** Ends the store, as its bucket is about to go: 409 while any generation is left. */
  synchronized void retire() {
    requireInUse();
    if (!objects.isEmpty()) {
      throw ApiError.conflict("The bucket you tried to delete is not empty.");
    }
    retired = true;
  }

  private ObjectMetadata find(String name, OptionalLong generation) {
    requireInUse();
    Optional<ObjectMetadata> found =
        generation.isPresent()
            ? Optional.ofNullable(
                objects.getOrDefault(name, new TreeMap<>()).get(generation.getAsLong()))
            : live(name);
    return found.orElseThrow(() -> ApiError.noSuchObject(bucket, name));
  }

  private void requireInUse() {
    if (retired) {
      throw ApiError.noSuchBucket();
    }
  }

  private Optional<ObjectMetadata> live(String name) {
    return Optional.ofNullable(objects.get(name))
        .map(generations -> generations.lastEntry().getValue())
        .filter(newest -> newest.timeDeleted().isEmpty());
  }

  private void supersede(ObjectMetadata overwritten, Instant now) throws IOException {
    if (versioned.getAsBoolean()) {
      ObjectMetadata noncurrent = overwritten.noncurrentSince(now);
      files.save(noncurrent);
      remember(noncurrent);
    } else {
      erase(overwritten);
    }
  }

  private void erase(ObjectMetadata metadata) throws IOException {
    files.remove(metadata);
    NavigableMap<Long, ObjectMetadata> generations = objects.get(metadata.name());
    generations.remove(metadata.generation());
    if (generations.isEmpty()) {
      objects.remove(metadata.name());
    }
  }

  private void remember(ObjectMetadata metadata) {
    objects
        .computeIfAbsent(metadata.name(), name -> new TreeMap<>())
        .put(metadata.generation(), metadata);
  }
}

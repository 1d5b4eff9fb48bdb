package com.maayegue.maintenance.localstorage;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What is known about one generation of an object.
 *
 * @param generation microseconds since 1970 at creation, unique within a server
 * @param metageneration 1 at creation, one more with every change of {@code settings}
 * @param blob size and checksums of the bytes
 * @param timeDeleted when the generation stopped being the live one
 * @param settings the fields that clients write, such as {@code contentType}; not to be changed
 */
record ObjectMetadata(
    String bucket,
    String name,
    long generation,
    long metageneration,
    BlobFacts blob,
    Instant timeCreated,
    Instant updated,
    Optional<Instant> timeDeleted,
    JsonObject settings) {

  /** The next metageneration of the same bytes. */
  ObjectMetadata withSettings(JsonObject changed, Instant now) {
    return new ObjectMetadata(
        bucket, name, generation, metageneration + 1, blob, timeCreated, now, timeDeleted, changed);
  }

  /** This generation once another one, or none, is live. */
  ObjectMetadata noncurrentSince(Instant time) {
    return new ObjectMetadata(
        bucket,
        name,
        generation,
        metageneration,
        blob,
        timeCreated,
        updated,
        Optional.of(time),
        settings);
  }

  /** A writable field that is text, if it is set. */
  Optional<String> setting(String field) {
    return Optional.ofNullable(settings.get(field))
        .filter(JsonElement::isJsonPrimitive)
        .map(JsonElement::getAsString);
  }

  String etag() {
    return Etag.of(generation, metageneration);
  }

  /** The resource without links: the form that is kept on disk. */
  JsonObject toJson() {
    JsonObject json = new JsonObject();
    json.addProperty("kind", "storage#object");
    json.addProperty("id", bucket + "/" + name + "/" + generation);
    json.addProperty("name", name);
    json.addProperty("bucket", bucket);
    json.addProperty("generation", Long.toString(generation));
    json.addProperty("metageneration", Long.toString(metageneration));
    json.addProperty("storageClass", "STANDARD");
    json.addProperty("size", Long.toString(blob.size()));
    blob.md5Hash().ifPresent(md5 -> json.addProperty("md5Hash", md5));
    json.addProperty("crc32c", blob.crc32c());
    if (blob.componentCount() > 0) {
      json.addProperty("componentCount", blob.componentCount());
    }
    json.addProperty("etag", etag());
    json.addProperty("timeCreated", Timestamps.format(timeCreated));
    json.addProperty("updated", Timestamps.format(updated));
    json.addProperty("timeStorageClassUpdated", Timestamps.format(timeCreated));
    json.addProperty("timeFinalized", Timestamps.format(timeCreated));
    timeDeleted.ifPresent(time -> json.addProperty("timeDeleted", Timestamps.format(time)));
    for (Map.Entry<String, JsonElement> setting : settings.entrySet()) {
      json.add(setting.getKey(), setting.getValue());
    }
    return json;
  }

  /** Reads what {@link #toJson()} wrote. */
  static ObjectMetadata fromJson(JsonObject json) {
    Optional<String> md5 = Optional.ofNullable(json.get("md5Hash")).map(JsonElement::getAsString);
    int components = json.has("componentCount") ? json.get("componentCount").getAsInt() : 0;
    return new ObjectMetadata(
        json.get("bucket").getAsString(),
        json.get("name").getAsString(),
        json.get("generation").getAsLong(),
        json.get("metageneration").getAsLong(),
        new BlobFacts(
            json.get("size").getAsLong(), md5, json.get("crc32c").getAsString(), components),
        Instant.parse(json.get("timeCreated").getAsString()),
        Instant.parse(json.get("updated").getAsString()),
        Optional.ofNullable(json.get("timeDeleted")).map(time -> Instant.parse(time.getAsString())),
        Settings.ofObject(json));
  }
}

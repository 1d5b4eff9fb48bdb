package com.maayegue.maintenance.localstorage;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.time.Instant;
import java.util.Map;

/**
 * What is known about a bucket.
 *
 * @param metageneration 1 at creation, one more with every change
 * @param settings the fields that clients write, such as {@code versioning}; not to be changed
 */
record BucketMetadata(
    String name, long metageneration, Instant timeCreated, Instant updated, JsonObject settings) {

  /** A bucket as it is born; what the client leaves out has the defaults of Cloud Storage. */
  static BucketMetadata create(String name, JsonObject wanted, Instant now) {
    JsonObject defaults = new JsonObject();
    defaults.addProperty("location", "US");
    defaults.addProperty("locationType", "multi-region");
    defaults.addProperty("storageClass", "STANDARD");
    JsonObject uniform = new JsonObject();
    uniform.addProperty("enabled", true);
    JsonObject iam = new JsonObject();
    iam.add("uniformBucketLevelAccess", uniform);
    iam.addProperty("publicAccessPrevention", "inherited");
    defaults.add("iamConfiguration", iam);
    JsonObject settings = Settings.merge(defaults, Settings.ofBucket(wanted));
    return new BucketMetadata(name, 1, now, now, settings);
  }

  BucketMetadata withSettings(JsonObject changed, Instant now) {
    return new BucketMetadata(name, metageneration + 1, timeCreated, now, changed);
  }

  /** Whether overwritten and deleted objects stay as noncurrent generations. */
  boolean versioned() {
    return settings.get("versioning") instanceof JsonObject versioning
        && versioning.get("enabled") instanceof JsonPrimitive enabled
        && enabled.getAsBoolean();
  }

  /** The resource without links: the form that is kept on disk. */
  JsonObject toJson() {
    JsonObject json = new JsonObject();
    json.addProperty("kind", "storage#bucket");
    json.addProperty("id", name);
    json.addProperty("name", name);
    json.addProperty("projectNumber", "0");
    json.addProperty("metageneration", Long.toString(metageneration));
    json.addProperty("etag", Etag.of(0, metageneration));
    json.addProperty("timeCreated", Timestamps.format(timeCreated));
    json.addProperty("updated", Timestamps.format(updated));
    for (Map.Entry<String, JsonElement> setting : settings.entrySet()) {
      json.add(setting.getKey(), setting.getValue());
    }
    return json;
  }

  /** Reads what {@link #toJson()} wrote. */
  static BucketMetadata fromJson(JsonObject json) {
    return new BucketMetadata(
        json.get("name").getAsString(),
        json.get("metageneration").getAsLong(),
        Instant.parse(json.get("timeCreated").getAsString()),
        Instant.parse(json.get("updated").getAsString()),
        Settings.ofBucket(json));
  }
}

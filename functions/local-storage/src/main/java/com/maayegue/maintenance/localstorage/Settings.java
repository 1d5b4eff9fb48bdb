package com.maayegue.maintenance.localstorage;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.Map;
import java.util.Set;

/** The part of a resource's JSON that clients may write, and how a patch changes it. */
final class Settings {
  private static final Set<String> OF_OBJECTS =
      Set.of(
          "cacheControl",
          "contentDisposition",
          "contentEncoding",
          "contentLanguage",
          "contentType",
          "customTime",
          "eventBasedHold",
          "metadata",
          "storageClass",
          "temporaryHold");
  private static final Set<String> READ_ONLY_OF_BUCKETS =
      Set.of(
          "kind",
          "id",
          "name",
          "selfLink",
          "etag",
          "projectNumber",
          "metageneration",
          "generation",
          "timeCreated",
          "updated");

  private Settings() {}

  /**
   * What of {@code json} a client may set on an object. Null values stay: they remove in a patch.
   */
  static JsonObject ofObject(JsonObject json) {
    JsonObject settings = new JsonObject();
    for (Map.Entry<String, JsonElement> entry : json.entrySet()) {
      if (OF_OBJECTS.contains(entry.getKey())) {
        settings.add(entry.getKey(), entry.getValue());
      }
    }
    return settings;
  }

  /** What of {@code json} a client may set on a bucket. */
  static JsonObject ofBucket(JsonObject json) {
    JsonObject settings = json.deepCopy();
    READ_ONLY_OF_BUCKETS.forEach(settings::remove);
    return settings;
  }

  /** {@code current} after a JSON merge patch (RFC 7396): null removes, objects merge. */
  static JsonObject merge(JsonObject current, JsonObject patch) {
    JsonObject merged = current.deepCopy();
    for (Map.Entry<String, JsonElement> entry : patch.entrySet()) {
      String name = entry.getKey();
      JsonElement value = entry.getValue();
      if (value.isJsonNull()) {
        merged.remove(name);
      } else if (value.isJsonObject()) {
        JsonElement before = merged.get(name);
        JsonObject base =
            before != null && before.isJsonObject() ? before.getAsJsonObject() : new JsonObject();
        merged.add(name, merge(base, value.getAsJsonObject()));
      } else {
        merged.add(name, value.deepCopy());
      }
    }
    return merged;
  }
}

package com.maayegue.maintenance.localstorage;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;

/** {@code /storage/v1/b} and {@code /storage/v1/b/BUCKET}. */
final class BucketResource {
  private final BucketStore buckets;

  BucketResource(BucketStore buckets) {
    this.buckets = buckets;
  }

  /** Lists the buckets, or makes one. */
  ApiResponse all(ApiRequest request) throws IOException {
    return switch (request.method()) {
      case "GET" -> list(request);
      case "POST" -> create(request);
      default -> throw ApiError.methodNotAllowed(request.method());
    };
  }

  /** Reads, changes or removes one bucket. */
  ApiResponse one(ApiRequest request, String name) throws IOException {
    Preconditions preconditions = Preconditions.of(request);
    Bucket bucket = buckets.get(name);
    return switch (request.method()) {
      case "GET" -> {
        preconditions.checkRead(0, bucket.metadata().metageneration());
        yield answer(bucket.metadata(), request);
      }
      case "PATCH" -> {
        JsonObject patch = Settings.ofBucket(request.json());
        yield answer(
            bucket.change(preconditions, before -> Settings.merge(before, patch)), request);
      }
      case "PUT" -> {
        JsonObject whole = Settings.merge(new JsonObject(), Settings.ofBucket(request.json()));
        yield answer(bucket.change(preconditions, before -> whole), request);
      }
      case "DELETE" -> {
        buckets.delete(name, preconditions);
        yield ApiResponse.empty(204);
      }
      default -> throw ApiError.methodNotAllowed(request.method());
    };
  }

  /** Says that names are flat: tools ask before they treat prefixes as folders. */
  ApiResponse layout(String name) {
    BucketMetadata metadata = buckets.get(name).metadata();
    JsonObject flat = new JsonObject();
    flat.addProperty("enabled", false);
    JsonObject layout = new JsonObject();
    layout.addProperty("kind", "storage#storageLayout");
    layout.addProperty("bucket", metadata.name());
    layout.add("location", metadata.settings().get("location"));
    layout.add("hierarchicalNamespace", flat);
    return ApiResponse.json(layout);
  }

  /** None: gcloud looks for them before it removes a bucket. */
  ApiResponse managedFolders(String name) {
    JsonObject none = new JsonObject();
    none.addProperty("kind", "storage#managedFolders");
    none.add("items", new JsonArray());
    buckets.get(name);
    return ApiResponse.json(none);
  }

  private ApiResponse list(ApiRequest request) {
    String prefix = request.parameter("prefix").orElse("");
    JsonArray items = new JsonArray();
    for (Bucket bucket : buckets.all()) {
      if (bucket.metadata().name().startsWith(prefix)) {
        items.add(resource(bucket.metadata(), request));
      }
    }
    JsonObject answer = new JsonObject();
    answer.addProperty("kind", "storage#buckets");
    answer.add("items", items);
    return ApiResponse.json(answer);
  }

  private ApiResponse create(ApiRequest request) throws IOException {
    JsonObject wanted = request.json();
    JsonElement name = wanted.get("name");
    if (name == null || !name.isJsonPrimitive()) {
      throw ApiError.required("name");
    }
    return answer(buckets.create(name.getAsString(), wanted).metadata(), request);
  }

  private static ApiResponse answer(BucketMetadata metadata, ApiRequest request) {
    return ApiResponse.json(resource(metadata, request));
  }

  private static JsonObject resource(BucketMetadata metadata, ApiRequest request) {
    JsonObject json = metadata.toJson();
    json.addProperty("selfLink", request.origin() + "/storage/v1/b/" + metadata.name());
    return json;
  }
}

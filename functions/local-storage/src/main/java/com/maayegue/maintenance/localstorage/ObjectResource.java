package com.maayegue.maintenance.localstorage;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.util.OptionalLong;

/** {@code /storage/v1/b/BUCKET/o} and {@code /storage/v1/b/BUCKET/o/OBJECT}. */
final class ObjectResource {
  private final BucketStore buckets;

  ObjectResource(BucketStore buckets) {
    this.buckets = buckets;
  }

  /** A page of the objects of a bucket. */
  ApiResponse list(ApiRequest request, String bucket) {
    if (!request.method().equals("GET")) {
      throw ApiError.methodNotAllowed(request.method());
    }
    ObjectListing page = buckets.get(bucket).objects().list(ObjectListing.Query.of(request));
    JsonObject answer = new JsonObject();
    answer.addProperty("kind", "storage#objects");
    page.nextPageToken().ifPresent(token -> answer.addProperty("nextPageToken", token));
    if (!page.prefixes().isEmpty()) {
      JsonArray prefixes = new JsonArray();
      page.prefixes().forEach(prefixes::add);
      answer.add("prefixes", prefixes);
    }
    if (!page.items().isEmpty()) {
      JsonArray items = new JsonArray();
      page.items().forEach(item -> items.add(ObjectLinks.resource(item, request)));
      answer.add("items", items);
    }
    return ApiResponse.json(answer);
  }

  /** Reads, changes or removes one object, or one generation of it. */
  ApiResponse one(ApiRequest request, String bucket, String name) throws IOException {
    ObjectStore objects = buckets.get(bucket).objects();
    Preconditions preconditions = Preconditions.of(request);
    OptionalLong generation = request.number("generation");
    return switch (request.method()) {
      case "GET" ->
          request.parameter("alt").filter("media"::equals).isPresent()
              ? media(request, bucket, name)
              : ObjectLinks.answer(objects.get(name, generation, preconditions), request);
      case "PATCH" -> {
        JsonObject patch = Settings.ofObject(request.json());
        yield ObjectLinks.answer(
            objects.change(
                name, generation, preconditions, before -> Settings.merge(before, patch)),
            request);
      }
      case "PUT" -> {
        JsonObject whole = Settings.merge(new JsonObject(), Settings.ofObject(request.json()));
        yield ObjectLinks.answer(
            objects.change(name, generation, preconditions, before -> whole), request);
      }
      case "DELETE" -> {
        objects.delete(name, generation, preconditions);
        yield ApiResponse.empty(204);
      }
      default -> throw ApiError.methodNotAllowed(request.method());
    };
  }

  /** The bytes of an object. */
  ApiResponse media(ApiRequest request, String bucket, String name) throws IOException {
    if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
      throw ApiError.methodNotAllowed(request.method());
    }
    ObjectStore.Opened opened =
        buckets
            .get(bucket)
            .objects()
            .open(name, request.number("generation"), Preconditions.of(request));
    return Download.answer(opened, request);
  }
}

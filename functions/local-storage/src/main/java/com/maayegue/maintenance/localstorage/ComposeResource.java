package com.maayegue.maintenance.localstorage;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** {@code /storage/v1/b/BUCKET/o/OBJECT/compose}: one object of the bytes of up to 32 others. */
final class ComposeResource {
  private static final int MOST_COMPONENTS = 32;

  private final BucketStore buckets;

  ComposeResource(BucketStore buckets) {
    this.buckets = buckets;
  }

  /** One object to take bytes from. */
  private record Component(String name, OptionalLong generation, OptionalLong generationMatch) {

    static Component parse(JsonElement json) {
      if (!(json instanceof JsonObject source)
          || !(source.get("name") instanceof JsonPrimitive name)) {
        throw ApiError.required("sourceObjects.name");
      }
      OptionalLong match =
          source.get("objectPreconditions") instanceof JsonObject demanded
              ? number(demanded, "ifGenerationMatch")
              : OptionalLong.empty();
      return new Component(name.getAsString(), number(source, "generation"), match);
    }

    private static OptionalLong number(JsonObject json, String field) {
      if (!(json.get(field) instanceof JsonPrimitive value)) {
        return OptionalLong.empty();
      }
      try {
        return OptionalLong.of(value.getAsLong());
      } catch (NumberFormatException notANumber) {
        throw ApiError.invalid("Invalid value for " + field + ": " + value);
      }
    }

    private Preconditions preconditions() {
      OptionalLong none = OptionalLong.empty();
      return new Preconditions(generationMatch, none, none, none);
    }
  }

  ApiResponse compose(ApiRequest request, String bucket, String name) throws IOException {
    JsonObject body = request.json();
    List<Component> components = components(body);
    ObjectStore objects = buckets.get(bucket).objects();
    Preconditions preconditions = Preconditions.of(request);
    objects.checkWrite(ObjectName.valid(name), preconditions);
    JsonObject metadata =
        body.get("destination") instanceof JsonObject destination ? destination : new JsonObject();
    int count = 0;
    try (IncomingBlob blob = IncomingBlob.in(buckets.incoming())) {
      for (Component component : components) {
        count += append(blob, objects, component);
      }
      // gcloud sends the checksum of the first component along; it is not one of the result.
      BlobFacts facts = blob.composedFacts(count);
      JsonObject settings = UploadResource.settings(metadata, Optional.empty());
      return ObjectLinks.answer(
          objects.commit(name, blob.file(), facts, settings, preconditions), request);
    }
  }

  private static List<Component> components(JsonObject body) {
    if (!(body.get("sourceObjects") instanceof JsonArray sources)) {
      throw ApiError.required("sourceObjects");
    }
    if (sources.isEmpty() || sources.size() > MOST_COMPONENTS) {
      throw ApiError.invalid("The number of source components has to be from 1 to 32.");
    }
    List<Component> components = new ArrayList<>();
    sources.forEach(source -> components.add(Component.parse(source)));
    return components;
  }

  /** Appends one component, and says of how many it was itself composed. */
  private static int append(IncomingBlob blob, ObjectStore objects, Component component)
      throws IOException {
    ObjectStore.Opened opened =
        objects.openSource(component.name(), component.generation(), component.preconditions());
    try (InputStream bytes = opened.bytes()) {
      blob.append(bytes);
    }
    return Math.max(1, opened.metadata().blob().componentCount());
  }
}

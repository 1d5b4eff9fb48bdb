package com.maayegue.maintenance.localstorage;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;
import java.util.OptionalLong;

/** Copies within the server: {@code rewriteTo}, {@code copyTo} and {@code compose}. */
final class CopyResource {
  private static final int MOST_COMPONENTS = 32;
  private static final long MEBIBYTE = 1 << 20;

  private final BucketStore buckets;

  CopyResource(BucketStore buckets) {
    this.buckets = buckets;
  }

  /** An object by bucket and name. */
  record Address(String bucket, String name) {}

  /** Copies in one step. */
  ApiResponse copy(ApiRequest request, Address from, Address to) throws IOException {
    ObjectMetadata source = source(request, from, request.number("sourceGeneration"));
    return ObjectLinks.answer(write(request, source, to), request);
  }

  /**
   * Copies, in several calls when the client limits the bytes of each. No bytes move before the
   * last call; the token carries the progress and the generation that the first call has found.
   */
  ApiResponse rewrite(ApiRequest request, Address from, Address to) throws IOException {
    Optional<Progress> progress =
        request.parameter("rewriteToken").map(token -> Progress.parse(token, from, to));
    OptionalLong generation =
        progress.isPresent()
            ? OptionalLong.of(progress.get().generation())
            : request.number("sourceGeneration");
    ObjectMetadata source = source(request, from, generation);
    long size = source.blob().size();
    long rewritten = Math.min(size, progress.map(Progress::bytes).orElse(0L) + perCall(request));
    JsonObject answer = new JsonObject();
    answer.addProperty("kind", "storage#rewriteResponse");
    answer.addProperty("totalBytesRewritten", Long.toString(rewritten));
    answer.addProperty("objectSize", Long.toString(size));
    answer.addProperty("done", rewritten == size);
    if (rewritten < size) {
      buckets.get(to.bucket()).objects().checkWrite(to.name(), Preconditions.of(request));
      String token = new Progress(source.generation(), rewritten).token(from, to);
      answer.addProperty("rewriteToken", token);
    } else {
      answer.add("resource", ObjectLinks.resource(write(request, source, to), request));
    }
    return ApiResponse.json(answer);
  }

  /** Makes one object of the bytes of up to 32 in the same bucket. */
  ApiResponse compose(ApiRequest request, Address to) throws IOException {
    JsonObject body = request.json();
    JsonElement sources = body.get("sourceObjects");
    if (sources == null || !sources.isJsonArray()) {
      throw ApiError.required("sourceObjects");
    }
    JsonArray components = sources.getAsJsonArray();
    if (components.isEmpty() || components.size() > MOST_COMPONENTS) {
      throw ApiError.invalid("The number of source components has to be from 1 to 32.");
    }
    ObjectStore objects = buckets.get(to.bucket()).objects();
    Preconditions preconditions = Preconditions.of(request);
    objects.checkWrite(ObjectName.valid(to.name()), preconditions);
    JsonObject metadata =
        body.has("destination") ? body.getAsJsonObject("destination") : new JsonObject();
    int count = 0;
    try (IncomingBlob blob = IncomingBlob.in(buckets.incoming())) {
      for (JsonElement component : components) {
        count += append(blob, objects, component.getAsJsonObject());
      }
      BlobFacts facts = blob.composedFacts(count);
      // gcloud sends the checksum of the first component along; it is not one of the result.
      JsonObject settings = UploadResource.settings(metadata, Optional.empty());
      return ObjectLinks.answer(
          objects.commit(to.name(), blob.file(), facts, settings, preconditions), request);
    }
  }

  /** Appends one component, and says of how many it was itself composed. */
  private static int append(IncomingBlob blob, ObjectStore objects, JsonObject component)
      throws IOException {
    String name = component.get("name").getAsString();
    OptionalLong generation =
        component.has("generation")
            ? OptionalLong.of(component.get("generation").getAsLong())
            : OptionalLong.empty();
    ObjectMetadata source =
        objects.source(name, generation, Preconditions.ofComposeSource(component));
    OptionalLong found = OptionalLong.of(source.generation());
    try (InputStream bytes = objects.open(name, found, Preconditions.NONE).bytes()) {
      blob.append(bytes);
    }
    return Math.max(1, source.blob().componentCount());
  }

  private ObjectMetadata source(ApiRequest request, Address from, OptionalLong generation) {
    return buckets
        .get(from.bucket())
        .objects()
        .source(from.name(), generation, Preconditions.ofSource(request));
  }

  private ObjectMetadata write(ApiRequest request, ObjectMetadata source, Address to)
      throws IOException {
    ObjectStore target = buckets.get(to.bucket()).objects();
    JsonObject wanted = Settings.ofObject(request.json());
    // A body with metadata replaces that of the source; an empty one leaves it.
    JsonObject settings =
        wanted.size() == 0 ? source.settings() : Settings.merge(new JsonObject(), wanted);
    Path bytes = buckets.get(source.bucket()).objects().link(source, buckets.incoming());
    try {
      return target.commit(
          ObjectName.valid(to.name()), bytes, source.blob(), settings, Preconditions.of(request));
    } finally {
      Files.deleteIfExists(bytes);
    }
  }

  private static long perCall(ApiRequest request) {
    OptionalLong limit = request.number("maxBytesRewrittenPerCall");
    if (limit.isPresent() && (limit.getAsLong() <= 0 || limit.getAsLong() % MEBIBYTE != 0)) {
      throw ApiError.invalid("maxBytesRewrittenPerCall has to be a multiple of 1 MiB.");
    }
    // Half of the range of long, so that adding to what is done cannot overflow.
    return limit.orElse(Long.MAX_VALUE / 2);
  }

  /** How far a rewrite is, and of which generation. */
  private record Progress(long generation, long bytes) {
    String token(Address from, Address to) {
      String text = generation + " " + bytes + " " + from + " " + to;
      return Base64.getUrlEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    static Progress parse(String token, Address from, Address to) {
      try {
        String text = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
        int first = text.indexOf(' ');
        int second = text.indexOf(' ', first + 1);
        Progress progress =
            new Progress(
                Long.parseLong(text, 0, Math.max(first, 0), 10),
                Long.parseLong(text, first + 1, Math.max(second, first + 1), 10));
        if (progress.token(from, to).equals(token)) {
          return progress;
        }
      } catch (IllegalArgumentException notOurs) {
        // Refused below, like the token of another rewrite.
      }
      throw ApiError.invalid("Invalid rewrite token");
    }
  }
}

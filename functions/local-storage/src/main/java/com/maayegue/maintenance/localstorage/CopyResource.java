package com.maayegue.maintenance.localstorage;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;
import java.util.OptionalLong;

/** Copies within the server: {@code rewriteTo} and {@code copyTo}. */
final class CopyResource {
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

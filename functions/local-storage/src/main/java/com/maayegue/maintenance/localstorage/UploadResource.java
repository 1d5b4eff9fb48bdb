package com.maayegue.maintenance.localstorage;

import com.google.gson.JsonObject;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** {@code /upload/storage/v1/b/BUCKET/o}: uploads of the types media, multipart and resumable. */
final class UploadResource {
  private final BucketStore buckets;
  private final ResumableUploads resumable;

  UploadResource(BucketStore buckets, ResumableUploads resumable) {
    this.buckets = buckets;
    this.resumable = resumable;
  }

  ApiResponse upload(ApiRequest request, String bucket) throws IOException {
    Optional<String> session = request.parameter("upload_id");
    if (session.isPresent()) {
      return resumable.proceed(request, session.get());
    }
    if (!request.method().equals("POST")) {
      throw ApiError.methodNotAllowed(request.method());
    }
    ObjectStore objects = buckets.get(bucket).objects();
    String type = request.parameter("uploadType").orElse("");
    return switch (type) {
      case "media" -> media(request, objects);
      case "multipart" -> multipart(request, objects);
      case "resumable" -> resumable.begin(request, objects);
      default -> throw ApiError.invalid("Invalid upload type: '" + type + "'");
    };
  }

  private ApiResponse media(ApiRequest request, ObjectStore objects) throws IOException {
    JsonObject metadata = new JsonObject();
    request.parameter("contentEncoding").ifPresent(e -> metadata.addProperty("contentEncoding", e));
    return store(request, objects, metadata, request.header("content-type"), request.content());
  }

  private ApiResponse multipart(ApiRequest request, ObjectStore objects) throws IOException {
    String contentType = request.header("content-type").orElse("");
    try {
      MultipartRelated parts = MultipartRelated.parse(contentType, request.content());
      return store(request, objects, parts.metadata(), parts.contentType(), parts.media());
    } catch (EOFException cutOff) {
      throw ApiError.invalid("Malformed multipart body: " + cutOff.getMessage());
    }
  }

  private ApiResponse store(
      ApiRequest request,
      ObjectStore objects,
      JsonObject metadata,
      Optional<String> mediaType,
      InputStream media)
      throws IOException {
    String name = ObjectName.ofUpload(request, metadata);
    Preconditions preconditions = Preconditions.of(request);
    objects.checkWrite(name, preconditions);
    JsonObject settings = settings(metadata, mediaType);
    try (IncomingBlob blob = IncomingBlob.in(buckets.incoming())) {
      blob.append(media);
      BlobFacts facts = blob.facts();
      facts.verify(metadata, request.header("x-goog-hash"));
      return ObjectLinks.answer(
          objects.commit(name, blob.file(), facts, settings, preconditions), request);
    }
  }

  /** The settings of a new object; its type is the metadata's, or else that of the bytes. */
  static JsonObject settings(JsonObject metadata, Optional<String> mediaType) {
    JsonObject settings = Settings.merge(new JsonObject(), Settings.ofObject(metadata));
    if (!settings.has("contentType")) {
      mediaType.ifPresent(type -> settings.addProperty("contentType", type));
    }
    return settings;
  }
}

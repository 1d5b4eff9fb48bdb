package com.maayegue.maintenance.localstorage;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The sessions of resumable uploads. They live in memory: a restart of the server ends them, and
 * the client, told 404, begins again.
 */
final class ResumableUploads {
  private final Path incoming;
  private final Map<String, ResumableUpload> sessions = new ConcurrentHashMap<>();

  ResumableUploads(Path incoming) {
    this.incoming = incoming;
  }

  /** Opens a session; its URL is the {@code Location} of the answer. */
  ApiResponse begin(ApiRequest request, ObjectStore objects) throws IOException {
    JsonObject metadata = request.json();
    String name = ObjectName.ofUpload(request, metadata);
    Preconditions preconditions = Preconditions.of(request);
    objects.checkWrite(name, preconditions);
    JsonObject settings =
        UploadResource.settings(metadata, request.header("x-upload-content-type"));
    ResumableUpload upload =
        new ResumableUpload(
            objects, name, metadata, settings, preconditions, IncomingBlob.in(incoming));
    String id = UUID.randomUUID().toString();
    sessions.put(id, upload);
    String url =
        request.origin()
            + "/"
            + String.join("/", request.path())
            + "?uploadType=resumable&upload_id="
            + id;
    return ApiResponse.empty(200).with("Location", url).with("X-GUploader-UploadID", id);
  }

  /** More bytes, a question for the state, or the end of a session. */
  ApiResponse proceed(ApiRequest request, String id) throws IOException {
    ResumableUpload upload = sessions.get(id);
    if (upload == null) {
      throw ApiError.notFound("No such upload session: " + id);
    }
    return switch (request.method()) {
      case "DELETE" -> {
        sessions.remove(id);
        upload.cancel();
        // Client Closed Request: what Cloud Storage answers to a cancelled upload.
        yield ApiResponse.empty(499);
      }
      case "PUT", "POST" -> proceed(request, id, upload);
      default -> throw ApiError.methodNotAllowed(request.method());
    };
  }

  private ApiResponse proceed(ApiRequest request, String id, ResumableUpload upload)
      throws IOException {
    Optional<ObjectMetadata> finished;
    try {
      finished = upload.receive(request);
    } catch (ApiError refused) {
      if (upload.isOver()) {
        sessions.remove(id);
      }
      throw refused;
    }
    if (finished.isPresent()) {
      return ObjectLinks.answer(finished.get(), request);
    }
    long persisted = upload.persisted();
    ApiResponse incomplete = ApiResponse.empty(308).with("X-GUploader-UploadID", id);
    return persisted == 0 ? incomplete : incomplete.with("Range", "bytes=0-" + (persisted - 1));
  }
}

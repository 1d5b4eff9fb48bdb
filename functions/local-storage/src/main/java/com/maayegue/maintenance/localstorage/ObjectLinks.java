package com.maayegue.maintenance.localstorage;

import com.google.gson.JsonObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** An object's resource as clients see it, with links to the server by the name that they use. */
final class ObjectLinks {
  private ObjectLinks() {}

  static JsonObject resource(ObjectMetadata metadata, ApiRequest request) {
    String path =
        "/storage/v1/b/"
            + metadata.bucket()
            + "/o/"
            + URLEncoder.encode(metadata.name(), StandardCharsets.UTF_8).replace("+", "%20");
    JsonObject json = metadata.toJson();
    json.addProperty("selfLink", request.origin() + path);
    json.addProperty(
        "mediaLink",
        request.origin()
            + "/download"
            + path
            + "?generation="
            + metadata.generation()
            + "&alt=media");
    return json;
  }

  static ApiResponse answer(ObjectMetadata metadata, ApiRequest request) {
    return ApiResponse.json(resource(metadata, request));
  }
}

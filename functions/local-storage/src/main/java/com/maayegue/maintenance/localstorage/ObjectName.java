package com.maayegue.maintenance.localstorage;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The rules for names of objects. */
final class ObjectName {
  private static final int MOST_BYTES = 1024;

  private ObjectName() {}

  /** The name of a new object, from the URL or else from its metadata; 400 when there is none. */
  static String ofUpload(ApiRequest request, JsonObject metadata) {
    JsonElement inBody = metadata.get("name");
    Optional<String> name =
        request
            .parameter("name")
            .or(
                () ->
                    Optional.ofNullable(inBody)
                        .filter(JsonElement::isJsonPrimitive)
                        .map(JsonElement::getAsString));
    return valid(name.orElseThrow(() -> ApiError.required("name")));
  }

  /** {@code name} itself, or 400 when Cloud Storage would not take it for a new object. */
  static String valid(String name) {
    boolean allowed =
        !name.isEmpty()
            && name.getBytes(StandardCharsets.UTF_8).length <= MOST_BYTES
            && name.indexOf('\r') < 0
            && name.indexOf('\n') < 0
            && !name.equals(".")
            && !name.equals("..");
    if (!allowed) {
      throw ApiError.invalid("The specified object name is not valid.");
    }
    return name;
  }
}

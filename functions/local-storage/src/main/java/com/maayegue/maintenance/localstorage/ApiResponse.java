package com.maayegue.maintenance.localstorage;

import com.google.gson.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An answer, not yet written to any connection.
 *
 * @param body where the bytes come from; whoever writes the answer closes it
 * @param length how many bytes of {@code body} are sent, or {@link #UNKNOWN_LENGTH}: all of them
 */
record ApiResponse(int status, Map<String, String> headers, InputStream body, long length) {
  static final long UNKNOWN_LENGTH = -1;

  static ApiResponse empty(int status) {
    return new ApiResponse(status, Map.of(), InputStream.nullInputStream(), 0);
  }

  static ApiResponse json(JsonObject json) {
    return json(200, json);
  }

  static ApiResponse json(int status, JsonObject json) {
    return bytes(
        status,
        "application/json; charset=UTF-8",
        json.toString().getBytes(StandardCharsets.UTF_8));
  }

  static ApiResponse bytes(int status, String contentType, byte[] bytes) {
    return new ApiResponse(
        status, Map.of("Content-Type", contentType), new ByteArrayInputStream(bytes), bytes.length);
  }

  /** This answer with one more header. */
  ApiResponse with(String header, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(header, value);
    return new ApiResponse(status, more, body, length);
  }
}

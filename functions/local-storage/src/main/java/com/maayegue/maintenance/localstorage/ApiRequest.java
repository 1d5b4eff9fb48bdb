package com.maayegue.maintenance.localstorage;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * A request, whether it came by a connection of its own or inside a batch.
 *
 * @param path the decoded segments; a segment may itself hold slashes, as object names do
 * @param headers by lower-case name
 * @param origin scheme and authority that the client used, such as {@code http://127.0.0.1:9023}
 */
record ApiRequest(
    String method,
    List<String> path,
    Map<String, String> query,
    Map<String, String> headers,
    InputStream body,
    String origin) {
  /** Metadata is small; what is larger is a mistake of the client. */
  private static final int MOST_JSON_BYTES = 1 << 20;

  /**
   * Takes a request line apart.
   *
   * @param target raw path and query, percent-encoded
   * @throws ApiError 400 when an escape is malformed
   */
  static ApiRequest of(
      String method, String target, Map<String, String> headers, InputStream body, String origin) {
    int question = target.indexOf('?');
    String path = question < 0 ? target : target.substring(0, question);
    String query = question < 0 ? "" : target.substring(question + 1);
    String meant = headers.getOrDefault("x-http-method-override", method);
    return new ApiRequest(
        meant.toUpperCase(Locale.ROOT), segments(path), parameters(query), headers, body, origin);
  }

  private static List<String> segments(String path) {
    List<String> segments = new ArrayList<>();
    for (String segment : path.substring(path.startsWith("/") ? 1 : 0).split("/", -1)) {
      // A plus sign is itself in a path, and a space only in a query.
      segments.add(decode(segment.replace("+", "%2B")));
    }
    return List.copyOf(segments);
  }

  private static Map<String, String> parameters(String query) {
    Map<String, String> parameters = new LinkedHashMap<>();
    for (String pair : query.split("&", -1)) {
      if (!pair.isEmpty()) {
        int equals = pair.indexOf('=');
        String name = equals < 0 ? pair : pair.substring(0, equals);
        parameters.put(decode(name), equals < 0 ? "" : decode(pair.substring(equals + 1)));
      }
    }
    return parameters;
  }

  private static String decode(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException malformed) {
      throw ApiError.invalid("Malformed escape in the URL: " + text);
    }
  }

  /** A query parameter that is there and not empty. */
  Optional<String> parameter(String name) {
    return Optional.ofNullable(query.get(name)).filter(value -> !value.isEmpty());
  }

  /** A whole number among the query parameters; 400 when it is none. */
  OptionalLong number(String name) {
    Optional<String> text = parameter(name);
    if (text.isEmpty()) {
      return OptionalLong.empty();
    }
    try {
      return OptionalLong.of(Long.parseLong(text.get()));
    } catch (NumberFormatException notANumber) {
      throw ApiError.invalid("Invalid value for " + name + ": " + text.get());
    }
  }

  boolean flag(String name) {
    return parameter(name).map(Boolean::parseBoolean).orElse(false);
  }

  Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
  }

  /** The body, unpacked when the client compressed it for the way; 400 when it did not really. */
  InputStream content() throws IOException {
    if (header("content-encoding").filter("gzip"::equalsIgnoreCase).isEmpty()) {
      return body;
    }
    try {
      return new GZIPInputStream(body);
    } catch (ZipException | EOFException notPacked) {
      throw ApiError.invalid("The body is not gzip, as its Content-Encoding says.");
    }
  }

  /** The body as a JSON object; an empty body is an empty object. */
  JsonObject json() throws IOException {
    if (header("content-length").filter("0"::equals).isPresent()) {
      return new JsonObject();
    }
    byte[] bytes = content().readNBytes(MOST_JSON_BYTES + 1);
    if (bytes.length > MOST_JSON_BYTES) {
      throw ApiError.invalid("The JSON body is larger than " + MOST_JSON_BYTES + " bytes.");
    }
    return parseJson(new String(bytes, StandardCharsets.UTF_8));
  }

  /** JSON text as an object; blank text is an empty object, and 400 is for all else. */
  static JsonObject parseJson(String text) {
    if (text.isBlank()) {
      return new JsonObject();
    }
    try {
      return JsonParser.parseString(text).getAsJsonObject();
    } catch (JsonParseException | IllegalStateException notAnObject) {
      throw ApiError.invalid("Parse Error: the body is not a JSON object.");
    }
  }
}

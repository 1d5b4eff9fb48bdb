package com.maayegue.maintenance.localstorage;

import com.google.gson.JsonObject;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * The body of a {@code multipart/related} upload: metadata as JSON, then the bytes of the object,
 * which are streamed.
 *
 * @param contentType what the second part says about the bytes
 * @param media the bytes; ends at the closing boundary, and throws when that is missing
 */
record MultipartRelated(JsonObject metadata, Optional<String> contentType, InputStream media) {
  /** In double quotes, in none, or in the single quotes of gsutil and gcloud. */
  private static final Pattern BOUNDARY =
      Pattern.compile("(?i)boundary=(?:\"([^\"]{1,200})\"|'([^']{1,200})'|([^;\\s]{1,200}))");

  private static final int MOST_METADATA_BYTES = 1 << 20;

  /**
   * Reads as far as the first byte of the object.
   *
   * @throws ApiError 400 when the body is not of this form
   */
  static MultipartRelated parse(String contentType, InputStream body) throws IOException {
    String boundary = "--" + boundary(contentType);
    InputStream input = new BufferedInputStream(body);
    String first = line(input);
    while (!first.stripTrailing().equals(boundary)) {
      // The preamble, which has no meaning; some tools send an empty line.
      first = line(input);
    }
    // Python's tools end lines with LF alone; the bytes before a delimiter belong to the object,
    // so its exact form matters.
    String lineEnd = first.endsWith("\r") ? "\r\n" : "\n";
    byte[] closing = (lineEnd + boundary + "--").getBytes(StandardCharsets.UTF_8);
    partContentType(input);
    byte[] json = metadata(input, boundary);
    Optional<String> mediaType = partContentType(input);
    return new MultipartRelated(
        ApiRequest.parseJson(new String(json, StandardCharsets.UTF_8)),
        mediaType,
        new DelimitedInputStream(input, closing));
  }

  /** The boundary that a {@code Content-Type} header names; 400 when it names none. */
  static String boundary(String contentType) {
    Matcher matcher = BOUNDARY.matcher(contentType);
    if (!matcher.find()) {
      throw ApiError.invalid("Missing boundary in the multipart content type.");
    }
    return IntStream.rangeClosed(1, matcher.groupCount())
        .mapToObj(matcher::group)
        .filter(Objects::nonNull)
        .findFirst()
        .orElseThrow();
  }

  private static byte[] metadata(InputStream input, String boundary) throws IOException {
    ByteArrayOutputStream json = new ByteArrayOutputStream();
    while (true) {
      String line = line(input);
      if (line.stripTrailing().equals(boundary)) {
        return json.toByteArray();
      }
      json.write(line.getBytes(StandardCharsets.ISO_8859_1));
      json.write('\n');
      if (json.size() > MOST_METADATA_BYTES) {
        throw ApiError.invalid("The metadata part is larger than 1 MiB.");
      }
    }
  }

  private static Optional<String> partContentType(InputStream input) throws IOException {
    Optional<String> contentType = Optional.empty();
    while (true) {
      String header = line(input).strip();
      if (header.isEmpty()) {
        return contentType;
      }
      if (header.toLowerCase(Locale.ROOT).startsWith("content-type:")) {
        contentType = Optional.of(header.substring("content-type:".length()).strip());
      }
    }
  }

  /** A line as ISO-8859-1, so that its bytes can be had back; without LF, but with a CR. */
  private static String line(InputStream input) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int next = input.read(); next != '\n'; next = input.read()) {
      if (next < 0) {
        throw new EOFException("the multipart body ends within its head");
      }
      line.write(next);
      if (line.size() > MOST_METADATA_BYTES) {
        throw ApiError.invalid("A line of the multipart head is too long.");
      }
    }
    return line.toString(StandardCharsets.ISO_8859_1);
  }
}

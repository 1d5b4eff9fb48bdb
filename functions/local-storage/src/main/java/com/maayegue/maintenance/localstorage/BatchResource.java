package com.maayegue.maintenance.localstorage;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * {@code /batch/storage/v1}: up to 100 small requests in one body. Each is answered by itself, and
 * one that fails leaves the others alone. Bytes of objects do not travel in batches.
 */
final class BatchResource {
  private static final int MOST_BYTES = 10 << 20;
  private static final int MOST_CALLS = 100;

  /** What answers a single request. */
  interface Api {
    ApiResponse answer(ApiRequest request);
  }

  private BatchResource() {}

  static ApiResponse answer(ApiRequest batch, Api api) throws IOException {
    String boundary = MultipartRelated.boundary(batch.header("content-type").orElse(""));
    byte[] body = batch.content().readNBytes(MOST_BYTES + 1);
    // ISO-8859-1 keeps every byte.
    String text = new String(body, StandardCharsets.ISO_8859_1).replace("\r\n", "\n");
    String[] parts = text.split("(?:^|\n)--" + Pattern.quote(boundary), -1);
    if (body.length > MOST_BYTES || parts.length > MOST_CALLS + 2) {
      throw ApiError.invalid("The batch is too large.");
    }
    String answerBoundary = "batch_" + UUID.randomUUID();
    ByteArrayOutputStream answers = new ByteArrayOutputStream();
    for (int index = 1; index < parts.length && !parts[index].startsWith("--"); index++) {
      write(answers, "--" + answerBoundary + "\r\n");
      answerPart(answers, parts[index], batch, api);
    }
    write(answers, "--" + answerBoundary + "--\r\n");
    return ApiResponse.bytes(
        200, "multipart/mixed; boundary=" + answerBoundary, answers.toByteArray());
  }

  private static void answerPart(
      ByteArrayOutputStream answers, String part, ApiRequest batch, Api api) throws IOException {
    String[] envelope = part.substring(part.indexOf('\n') + 1).split("\n\n", 2);
    String call = envelope.length > 1 ? envelope[1] : "";
    ApiResponse answer;
    try {
      answer = api.answer(parse(call, batch));
    } catch (ApiError malformed) {
      answer = malformed.response();
    }
    write(answers, "Content-Type: application/http\r\n");
    Optional<String> id = Optional.ofNullable(headers(envelope[0]).get("content-id"));
    id.ifPresent(
        value -> write(answers, "Content-ID: " + value.replaceFirst("^<?", "<response-") + "\r\n"));
    byte[] content;
    try (InputStream body = answer.body()) {
      content = body.readAllBytes();
    }
    write(answers, "\r\nHTTP/1.1 " + answer.status() + " -\r\n");
    answer.headers().forEach((name, value) -> write(answers, name + ": " + value + "\r\n"));
    write(answers, "Content-Length: " + content.length + "\r\n\r\n");
    answers.writeBytes(content);
    write(answers, "\r\n");
  }

  private static ApiRequest parse(String call, ApiRequest batch) {
    String[] headAndBody = call.split("\n\n", 2);
    String[] head = headAndBody[0].split("\n", 2);
    String[] requestLine = head[0].strip().split(" ", -1);
    if (requestLine.length < 2) {
      throw ApiError.invalid("Failed to parse a request of the batch.");
    }
    String target = requestLine[1].replaceFirst("^https?://[^/]*", "");
    if (target.startsWith("/batch") || target.contains("alt=media")) {
      throw ApiError.invalid("A batch takes neither batches nor media.");
    }
    String body = headAndBody.length > 1 ? headAndBody[1] : "";
    Map<String, String> headers = new LinkedHashMap<>(headers(head.length > 1 ? head[1] : ""));
    return ApiRequest.of(
        requestLine[0],
        target,
        headers,
        new ByteArrayInputStream(body.getBytes(StandardCharsets.ISO_8859_1)),
        batch.origin());
  }

  private static Map<String, String> headers(String lines) {
    Map<String, String> headers = new LinkedHashMap<>();
    for (String line : lines.split("\n", -1)) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        headers.put(
            line.substring(0, colon).strip().toLowerCase(Locale.ROOT),
            line.substring(colon + 1).strip());
      }
    }
    return headers;
  }

  private static void write(ByteArrayOutputStream target, String text) {
    target.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
  }
}

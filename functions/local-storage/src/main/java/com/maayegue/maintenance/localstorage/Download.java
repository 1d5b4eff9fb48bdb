package com.maayegue.maintenance.localstorage;

import java.io.IOException;
import java.io.InputStream;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/** Turns an object into the answer to a download: headers, range, and unpacking if need be. */
final class Download {
  private Download() {}

  /** Takes over {@code opened}: its stream becomes the body, or is closed when this throws. */
  static ApiResponse answer(ObjectStore.Opened opened, ApiRequest request) throws IOException {
    boolean handedOver = false;
    try {
      ApiResponse answer =
          isToBeUnpacked(opened.metadata(), request)
              ? unpacked(opened)
              : stored(opened, request.header("range"));
      handedOver = true;
      return answer;
    } finally {
      if (!handedOver) {
        opened.bytes().close();
      }
    }
  }

  private static ApiResponse stored(ObjectStore.Opened opened, Optional<String> range)
      throws IOException {
    long size = opened.metadata().blob().size();
    Map<String, String> headers = headers(opened.metadata());
    opened
        .metadata()
        .setting("contentEncoding")
        .ifPresent(encoding -> headers.put("Content-Encoding", encoding));
    Optional<ByteRange> part = range.flatMap(header -> ByteRange.parse(header, size));
    if (part.isEmpty()) {
      return new ApiResponse(200, headers, opened.bytes(), size);
    }
    headers.put("Content-Range", part.get().contentRange(size));
    InputStream bytes = opened.bytes();
    bytes.skipNBytes(part.get().first());
    return new ApiResponse(206, headers, bytes, part.get().length());
  }

  /** Cloud Storage unpacks gzip for clients that do not say that they can ("transcoding"). */
  private static boolean isToBeUnpacked(ObjectMetadata metadata, ApiRequest request) {
    boolean packed = metadata.setting("contentEncoding").filter("gzip"::equals).isPresent();
    boolean accepted =
        request
            .header("accept-encoding")
            .filter(encodings -> encodings.toLowerCase(Locale.ROOT).contains("gzip"))
            .isPresent();
    return packed && !accepted;
  }

  private static ApiResponse unpacked(ObjectStore.Opened opened) throws IOException {
    Map<String, String> headers = headers(opened.metadata());
    headers.put("Warning", "214 UploadServer gunzipped");
    InputStream plain = new GZIPInputStream(opened.bytes());
    return new ApiResponse(200, headers, plain, ApiResponse.UNKNOWN_LENGTH);
  }

  private static Map<String, String> headers(ObjectMetadata metadata) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Content-Type", metadata.setting("contentType").orElse("application/octet-stream"));
    headers.put("Accept-Ranges", "bytes");
    headers.put("ETag", metadata.etag());
    headers.put(
        "Last-Modified",
        DateTimeFormatter.RFC_1123_DATE_TIME.format(metadata.updated().atOffset(ZoneOffset.UTC)));
    headers.put("X-Goog-Generation", Long.toString(metadata.generation()));
    headers.put("X-Goog-Metageneration", Long.toString(metadata.metageneration()));
    headers.put("X-Goog-Hash", hashes(metadata.blob()));
    headers.put("X-Goog-Stored-Content-Length", Long.toString(metadata.blob().size()));
    headers.put(
        "X-Goog-Stored-Content-Encoding", metadata.setting("contentEncoding").orElse("identity"));
    headers.put("X-Goog-Storage-Class", metadata.setting("storageClass").orElse("STANDARD"));
    metadata.setting("cacheControl").ifPresent(value -> headers.put("Cache-Control", value));
    metadata
        .setting("contentDisposition")
        .ifPresent(value -> headers.put("Content-Disposition", value));
    metadata.setting("contentLanguage").ifPresent(value -> headers.put("Content-Language", value));
    return headers;
  }

  private static String hashes(BlobFacts blob) {
    return "crc32c=" + blob.crc32c() + blob.md5Hash().map(md5 -> ",md5=" + md5).orElse("");
  }
}

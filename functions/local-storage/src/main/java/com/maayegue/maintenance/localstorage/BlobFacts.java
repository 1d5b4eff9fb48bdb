package com.maayegue.maintenance.localstorage;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the bytes of an object are, by measure.
 *
 * @param size bytes
 * @param md5Hash base 64; composed objects have none
 * @param crc32c base 64 of the four bytes, the most significant first
 * @param componentCount how many objects it was composed of; 0 when it was uploaded whole
 */
record BlobFacts(long size, Optional<String> md5Hash, String crc32c, int componentCount) {

  /**
   * Compares with what the client says that it sent: the metadata's fields, or a header {@code
   * x-goog-hash: crc32c=…,md5=…}.
   *
   * @throws ApiError 400 when the bytes are not the client's
   */
  void verify(JsonObject metadata, Optional<String> hashHeader) {
    Map<String, String> expected = new HashMap<>();
    for (String item : hashHeader.orElse("").split(",", -1)) {
      int equals = item.indexOf('=');
      if (equals > 0) {
        expected.put(item.substring(0, equals).strip(), item.substring(equals + 1).strip());
      }
    }
    text(metadata, "crc32c").ifPresent(crc -> expected.put("crc32c", crc));
    text(metadata, "md5Hash").ifPresent(md5 -> expected.put("md5", md5));
    check("CRC32C", expected.get("crc32c"), Optional.of(crc32c));
    check("MD5 hash", expected.get("md5"), md5Hash);
  }

  private static Optional<String> text(JsonObject metadata, String field) {
    return Optional.ofNullable(metadata.get(field))
        .filter(JsonElement::isJsonPrimitive)
        .map(JsonElement::getAsString);
  }

  private static void check(String what, String expected, Optional<String> actual) {
    if (expected != null && actual.isPresent() && !expected.equals(actual.get())) {
      throw ApiError.invalid(
          String.format(
              "Provided %s \"%s\" doesn't match calculated %s \"%s\".",
              what, expected, what, actual.get()));
    }
  }
}

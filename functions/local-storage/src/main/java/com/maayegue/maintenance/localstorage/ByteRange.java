package com.maayegue.maintenance.localstorage;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The bytes that a download asks for.
 *
 * @param first offset of the first byte
 * @param length number of bytes, at least 1
 */
record ByteRange(long first, long length) {
  private static final Pattern ONE_RANGE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

  /**
   * Reads a {@code Range} header against an object of {@code size} bytes. A header that is no
   * single byte range is ignored, as RFC 9110 wants.
   *
   * @throws ApiError 416 when the range begins behind the last byte
   */
  static Optional<ByteRange> parse(String header, long size) {
    Matcher matcher = ONE_RANGE.matcher(header.strip());
    if (!matcher.matches() || (matcher.group(1).isEmpty() && matcher.group(2).isEmpty())) {
      return Optional.empty();
    }
    if (matcher.group(1).isEmpty()) {
      return Optional.of(suffix(Long.parseLong(matcher.group(2)), size));
    }
    long first = Long.parseLong(matcher.group(1));
    long last =
        matcher.group(2).isEmpty()
            ? size - 1
            : Math.min(size - 1, Long.parseLong(matcher.group(2)));
    if (first >= size) {
      throw ApiError.rangeNotSatisfiable();
    }
    return last < first ? Optional.empty() : Optional.of(new ByteRange(first, last - first + 1));
  }

  private static ByteRange suffix(long wanted, long size) {
    long length = Math.min(wanted, size);
    if (length == 0) {
      throw ApiError.rangeNotSatisfiable();
    }
    return new ByteRange(size - length, length);
  }

  /** The {@code Content-Range} header of the answer. */
  String contentRange(long size) {
    return "bytes " + first + "-" + (first + length - 1) + "/" + size;
  }
}

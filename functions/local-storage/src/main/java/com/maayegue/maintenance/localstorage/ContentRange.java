package com.maayegue.maintenance.localstorage;

import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The {@code Content-Range} header of one request of a resumable upload.
 *
 * @param first offset of the first byte sent; empty for a request that sends none
 * @param last offset of the last byte sent, with {@code first}
 * @param total size of the whole object, once the client knows it
 */
record ContentRange(OptionalLong first, OptionalLong last, OptionalLong total) {
  private static final Pattern FORM =
      Pattern.compile("bytes (?:(\\d{1,18})-(\\d{1,18})|\\*)/(\\d{1,18}|\\*)");

  /**
   * Reads the header.
   *
   * @throws ApiError 400 when it is malformed or contradicts itself
   */
  static ContentRange parse(String header) {
    Matcher matcher = FORM.matcher(header.strip());
    if (!matcher.matches()) {
      throw ApiError.invalid("Failed to parse Content-Range header: " + header);
    }
    ContentRange range =
        new ContentRange(
            number(matcher.group(1)), number(matcher.group(2)), number(matcher.group(3)));
    if (range.first.isPresent()) {
      long last = range.last.getAsLong();
      boolean behindTheEnd = range.total.isPresent() && last >= range.total.getAsLong();
      if (last < range.first.getAsLong() || behindTheEnd) {
        throw ApiError.invalid("Invalid Content-Range header: " + header);
      }
    }
    return range;
  }

  private static OptionalLong number(String text) {
    return text == null || text.equals("*")
        ? OptionalLong.empty()
        : OptionalLong.of(Long.parseLong(text));
  }

  /** Whether bytes come with the request. */
  boolean carriesBytes() {
    return first.isPresent();
  }

  /** Whether the object is complete once the bytes of this request have been stored. */
  boolean isLast() {
    return carriesBytes() && total.isPresent() && last.getAsLong() + 1 == total.getAsLong();
  }
}

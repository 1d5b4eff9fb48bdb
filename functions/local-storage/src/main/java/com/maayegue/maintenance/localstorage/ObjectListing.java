package com.maayegue.maintenance.localstorage;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * One page of a listing: objects, the "folders" that a delimiter makes of names, and the token of
 * the next page.
 */
record ObjectListing(
    List<ObjectMetadata> items, List<String> prefixes, Optional<String> nextPageToken) {
  /** Names are sorted by their UTF-8 bytes, which is not the order of Java's strings. */
  static final Comparator<String> NAME_ORDER =
      (left, right) ->
          Arrays.compareUnsigned(
              left.getBytes(StandardCharsets.UTF_8), right.getBytes(StandardCharsets.UTF_8));

  private static final int LARGEST_PAGE = 1000;

  /**
   * What a client wants to see.
   *
   * @param delimiter empty for a flat listing
   * @param startOffset the first name that may appear; empty for no bound
   * @param endOffset the first name that may not appear; empty for no bound
   * @param versions noncurrent generations too
   * @param after where the page before ended
   */
  record Query(
      String prefix,
      String delimiter,
      String startOffset,
      String endOffset,
      boolean trailingDelimiter,
      boolean versions,
      int pageSize,
      Optional<Position> after) {

    static Query of(ApiRequest request) {
      long wanted = request.number("maxResults").orElse(LARGEST_PAGE);
      if (wanted < 0) {
        throw ApiError.invalid("Invalid value for maxResults: " + wanted);
      }
      return new Query(
          request.parameter("prefix").orElse(""),
          request.parameter("delimiter").orElse(""),
          request.parameter("startOffset").orElse(""),
          request.parameter("endOffset").orElse(""),
          request.flag("includeTrailingDelimiter"),
          request.flag("versions"),
          (int) Math.min(LARGEST_PAGE, wanted == 0 ? LARGEST_PAGE : wanted),
          request.parameter("pageToken").map(Position::parse));
    }

    /** A name before which nothing can be on the page. */
    String firstName() {
      String first = NAME_ORDER.compare(prefix, startOffset) > 0 ? prefix : startOffset;
      return after
          .map(Position::name)
          .filter(name -> NAME_ORDER.compare(name, first) > 0)
          .orElse(first);
    }

    private boolean isWithin(String name) {
      return name.startsWith(prefix)
          && (endOffset.isEmpty() || NAME_ORDER.compare(name, endOffset) < 0);
    }

    /** The "folder" that stands for the object in this listing, if one does. */
    private Optional<String> folderOf(String name) {
      int end = delimiter.isEmpty() ? -1 : name.indexOf(delimiter, prefix.length());
      return end < 0 ? Optional.empty() : Optional.of(name.substring(0, end + delimiter.length()));
    }
  }

  /** The last entry of a page: a generation of an object, or a folder with generation 0. */
  record Position(String name, long generation) {
    String token() {
      String text = generation + "/" + name;
      return Base64.getUrlEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    static Position parse(String token) {
      try {
        String text = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
        int slash = text.indexOf('/');
        return new Position(
            text.substring(slash + 1), Long.parseLong(text, 0, Math.max(slash, 0), 10));
      } catch (IllegalArgumentException notOurs) {
        throw ApiError.invalid("Invalid page token: " + token);
      }
    }

    private boolean isBefore(ObjectMetadata object, Optional<String> folder) {
      if (folder.isPresent() && generation == 0 && folder.get().equals(name)) {
        return false;
      }
      int order = NAME_ORDER.compare(name, object.name());
      return order < 0 || (order == 0 && generation < object.generation());
    }
  }

  /** Makes the page of {@code candidates}, which are sorted by name and generation. */
  static ObjectListing of(List<ObjectMetadata> candidates, Query query) {
    List<ObjectMetadata> items = new ArrayList<>();
    TreeSet<String> prefixes = new TreeSet<>(NAME_ORDER);
    Position last = new Position("", 0);
    for (ObjectMetadata object : candidates) {
      Optional<String> folder = query.folderOf(object.name());
      boolean wanted =
          query.isWithin(object.name())
              && query.after.map(after -> after.isBefore(object, folder)).orElse(true);
      if (!wanted || folder.filter(prefixes::contains).isPresent()) {
        continue;
      }
      if (items.size() + prefixes.size() >= query.pageSize) {
        return page(items, prefixes, Optional.of(last.token()));
      }
      folder.ifPresent(prefixes::add);
      boolean listed = folder.isEmpty() || showsAsItem(query, object, folder.get());
      if (listed) {
        items.add(object);
      }
      last =
          folder.isPresent()
              ? new Position(folder.get(), 0)
              : new Position(object.name(), object.generation());
    }
    return page(items, prefixes, Optional.empty());
  }

  private static boolean showsAsItem(Query query, ObjectMetadata object, String folder) {
    return query.trailingDelimiter && object.name().equals(folder);
  }

  private static ObjectListing page(
      List<ObjectMetadata> items, TreeSet<String> prefixes, Optional<String> token) {
    return new ObjectListing(List.copyOf(items), List.copyOf(prefixes), token);
  }
}

package com.maayegue.maintenance.sqlitesalvage;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Mends what a flipped bit makes of a definition: one that has the backup's length and all but two
 * of its characters is the backup's. No migration changes so little.
 */
final class SchemaRepair {
  private static final int MOST_DIFFERENCES = 2;

  private SchemaRepair() {}

  /** The objects, as the backup has them where they only differ by damage. */
  static Collection<SchemaObject> mended(
      Map<String, SchemaObject> objects, List<SchemaObject> backup) {
    Map<String, SchemaObject> theirs = new HashMap<>();
    backup.forEach(each -> theirs.put(each.id(), each));
    List<SchemaObject> mended = new ArrayList<>();
    for (SchemaObject object : objects.values()) {
      SchemaObject same = theirs.get(object.id());
      if (same == null) {
        same =
            backup.stream()
                .filter(each -> !objects.containsKey(each.id()) && isNear(object, each))
                .findFirst()
                .orElse(null);
      }
      boolean damaged = same != null && isNear(object, same);
      mended.add(damaged ? same.at(object.root()) : object);
    }
    return mended;
  }

  private static boolean isNear(SchemaObject one, SchemaObject other) {
    return one.type().equals(other.type())
        && differences(Optional.of(one.name()), Optional.of(other.name()))
                + differences(Optional.of(one.table()), Optional.of(other.table()))
                + differences(one.sql(), other.sql())
            <= MOST_DIFFERENCES;
  }

  private static int differences(Optional<String> one, Optional<String> other) {
    if (one.isEmpty() || other.isEmpty()) {
      return one.equals(other) ? 0 : MOST_DIFFERENCES + 1;
    }
    String left = one.get();
    String right = other.get();
    if (left.length() != right.length()) {
      return MOST_DIFFERENCES + 1;
    }
    int count = 0;
    for (int i = 0; i < left.length(); i++) {
      count += left.charAt(i) == right.charAt(i) ? 0 : 1;
    }
    return count;
  }
}

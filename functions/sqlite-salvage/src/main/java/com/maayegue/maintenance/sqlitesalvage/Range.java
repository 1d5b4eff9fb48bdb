package com.maayegue.maintenance.sqlitesalvage;

import java.util.List;

/** Rowids from {@code min} to {@code max}, both included. */
record Range(long min, long max) {
  /** All there can be. */
  static final Range ALL = new Range(Long.MIN_VALUE, Long.MAX_VALUE);

  boolean has(long rowid) {
    return rowid >= min && rowid <= max;
  }

  /** The same, as far as the keys of {@code rising} as well. */
  Range with(List<Cell> rising) {
    return new Range(
        Math.min(min, rising.get(0).key()), Math.max(max, rising.get(rising.size() - 1).key()));
  }

  /** Whether all of {@code other} is in this one. */
  boolean covers(Range other) {
    return min <= other.min && other.max <= max;
  }

  boolean overlaps(Range other) {
    return min <= other.max && other.min <= max;
  }
}

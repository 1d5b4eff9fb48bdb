package com.maayegue.maintenance.core;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** Named counts of a run, added to by any number of threads. */
public final class Counts {
  private final ConcurrentSkipListMap<String, Long> values = new ConcurrentSkipListMap<>();

  /** Adds {@code more} to {@code name}; adding 0 makes the name appear. */
  public void add(String name, long more) {
    values.merge(name, more, Long::sum);
  }

  /** The count of {@code name}, 0 if nothing was added. */
  public long get(String name) {
    return values.getOrDefault(name, 0L);
  }

  /** A copy, in the order of the names. */
  public Map<String, Long> snapshot() {
    return new TreeMap<>(values);
  }
}

package com.maayegue.maintenance.mailboxstandins;

import com.maayegue.maintenance.mailboxstandins.Delivered.Medium;
import java.util.ArrayDeque;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;

/** Answers that stand-ins give instead of their own, each once, in order. */
final class Faults {
  private final Map<Medium, Queue<Fault>> next = new EnumMap<>(Medium.class);

  /**
   * An answer.
   *
   * @param status HTTP status; 0 takes the request and closes the connection without a word
   */
  record Fault(int status, Map<String, String> headers, String body) {}

  synchronized void add(Medium medium, Fault fault) {
    next.computeIfAbsent(medium, any -> new ArrayDeque<>()).add(fault);
  }

  synchronized Optional<Fault> take(Medium medium) {
    return Optional.ofNullable(next.get(medium)).map(Queue::poll);
  }

  synchronized void clear() {
    next.clear();
  }
}

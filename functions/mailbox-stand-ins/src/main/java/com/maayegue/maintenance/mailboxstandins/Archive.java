package com.maayegue.maintenance.mailboxstandins;

import com.maayegue.maintenance.mailboxstandins.Delivered.Medium;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What was sent, in the order of arrival. */
final class Archive {
  private static final int LONGEST_RAW = 200_000;

  private final InstantSource clock;
  private final List<Delivered> all = new ArrayList<>();

  Archive(InstantSource clock) {
    this.clock = clock;
  }

  synchronized void add(
      Medium medium, String to, String subject, String text, Optional<String> html, String raw) {
    String kept = raw.substring(0, Math.min(raw.length(), LONGEST_RAW));
    all.add(new Delivered(all.size() + 1, medium, clock.instant(), to, subject, text, html, kept));
  }

  synchronized List<Delivered> all() {
    return List.copyOf(all);
  }

  synchronized void clear() {
    all.clear();
  }
}

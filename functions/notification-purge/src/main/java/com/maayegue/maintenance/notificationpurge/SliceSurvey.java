package com.maayegue.maintenance.notificationpurge;

import com.google.cloud.firestore.Firestore;
import com.maayegue.maintenance.core.Counts;
import com.maayegue.maintenance.notificationpurge.DateKind.Slice;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Counts what a purge of one slice would delete, by age, by the notification's type and by the type
 * of its date.
 */
final class SliceSurvey {
  private static final String TYPE = "type";
  // Other texts would let a document choose names in the run record.
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_-]{1,30}");

  private final Firestore firestore;
  private final PurgeSettings settings;
  private final PurgePolicy policy;
  private final Instant now;
  private final Pace pace;
  private final Counts counts;

  SliceSurvey(
      Firestore firestore,
      PurgeSettings settings,
      PurgePolicy policy,
      Instant now,
      Pace pace,
      Counts counts) {
    this.firestore = firestore;
    this.settings = settings;
    this.policy = policy;
    this.now = now;
    this.pace = pace;
    this.counts = counts;
  }

  /**
   * Counts.
   *
   * @param queue gets what somebody else could do
   * @return whether the end of the slice was reached; otherwise the deadline was
   */
  boolean survey(Slice slice, SliceQueue queue) throws Exception {
    String field = settings.timestampField();
    SlicePages<Seen> pages =
        new SlicePages<>(
            firestore,
            settings,
            pace,
            slice,
            found -> new Seen(policy.date(found.get(field)), type(found.get(TYPE))),
            field,
            TYPE);
    List<Seen> page = pages.next();
    while (!page.isEmpty()) {
      if (queue.isWanted()) {
        pages.giveAway().ifPresent(queue::add);
      }
      page.forEach(found -> count(slice, found));
      if (pace.isOver()) {
        return false;
      }
      page = pages.next();
    }
    return true;
  }

  private void count(Slice slice, Seen found) {
    Optional<Instant> date = found.date();
    if (date.isEmpty()) {
      counts.add("kept.unreadable", 1);
    } else if (date.get().isBefore(policy.cutoff())) {
      counts.add("wouldDelete", 1);
      counts.add("wouldDelete.age." + PurgePolicy.ageGroup(Duration.between(date.get(), now)), 1);
      counts.add("wouldDelete.date." + slice.kind().name().toLowerCase(Locale.ROOT), 1);
      counts.add("wouldDelete.type." + found.type(), 1);
    }
  }

  private static String type(Object value) {
    if (value == null) {
      return "none";
    }
    return value instanceof String text && PLAIN.matcher(text).matches() ? text : "other";
  }

  private record Seen(Optional<Instant> date, String type) {}
}

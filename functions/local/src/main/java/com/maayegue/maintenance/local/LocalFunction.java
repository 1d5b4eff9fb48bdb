package com.maayegue.maintenance.local;

import java.util.List;
import java.util.Locale;

/**
 * A function that the local stack runs. Everything but its name follows from it.
 *
 * @param name of the function, its folder, its topic and its schedule
 */
public record LocalFunction(String name) {
  /** Deletes old notifications. */
  public static final LocalFunction NOTIFICATION_PURGE = new LocalFunction("notification-purge");

  /** Deletes accounts that nobody uses. */
  public static final LocalFunction INACTIVE_USER_CLEANUP =
      new LocalFunction("inactive-user-cleanup");

  /** All of them. */
  public static final List<LocalFunction> ALL = List.of(NOTIFICATION_PURGE, INACTIVE_USER_CLEANUP);

  /** The topic whose messages it gets. */
  public String topic() {
    return name;
  }

  /** Its entry class, by its full name. */
  public String target() {
    StringBuilder simple = new StringBuilder();
    for (String word : name.split("-", -1)) {
      simple.append(word.substring(0, 1).toUpperCase(Locale.ROOT)).append(word.substring(1));
    }
    return "com.maayegue.maintenance." + name.replace("-", "") + "." + simple + "Function";
  }
}

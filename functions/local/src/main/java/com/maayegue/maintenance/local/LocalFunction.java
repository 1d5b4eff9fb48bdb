package com.maayegue.maintenance.local;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * A function that the local stack runs. Everything else follows from its names.
 *
 * @param name of the function
 * @param folder of the module that it is built in: its own name, but for one that shares a jar
 * @param topics whose messages it gets, the one of its own name first; none for a function that is
 *     called over HTTP
 */
public record LocalFunction(String name, String folder, List<String> topics) {
  /** Deletes old notifications. */
  public static final LocalFunction NOTIFICATION_PURGE = ofItsTopic("notification-purge");

  /** Deletes accounts that nobody uses. */
  public static final LocalFunction INACTIVE_USER_CLEANUP = ofItsTopic("inactive-user-cleanup");

  /** Backs up the staged databases. */
  public static final LocalFunction DATABASE_BACKUP = ofItsTopic("database-backup");

  /** Cleans, checks and migrates the staged databases. */
  public static final LocalFunction DATABASE_MAINTENANCE = ofItsTopic("database-maintenance");

  /** Restores a staged database. */
  public static final LocalFunction DATABASE_RESTORE = ofTopics("database-restore");

  /** Takes the callbacks of payment providers. */
  public static final LocalFunction PAYMENT_WEBHOOK = ofTopics("payment-webhook");

  /** Keeps the state of payments, and tells when too many fail. */
  public static final LocalFunction PAYMENT_FAILURE_ALERT =
      ofTopics("payment-failure-alert", "payment-events");

  /** Delivers alerts to people. */
  public static final LocalFunction ALERT_DISPATCH =
      ofTopics("alert-dispatch", "maintenance-alerts");

  /** Measures and forecasts use and costs. */
  public static final LocalFunction COST_MONITOR = ofTopics("cost-monitor", "billing-budget");

  /** Tells how the week went. */
  public static final LocalFunction WEEKLY_REPORT = ofItsTopic("weekly-report");

  /** The page behind the links in alerts: in the jar of {@link #ALERT_DISPATCH}. */
  public static final LocalFunction ALERT_ACKNOWLEDGE =
      new LocalFunction("alert-acknowledge", "alert-dispatch", List.of());

  /** All that have a folder of their own. */
  public static final List<LocalFunction> ALL =
      List.of(
          NOTIFICATION_PURGE,
          INACTIVE_USER_CLEANUP,
          DATABASE_BACKUP,
          DATABASE_MAINTENANCE,
          DATABASE_RESTORE,
          PAYMENT_WEBHOOK,
          PAYMENT_FAILURE_ALERT,
          ALERT_DISPATCH,
          COST_MONITOR,
          WEEKLY_REPORT);

  /** All that run. */
  static final List<LocalFunction> RUNNING =
      Stream.concat(ALL.stream(), Stream.of(ALERT_ACKNOWLEDGE)).toList();

  /** Keeps a copy. */
  public LocalFunction {
    topics = List.copyOf(topics);
  }

  private static LocalFunction ofItsTopic(String name) {
    return ofTopics(name, name);
  }

  private static LocalFunction ofTopics(String name, String... topics) {
    return new LocalFunction(name, name, List.of(topics));
  }

  /**
   * The function of a name.
   *
   * @throws IllegalArgumentException when there is none
   */
  public static LocalFunction named(String name) {
    return ALL.stream()
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no function '"
                        + name
                        + "': there are "
                        + ALL.stream().map(LocalFunction::name).toList()));
  }

  /** Its entry class, by its full name. */
  public String target() {
    StringBuilder simple = new StringBuilder();
    for (String word : name.split("-", -1)) {
      simple.append(word.substring(0, 1).toUpperCase(Locale.ROOT)).append(word.substring(1));
    }
    return "com.maayegue.maintenance." + folder.replace("-", "") + "." + simple + "Function";
  }
}

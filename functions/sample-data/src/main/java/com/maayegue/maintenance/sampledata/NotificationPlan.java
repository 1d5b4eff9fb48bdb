package com.maayegue.maintenance.sampledata;

import java.time.Duration;
import java.time.Instant;

/**
 * How many notifications. The same plan always gives the same ones.
 *
 * @param seed another seed gives other notifications
 * @param now what every date is relative to
 * @param count how many
 * @param retention older ones are to be purged
 */
public record NotificationPlan(long seed, Instant now, int count, Duration retention) {
  private static final int DEMO_COUNT = 20_000;
  private static final Duration DEMO_RETENTION = Duration.ofDays(30);

  public NotificationPlan {
    now = Instant.ofEpochMilli(now.toEpochMilli());
  }

  /** 20,000 notifications that are to be kept for 30 days. */
  public static NotificationPlan demo(Instant now) {
    return new NotificationPlan(AccountPlan.DEMO_SEED, now, DEMO_COUNT, DEMO_RETENTION);
  }
}

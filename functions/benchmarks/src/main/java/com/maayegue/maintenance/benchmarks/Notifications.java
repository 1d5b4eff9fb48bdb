package com.maayegue.maintenance.benchmarks;

import com.maayegue.maintenance.sampledata.AccountPlan;
import com.maayegue.maintenance.sampledata.CreatedAt;
import com.maayegue.maintenance.sampledata.CreatedAtKind;
import com.maayegue.maintenance.sampledata.NotificationPlan;
import com.maayegue.maintenance.sampledata.NotificationVerdict;
import com.maayegue.maintenance.sampledata.SampleAccounts;
import com.maayegue.maintenance.sampledata.SampleNotification;
import com.maayegue.maintenance.sampledata.SampleNotifications;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Notifications of which four in five are old. All dates are timestamps: the obvious versions meet
 * no others.
 */
record Notifications(int count) {
  private static final long SEED = 237;
  private static final Duration RETENTION = Duration.ofDays(30);
  private static final Duration OLDEST = Duration.ofDays(240);
  // No verdict changes while the benchmark runs.
  private static final Duration MARGIN = Duration.ofHours(1);

  /** How many are old. */
  int old() {
    return count / 5 * 4;
  }

  /** Made one at a time. */
  Iterator<SampleNotification> iterator(Instant now) {
    SampleNotifications samples =
        new SampleNotifications(
            new NotificationPlan(SEED, now, count, RETENTION),
            new SampleAccounts(AccountPlan.demo(now)));
    return IntStream.range(0, count)
        .mapToObj(index -> dated(samples.notification(index), date(now, index)))
        .iterator();
  }

  private static Instant date(Instant now, int index) {
    SplittableRandom random = new SplittableRandom(SEED + index);
    Instant boundary = now.minus(RETENTION);
    if (index % 5 == 0) {
      return boundary.plusMillis(random.nextLong(MARGIN.toMillis(), RETENTION.toMillis()));
    }
    return boundary.minusMillis(
        random.nextLong(MARGIN.toMillis(), OLDEST.minus(RETENTION).toMillis()));
  }

  private static SampleNotification dated(SampleNotification sample, Instant date) {
    return new SampleNotification(
        sample.id(),
        sample.userId(),
        sample.title(),
        sample.body(),
        sample.type(),
        sample.read(),
        new CreatedAt.AsTimestamp(date),
        CreatedAtKind.TIMESTAMP,
        NotificationVerdict.KEPT);
  }
}

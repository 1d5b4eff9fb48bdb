package com.maayegue.maintenance.sampledata;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The notifications of a plan, made one at a time and each from its index only. Six in ten of those
 * that have a date are older than the retention; one in a hundred lies within an hour of the
 * boundary on either side, among them local times, which tell whether a zone was taken for UTC.
 *
 * <p>On the side that is kept nothing is closer than a quarter of an hour, so that the verdicts
 * still hold when a purge runs soon after its data was written.
 */
public final class SampleNotifications {
  private static final Duration SHORTEST_AFTER = Duration.ofMinutes(15);
  private static final Duration SHORTEST_BEFORE = Duration.ofMinutes(1);
  private static final Duration NEAR = Duration.ofMinutes(55);
  private static final Duration OLDEST = Duration.ofDays(240);
  private static final List<String> UNREADABLE =
      List.of("hier", "", "07/10/2025", "2025-13-45T99:00:00", "Timestamp(seconds=1759847400)");

  private final NotificationPlan plan;
  private final SampleAccounts recipients;
  private final Shuffle shuffle;

  public SampleNotifications(NotificationPlan plan, SampleAccounts recipients) {
    if (plan.count() > 0 && recipients.plan().accounts() == 0) {
      throw new IllegalArgumentException("notifications need someone to receive them");
    }
    this.plan = plan;
    this.recipients = recipients;
    this.shuffle = Shuffle.of(plan.count(), plan.seed());
  }

  /** What these notifications are made from. */
  public NotificationPlan plan() {
    return plan;
  }

  /** Every notification, in the order of the index. */
  public Stream<SampleNotification> stream() {
    return IntStream.range(0, plan.count()).mapToObj(this::notification);
  }

  /** How many of each verdict; this makes them all, one after the other. */
  public Map<NotificationVerdict, Integer> expected() {
    Map<NotificationVerdict, Integer> counts = new EnumMap<>(NotificationVerdict.class);
    for (NotificationVerdict verdict : NotificationVerdict.values()) {
      counts.put(verdict, 0);
    }
    stream().forEach(one -> counts.merge(one.verdict(), 1, Integer::sum));
    return counts;
  }

  /**
   * One notification.
   *
   * @param index from 0 to {@code plan().count()} - 1
   */
  public SampleNotification notification(int index) {
    CreatedAtKind kind = kind(index);
    Dice dice = Dice.of(plan.seed(), "notification", index);
    String id = dice.word(20);
    Instant created = date(dice);
    Language language = dice.pick(Language.ALL);
    NotificationText text = NotificationText.of(language, dice);
    return new SampleNotification(
        id,
        recipients.uid(dice.below(recipients.plan().accounts())),
        text.title(),
        text.body(),
        text.type(),
        dice.percent(65),
        createdAt(kind, created, dice),
        kind,
        verdict(kind, created));
  }

  private NotificationVerdict verdict(CreatedAtKind kind, Instant created) {
    if (!kind.isDatable()) {
      return NotificationVerdict.UNDATABLE;
    }
    return created.isBefore(plan.now().minus(plan.retention()))
        ? NotificationVerdict.PURGED
        : NotificationVerdict.KEPT;
  }

  private CreatedAtKind kind(int index) {
    if (index < 0 || index >= plan.count()) {
      throw new IndexOutOfBoundsException(index);
    }
    // The position, scaled to the shares.
    long share = (long) shuffle.position(index) * CreatedAtKind.SHARES / plan.count();
    long end = 0;
    for (CreatedAtKind kind : CreatedAtKind.values()) {
      end += kind.share();
      if (share < end) {
        return kind;
      }
    }
    throw new AssertionError("the shares do not add up to " + CreatedAtKind.SHARES);
  }

  private Instant date(Dice dice) {
    Instant boundary = plan.now().minus(plan.retention());
    int percent = dice.below(100);
    if (percent == 0) {
      return boundary.minus(dice.between(SHORTEST_BEFORE, NEAR));
    }
    if (percent == 1) {
      return boundary.plus(dice.between(SHORTEST_AFTER, NEAR));
    }
    if (percent < 60) {
      return boundary.minus(dice.between(NEAR, OLDEST));
    }
    return plan.now().minus(dice.between(Duration.ZERO, plan.retention().minus(NEAR)));
  }

  private static CreatedAt createdAt(CreatedAtKind kind, Instant created, Dice dice) {
    long millis = created.toEpochMilli();
    return switch (kind) {
      case TIMESTAMP -> new CreatedAt.AsTimestamp(created);
      case MILLIS_LONG -> new CreatedAt.AsMillis(millis);
      case MILLIS_DOUBLE -> new CreatedAt.AsDouble((double) millis);
      case TEXT_WITH_Z ->
          new CreatedAt.AsText(
              dice.percent(70) ? DartDate.utc(created) : DartDate.utcToTheSecond(created));
      case TEXT_WITHOUT_ZONE -> new CreatedAt.AsText(DartDate.local(created));
      case MISSING -> new CreatedAt.Missing();
      case NULL -> new CreatedAt.AsNull();
      case MAP -> new CreatedAt.AsMap(created.getEpochSecond(), created.getNano());
      case BOOLEAN -> new CreatedAt.AsBoolean(dice.percent(50));
      case UNREADABLE_TEXT -> new CreatedAt.AsText(dice.pick(UNREADABLE));
      case SECONDS_LONG -> new CreatedAt.AsMillis(created.getEpochSecond());
      case NOT_A_NUMBER -> new CreatedAt.AsDouble(Double.NaN);
    };
  }
}

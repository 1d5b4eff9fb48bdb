package com.maayegue.maintenance.sampledata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class SampleNotificationsTest {
  private static final Instant NOW = Instant.parse("2026-03-01T09:30:00Z");
  private static final Instant BOUNDARY = NOW.minus(Duration.ofDays(30));

  private final SampleAccounts accounts = new SampleAccounts(AccountPlan.demo(NOW));
  private final SampleNotifications demo =
      new SampleNotifications(NotificationPlan.demo(NOW), accounts);

  @Test
  void agreesWithItsVerdictWhateverTheType() {
    assertThat(demo.stream())
        .allSatisfy(
            one -> {
              if (one.kind().isDatable()) {
                assertThat(read(one.createdAt()).isBefore(BOUNDARY))
                    .as("%s", one)
                    .isEqualTo(one.verdict() == NotificationVerdict.PURGED);
              } else {
                assertThat(one.verdict()).isEqualTo(NotificationVerdict.UNDATABLE);
              }
            });
  }

  private static Instant read(CreatedAt createdAt) {
    if (createdAt instanceof CreatedAt.AsTimestamp timestamp) {
      return timestamp.instant();
    }
    if (createdAt instanceof CreatedAt.AsMillis millis) {
      return Instant.ofEpochMilli(millis.number());
    }
    if (createdAt instanceof CreatedAt.AsDouble number) {
      return Instant.ofEpochMilli((long) number.number());
    }
    String text = ((CreatedAt.AsText) createdAt).text();
    return text.endsWith("Z")
        ? Instant.parse(text)
        : LocalDateTime.parse(text).atZone(DartDate.DOUALA).toInstant();
  }

  @Test
  void hasEveryTypeInItsShare() {
    Map<CreatedAtKind, Integer> counts = new EnumMap<>(CreatedAtKind.class);
    demo.stream().forEach(one -> counts.merge(one.kind(), 1, Integer::sum));

    for (CreatedAtKind kind : CreatedAtKind.values()) {
      assertThat(counts.get(kind)).as("%s", kind).isEqualTo(kind.share() * 10);
    }
    assertThat(demo.expected().values().stream().mapToInt(Integer::intValue).sum())
        .isEqualTo(20_000);
    assertThat(demo.expected()).containsEntry(NotificationVerdict.UNDATABLE, 600);
  }

  @Test
  void comesCloseToTheBoundaryOnBothSides() {
    Instant early = BOUNDARY.minus(Duration.ofHours(1));
    Instant late = BOUNDARY.plus(Duration.ofHours(1));
    Predicate<SampleNotification> near =
        one ->
            one.kind().isDatable()
                && read(one.createdAt()).isAfter(early)
                && read(one.createdAt()).isBefore(late);
    assertThat(demo.stream().filter(near).map(SampleNotification::verdict))
        .hasSizeGreaterThan(300)
        .contains(NotificationVerdict.PURGED, NotificationVerdict.KEPT);
    assertThat(
            demo.stream()
                .filter(near)
                .filter(one -> one.kind() == CreatedAtKind.TEXT_WITHOUT_ZONE)
                .filter(one -> one.verdict() == NotificationVerdict.PURGED))
        .as("local times that a reader in UTC would keep")
        .hasSizeGreaterThan(3);
  }

  @Test
  void leavesAPurgeAQuarterOfAnHourBeforeAVerdictChanges() {
    assertThat(demo.stream().filter(one -> one.verdict() == NotificationVerdict.KEPT))
        .allSatisfy(
            one ->
                assertThat(read(one.createdAt()))
                    .isAfterOrEqualTo(BOUNDARY.plus(Duration.ofMinutes(15)).minusSeconds(1)));
  }

  @Test
  void goesToRealAccountsUnderIdsOfItsOwn() {
    Set<String> uids = new HashSet<>();
    accounts.stream().forEach(account -> uids.add(account.auth().uid()));
    Set<String> ids = new HashSet<>();
    assertThat(demo.stream())
        .allSatisfy(
            one -> {
              assertThat(uids).contains(one.userId());
              assertThat(ids.add(one.id())).isTrue();
              assertThat(one.title()).isNotBlank().doesNotContain("%").doesNotContain("de e");
            });
  }

  @Test
  void givesTheSameNotificationsForTheSameSeedAndNow() {
    assertThat(new SampleNotifications(NotificationPlan.demo(NOW), accounts).stream())
        .containsExactlyElementsOf(demo.stream().toList());
    NotificationPlan other = new NotificationPlan(1, NOW, 20_000, Duration.ofDays(30));
    assertThat(new SampleNotifications(other, accounts).notification(0))
        .isNotEqualTo(demo.notification(0));
  }

  @Test
  void needsSomeoneToReceiveThem() {
    SampleAccounts none = new SampleAccounts(AccountPlan.of(1, NOW, 0));
    assertThatThrownBy(() -> new SampleNotifications(NotificationPlan.demo(NOW), none))
        .isInstanceOf(IllegalArgumentException.class);
    NotificationPlan empty = new NotificationPlan(1, NOW, 0, Duration.ofDays(30));
    assertThat(new SampleNotifications(empty, none).stream()).isEmpty();
  }
}

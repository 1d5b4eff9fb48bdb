package com.maayegue.maintenance.paymentstates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SubscriptionTest {
  private static final PlanLengths LENGTHS =
      PlanLengths.parse("premium=P1Y, monthly=P1M,lifetime=forever", ZoneId.of("Africa/Douala"));

  @Test
  void runsForThePlansLengthInTheCalendarOfTheZone() {
    // 23:30Z is already the 31st in Douala; February has 28 days.
    assertThat(of(bought("a", "monthly", "2025-01-30T23:30:00Z")).end())
        .isEqualTo("2025-02-27T23:30:00Z");
    assertThat(of(bought("a", "premium", "2024-02-29T10:00:00Z")).end())
        .isEqualTo("2025-02-28T10:00:00Z");
    assertThat(of(bought("a", "Premium_Monthly", "2025-03-01T10:00:00Z")).end())
        .isEqualTo("2025-04-01T10:00:00Z");
  }

  @Test
  void isExtendedWhileItRunsAndBeginsAgainAfterAGap() {
    Subscription extended =
        of(
            bought("a", "monthly", "2025-03-01T10:00:00Z"),
            bought("b", "premium", "2025-03-20T10:00:00Z"));
    assertThat(extended.start()).isEqualTo("2025-03-01T10:00:00Z");
    assertThat(extended.end()).isEqualTo("2026-04-01T10:00:00Z");
    assertThat(extended.plan()).isEqualTo("premium");
    assertThat(extended.paymentId()).hasValue("b");
    Subscription again =
        of(
            bought("a", "monthly", "2025-03-01T10:00:00Z"),
            bought("b", "monthly", "2025-06-01T10:00:00Z"));
    assertThat(again.start()).isEqualTo("2025-06-01T10:00:00Z");
  }

  @Test
  void keepsAnEndlessPlanWhateverIsBoughtLater() {
    Subscription lifetime =
        of(
            bought("a", "lifetime", "2025-03-01T10:00:00Z"),
            bought("b", "monthly", "2025-06-01T10:00:00Z"));
    assertThat(lifetime.plan()).isEqualTo("lifetime");
    assertThat(lifetime.end()).isEqualTo(PlanLengths.FOREVER);
  }

  @Test
  void beginsWithWhatWasGrantedOtherwise() {
    Subscription granted =
        new Subscription(
            "vip",
            Instant.parse("2025-01-01T00:00:00Z"),
            Instant.parse("2025-05-01T00:00:00Z"),
            Optional.empty());
    Optional<Subscription> sum =
        Subscription.of(
            Optional.of(granted), List.of(bought("a", "monthly", "2025-03-01T10:00:00Z")), LENGTHS);
    assertThat(sum.get().start()).isEqualTo("2025-01-01T00:00:00Z");
    assertThat(sum.get().end()).isEqualTo("2025-06-01T00:00:00Z");
    assertThat(Subscription.of(Optional.of(granted), List.of(), LENGTHS)).hasValue(granted);
  }

  @Test
  void leavesOutAPlanThatIsNotKnown() {
    assertThat(
            Subscription.of(
                Optional.empty(), List.of(bought("a", "gold", "2025-03-01T10:00:00Z")), LENGTHS))
        .isEmpty();
    assertThat(LENGTHS.knows("gold")).isFalse();
    assertThat(LENGTHS.knows("vip-monthly")).isTrue();
  }

  @Test
  void doesNotDependOnTheOrderInWhichPurchasesBecomeKnown() {
    List<Purchase> all =
        new ArrayList<>(
            List.of(
                bought("a", "monthly", "2025-01-01T10:00:00Z"),
                bought("b", "monthly", "2025-01-01T10:00:00Z"),
                bought("c", "premium", "2025-02-15T10:00:00Z"),
                bought("d", "gold", "2025-02-16T10:00:00Z"),
                bought("e", "monthly", "2027-02-16T10:00:00Z")));
    Optional<Subscription> expected = Subscription.of(Optional.empty(), all, LENGTHS);
    Random random = new Random(7);
    for (int round = 0; round < 200; round++) {
      Collections.shuffle(all, random);
      assertThat(Subscription.of(Optional.empty(), all, LENGTHS)).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "premium",
        "premium=",
        "=P1Y",
        "premium=1 year",
        "premium=P0D",
        "premium=P-1M",
        "premium=PT1H",
        "premium=P1000Y",
        "a=P1D,,b=P1D"
      })
  void refusesLengthsThatAreNone(String text) {
    assertThatThrownBy(() -> PlanLengths.parse(text, ZoneId.of("UTC")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static Subscription of(Purchase... purchases) {
    return Subscription.of(Optional.empty(), List.of(purchases), LENGTHS).orElseThrow();
  }

  private static Purchase bought(String id, String plan, String at) {
    return new Purchase(id, plan, Instant.parse(at));
  }
}

package com.maayegue.maintenance.notificationpurge;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DateKindTest {
  private static final Instant START = Instant.parse("2025-01-01T00:00:00Z");
  private static final Instant END = Instant.parse("2025-09-07T12:34:56.789Z");

  @ParameterizedTest
  @EnumSource(DateKind.class)
  void cutsInTheMiddleUntilThereIsNothingBetween(DateKind kind) {
    Object from = kind.value(START);
    Object to = kind.value(END);
    int cuts = 0;
    for (Optional<Object> middle = kind.middle(from, to);
        middle.isPresent();
        middle = kind.middle(from, to)) {
      assertThat(middle.get()).isNotEqualTo(from).isNotEqualTo(to);
      to = middle.get();
      cuts++;
    }
    assertThat(cuts).isBetween(7, 64);
  }

  @Test
  void doesNotCutAtATextThatIsNoDate() {
    assertThat(DateKind.TEXT.middle("20xx", "2025-09-07")).isEmpty();
  }

  @Test
  void readsTheDayThatATextBeginsWith() {
    assertThat(DateKind.dayOf("2025-09-07T23:00:00"))
        .contains(Instant.parse("2025-09-07T00:00:00Z"));
    assertThat(DateKind.dayOf("hier")).isEmpty();
    assertThat(DateKind.dayOf("")).isEmpty();
  }
}

package com.maayegue.maintenance.notificationpurge;

import static org.assertj.core.api.Assertions.assertThat;

import com.maayegue.maintenance.notificationpurge.DateKind.Slice;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DateKindTest {
  private static final Instant START = Instant.parse("2025-01-01T00:00:00Z");
  private static final Instant END = Instant.parse("2025-09-07T12:34:56.789Z");

  @ParameterizedTest
  @EnumSource(DateKind.class)
  void slicesCoverTheSpanWithoutGap(DateKind kind) {
    List<Slice> slices = kind.slices(START, END, 16);
    assertThat(slices).hasSize(16);
    assertThat(slices.get(0).from()).isEqualTo(kind.value(START));
    assertThat(slices.get(15).to()).isEqualTo(kind.value(END));
    for (int i = 1; i < slices.size(); i++) {
      assertThat(slices.get(i).from()).isEqualTo(slices.get(i - 1).to());
    }
  }

  @Test
  void leavesOutSlicesWithoutLength() {
    assertThat(DateKind.NUMBER.slices(START, START.plusMillis(2), 16)).hasSize(2);
    assertThat(DateKind.NUMBER.slices(START, START, 16)).isEmpty();
  }

  @Test
  void readsTheDayThatATextBeginsWith() {
    assertThat(DateKind.dayOf("2025-09-07T23:00:00"))
        .contains(Instant.parse("2025-09-07T00:00:00Z"));
    assertThat(DateKind.dayOf("hier")).isEmpty();
    assertThat(DateKind.dayOf("")).isEmpty();
  }
}

package com.maayegue.maintenance.notificationpurge;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class PurgePolicyTest {
  private static final Instant CUTOFF = Instant.parse("2025-09-07T12:00:00Z");
  private final PurgePolicy policy = new PurgePolicy(CUTOFF, ZoneId.of("Africa/Douala"));

  static Stream<Arguments> values() {
    Instant old = CUTOFF.minusMillis(1);
    return Stream.of(
        Arguments.of(timestamp(old), true),
        Arguments.of(timestamp(CUTOFF), false),
        Arguments.of(timestamp(CUTOFF.plusSeconds(86_400 * 365)), false),
        Arguments.of(timestamp(Instant.EPOCH), false),
        Arguments.of(Timestamp.MIN_VALUE, false),
        Arguments.of(old.toEpochMilli(), true),
        Arguments.of(CUTOFF.toEpochMilli(), false),
        Arguments.of((double) old.toEpochMilli(), true),
        Arguments.of(0L, false),
        Arguments.of(old.getEpochSecond(), false),
        Arguments.of(-1L, false),
        Arguments.of(Double.NaN, false),
        Arguments.of(Double.NEGATIVE_INFINITY, false),
        Arguments.of(Double.POSITIVE_INFINITY, false),
        Arguments.of(Long.MAX_VALUE, false),
        Arguments.of(Long.MIN_VALUE, false),
        Arguments.of("2025-09-07T11:59:59.999Z", true),
        Arguments.of("2025-09-07T12:00:00.000Z", false),
        // Without a zone it is local time in Douala, one hour ahead of UTC.
        Arguments.of("2025-09-07T12:59:59.999", true),
        Arguments.of("2025-09-07T13:00:00.000", false),
        Arguments.of("2025-09-07 12:59:59", true),
        Arguments.of("2025-09-08T01:59:59+14:00", true),
        Arguments.of("2025-09-07T00:00:01-12:00", false),
        Arguments.of("2025-09-06", true),
        Arguments.of("2025-09-07", false),
        Arguments.of("  2025-01-01T00:00:00Z ", true),
        Arguments.of("2025-02-30T00:00:00Z", false),
        Arguments.of("2025-01", false),
        Arguments.of("07/01/2025", false),
        Arguments.of("", false),
        Arguments.of("1970-01-01T00:00:00Z", false),
        Arguments.of(null, false),
        Arguments.of(true, false),
        Arguments.of(Map.of("seconds", 1), false),
        Arguments.of(List.of("2025-01-01"), false));
  }

  @ParameterizedTest
  @MethodSource("values")
  void purgesOnlyWhatIsSurelyOld(Object value, boolean expected) {
    assertThat(policy.purges(value)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"PT1S,P7D", "P6D,P7D", "P7D,P7D", "P8D,P8D", "P30D,P30D"})
  void neverKeepsLessThanSevenDays(Duration asked, Duration used) {
    assertThat(PurgePolicy.effective(asked)).isEqualTo(used);
  }

  @ParameterizedTest
  @CsvSource({
    "7,7-30d",
    "29,7-30d",
    "30,30-60d",
    "59,30-60d",
    "89,60-90d",
    "179,90-180d",
    "364,180-365d",
    "365,over-365d"
  })
  void groupsAges(int days, String group) {
    assertThat(PurgePolicy.ageGroup(Duration.ofDays(days))).isEqualTo(group);
  }

  @Test
  void judgesTheSameInstantAlikeInEveryType() {
    SplittableRandom random = new SplittableRandom(7);
    for (int i = 0; i < 100_000; i++) {
      Instant instant =
          Instant.ofEpochMilli(
              CUTOFF.toEpochMilli() + random.nextLong(-40L * 86_400_000, 40L * 86_400_000));
      boolean old = instant.isBefore(CUTOFF);
      assertThat(policy.purges(timestamp(instant))).isEqualTo(old);
      assertThat(policy.purges(instant.toEpochMilli())).isEqualTo(old);
      assertThat(policy.purges(instant.toString())).isEqualTo(old);
    }
  }

  private static Timestamp timestamp(Instant instant) {
    return Timestamp.ofTimeSecondsAndNanos(instant.getEpochSecond(), instant.getNano());
  }
}

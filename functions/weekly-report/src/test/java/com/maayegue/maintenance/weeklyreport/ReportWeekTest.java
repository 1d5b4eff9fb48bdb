package com.maayegue.maintenance.weeklyreport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonParser;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReportWeekTest {
  private static final ZoneId DOUALA = ZoneId.of("Africa/Douala");

  @ParameterizedTest
  @CsvSource({
    "2025-10-13T05:00:00Z, 2025-W41",
    // Sunday 23:59 and Monday 00:00 in Douala.
    "2025-10-12T22:59:59Z, 2025-W40",
    "2025-10-12T23:00:00Z, 2025-W41",
    // The week 53 of 2026 ends in January of 2027, and week 1 of 2026 began in 2025.
    "2027-01-04T05:00:00Z, 2026-W53",
    "2026-01-05T05:00:00Z, 2026-W01",
    "2025-12-29T05:00:00Z, 2025-W52"
  })
  void isTheLastWeekThatIsOver(Instant now, String week) {
    assertThat(ReportWeek.before(now, DOUALA).label()).isEqualTo(week);
  }

  @ParameterizedTest
  @CsvSource({
    "2025-W41, 2025-10-06, 2025-10-12, reports/2025/week-41",
    "2026-W53, 2026-12-28, 2027-01-03, reports/2026/week-53",
    "2026-W01, 2025-12-29, 2026-01-04, reports/2026/week-01",
    "2020-W53, 2020-12-28, 2021-01-03, reports/2020/week-53"
  })
  void hasItsDaysAndItsPlace(String text, String monday, String sunday, String path) {
    ReportWeek week = ReportWeek.parse(text);
    assertThat(week.monday()).hasToString(monday);
    assertThat(week.sunday()).hasToString(sunday);
    assertThat(week.path()).isEqualTo(path);
    assertThat(week.minus(0)).isEqualTo(week);
  }

  @ParameterizedTest
  @CsvSource({"2025-W53", "2025-W00", "2025-W54", "2025-41", "W41", "2025-W4", "'2025-W41 '", "''"})
  void refusesWhatIsNoWeek(String text) {
    assertThatThrownBy(() -> ReportWeek.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("week: ");
  }

  @Test
  void goesBackOverTheEndOfAYear() {
    assertThat(ReportWeek.parse("2027-W01").minus(1).label()).isEqualTo("2026-W53");
    assertThat(ReportWeek.parse("2026-W01").minus(8).label()).isEqualTo("2025-W45");
  }

  @Test
  void hasAnHourMoreOrLessWhereClocksAreChanged() {
    ZoneId paris = ZoneId.of("Europe/Paris");
    Windows autumn = Windows.of(ReportWeek.parse("2025-W43"), paris, Instant.MAX);
    assertThat(Duration.between(autumn.start(), autumn.end())).isEqualTo(Duration.ofHours(169));
    Windows spring = Windows.of(ReportWeek.parse("2025-W13"), paris, Instant.MAX);
    assertThat(Duration.between(spring.start(), spring.end())).isEqualTo(Duration.ofHours(167));
    assertThat(autumn.index(autumn.start())).isEqualTo(Windows.REPORTED);
    assertThat(autumn.index(autumn.start().minusMillis(1))).isEqualTo(Windows.REPORTED - 1);
    assertThat(autumn.index(autumn.end())).isEqualTo(Windows.LATER);
    assertThat(autumn.index(autumn.first().minusMillis(1))).isEqualTo(Windows.EARLIER);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"week\":\"2025-W42\"} | week: expected one that is over, but 2025-W42 ends on 2025-10-19",
        "{\"week\":\"2031-W01\"} | week: expected one that is over",
        "{\"week\":41} | week: expected a text such as 2025-W41, but it is 41",
        "{\"week\":\"41\"} | week: expected such as 2025-W41, but it is '41'",
        "{\"week\":\"2025-W41\",\"resend\":\"yes\"} | resend: expected true or false",
        "{\"resend\":true} | resend: expected together with a week",
        "{\"weeks\":\"2025-W41\"} | message: expected week, resend or dryRun, but there is 'weeks'"
      })
  void refusesAMessageThatIsWrong(String message, String reason) {
    Instant now = Instant.parse("2025-10-13T05:00:00Z");
    assertThatThrownBy(
            () ->
                ReportRequest.read(JsonParser.parseString(message).getAsJsonObject(), now, DOUALA))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(reason);
  }
}

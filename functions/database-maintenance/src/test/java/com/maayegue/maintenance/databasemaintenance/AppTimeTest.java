package com.maayegue.maintenance.databasemaintenance;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AppTimeTest {
  private static final ZoneId DOUALA = ZoneId.of("Africa/Douala");

  @ParameterizedTest
  @CsvSource({
    "2025-10-07T14:30:00.000Z, 2025-10-07T14:30:00Z",
    "2025-10-07T14:30:00.000, 2025-10-07T13:30:00Z",
    "2025-10-07 14:30:00, 2025-10-07T13:30:00Z",
    "2025-10-07 14:30:00.123456, 2025-10-07T13:30:00.123456Z",
    "2025-10-07T14:30, 2025-10-07T13:30:00Z",
    "2025-10-07 14:30:00Z, 2025-10-07T14:30:00Z",
    "2025-10-07t14:30:00z, 2025-10-07T14:30:00Z",
    "2025-10-07T14:30:00+02:00, 2025-10-07T12:30:00Z",
    "2025-10-07T14:30:00.5-0330, 2025-10-07T18:00:00.5Z",
    "2025-10-07T14:30:00+02, 2025-10-07T12:30:00Z",
    "2025-10-07 14:30:00 +01:00, 2025-10-07T13:30:00Z",
    "' 2025-10-07T14:30:00Z ', 2025-10-07T14:30:00Z"
  })
  void readsWhatDartWritesAndWhatComesClose(String text, Instant expected) {
    assertThat(AppTime.instant(text, DOUALA)).contains(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "hier",
        "now",
        "1759847400000",
        "2460955.5",
        "14:30:00",
        "2025-10-07",
        "2025-02-30T10:00:00Z",
        "2025-10-07T25:00:00Z",
        "2025-10-07T14:30:00Zz",
        "07/10/2025 14:30",
        "1970-01-01T00:00:00Z",
        "1999-12-31T23:59:59Z",
        "0000-00-00 00:00:00"
      })
  void readsNothingElse(String text) {
    assertThat(AppTime.instant(text, DOUALA)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "2025-10-07, 2025-10-07",
    "2025-10-07T00:30:00, 2025-10-07",
    "2025-10-06T23:30:00Z, 2025-10-07",
    "2025-10-07T00:30:00+02:00, 2025-10-06"
  })
  void takesTheDayOfDouala(String text, LocalDate expected) {
    assertThat(AppTime.day(text, DOUALA)).contains(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "2025-13-01", "2025-02-30", "20251007", "aujourd'hui", "1970-01-01"})
  void takesNoDayOfSomethingElse(String text) {
    assertThat(AppTime.day(text, DOUALA)).isEmpty();
  }

  @Test
  void takesTheLaterOfTwoHoursOfOneName() {
    assertThat(AppTime.instant("2025-10-26T02:30:00", ZoneId.of("Europe/Paris")))
        .contains(Instant.parse("2025-10-26T01:30:00Z"));
  }

  @Test
  void isThereInSql() throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite::memory:");
        Statement statement = connection.createStatement()) {
      AppTime.register(connection, DOUALA);
      try (ResultSet row =
          statement.executeQuery(
              "SELECT app_time_millis('2025-10-07 14:30:00'), app_time_day('2025-10-07'),"
                  + " app_time_millis(NULL) IS NULL, app_time_day('hier') IS NULL")) {
        assertThat(row.getLong(1)).isEqualTo(1_759_843_800_000L);
        assertThat(row.getLong(2)).isEqualTo(20_368);
        assertThat(row.getBoolean(3)).isTrue();
        assertThat(row.getBoolean(4)).isTrue();
      }
    }
  }
}

package com.maayegue.maintenance.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FrenchFormatTest {
  private static final ZoneId DOUALA = ZoneId.of("Africa/Douala");
  private final Locale before = Locale.getDefault();

  /** Whatever the machine speaks. */
  @BeforeEach
  void speakArabic() {
    Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
  }

  @AfterEach
  void speakAsBefore() {
    Locale.setDefault(before);
  }

  @ParameterizedTest
  @CsvSource({"0,0", "999,999", "1000,1 000", "20000,20 000", "1234567,1 234 567", "-5000,-5 000"})
  void partsThousandsByASpace(long number, String written) {
    assertThat(FrenchFormat.number(number)).isEqualTo(written);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0|0 o",
        "999|999 o",
        "1000|1,0 ko",
        "999949|999,9 ko",
        "999950|1,0 Mo",
        "20060000|20,1 Mo",
        "1500000000|1,5 Go",
        "7200000000000|7,2 To"
      })
  void writesSizesInUnitsOfAThousand(long bytes, String written) {
    assertThat(FrenchFormat.bytes(bytes)).isEqualTo(written);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0|0,0 s",
        "49|0,0 s",
        "50|0,1 s",
        "1234|1,2 s",
        "59949|59,9 s",
        "59950|1 min 00 s",
        "125000|2 min 05 s",
        "3599000|59 min 59 s",
        "3660000|1 h 01 min"
      })
  void writesDurations(long millis, String written) {
    assertThat(FrenchFormat.duration(Duration.ofMillis(millis))).isEqualTo(written);
  }

  @Test
  void writesTimesInTheZone() {
    Instant instant = Instant.parse("2025-10-06T23:30:05Z");
    assertThat(FrenchFormat.time(instant, DOUALA)).isEqualTo("00:30:05");
    assertThat(FrenchFormat.day(instant, DOUALA)).isEqualTo("mardi 7 octobre 2025");
    assertThat(FrenchFormat.day(Instant.parse("2025-12-01T01:00:00Z"), DOUALA))
        .isEqualTo("lundi 1er décembre 2025");
  }
}

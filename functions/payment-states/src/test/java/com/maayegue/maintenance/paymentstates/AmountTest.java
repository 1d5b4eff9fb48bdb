package com.maayegue.maintenance.paymentstates;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AmountTest {
  @ParameterizedTest
  @CsvSource({
    "2500, XAF, 2500 XAF",
    "2500.00, xaf, 2500 XAF",
    "12.34, EUR, 12.34 EUR",
    "12.30, EUR, 12.3 EUR",
    "1.234, KWD, 1.234 KWD",
    "1000, JPY, 1000 JPY"
  })
  void readsMajorUnits(String text, String currency, String expected) {
    assertThat(Amount.ofMajor(text, currency)).map(Amount::toString).hasValue(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-5",
        "0",
        "0.00",
        "2500,00",
        "2 500",
        "1e3",
        "1E999999999",
        "NaN",
        "Infinity",
        "",
        " ",
        "None",
        "0x10",
        "+5",
        "1234567890123456",
        "1.2345678",
        "٢٥٠٠",
        "2500.5",
        "2500.01"
      })
  void refusesWhatNobodyCanHavePaidInXaf(String text) {
    assertThat(Amount.ofMajor(text, "XAF")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "XA", "XAFF", "12A", "F CFA"})
  void refusesWhatIsNoCurrency(String currency) {
    assertThat(Amount.ofMajor("5", currency)).isEmpty();
    assertThat(Amount.ofMinor(5, currency)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "2500, xaf, 2500 XAF",
    "2500, eur, 25 EUR",
    "2599, USD, 25.99 USD",
    "2500, KWD, 2.5 KWD"
  })
  void readsMinorUnitsByTheCurrency(long minor, String currency, String expected) {
    assertThat(Amount.ofMinor(minor, currency)).map(Amount::toString).hasValue(expected);
  }

  @Test
  void readsNumbersOfFirestore() {
    assertThat(Amount.ofNumber(2500L, "XAF")).isEqualTo(Amount.ofMajor("2500.00", "XAF"));
    assertThat(Amount.ofNumber(2500.0, "XAF")).isEqualTo(Amount.ofMinor(2500, "XAF"));
    assertThat(Amount.ofNumber(12.34, "EUR")).isEqualTo(Amount.ofMinor(1234, "EUR"));
    assertThat(Amount.ofNumber(1e6, "XAF")).isEqualTo(Amount.ofMajor("1000000", "XAF"));
    assertThat(Amount.ofNumber(2500.5, "XAF")).isEmpty();
    assertThat(Amount.ofNumber(-1L, "XAF")).isEmpty();
    assertThat(Amount.ofNumber(Double.NaN, "XAF")).isEmpty();
    assertThat(Amount.ofNumber("2500", "XAF")).isEmpty();
    assertThat(Amount.ofNumber(null, "XAF")).isEmpty();
  }

  @Test
  void neverMatchesAnotherCurrency() {
    assertThat(Amount.ofMajor("25", "EUR")).isNotEqualTo(Amount.ofMajor("25", "USD"));
    assertThat(Amount.ofMajor("25", "EUR").get().covers(Amount.ofMajor("24", "USD").get()))
        .isFalse();
  }
}

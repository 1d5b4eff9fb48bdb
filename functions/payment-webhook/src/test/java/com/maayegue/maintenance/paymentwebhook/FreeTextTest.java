package com.maayegue.maintenance.paymentwebhook;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FreeTextTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Not enough money|Not enough money",
        "Error 5001: balance 12 of 500 XAF|Error 5001: balance 12 of 500 XAF",
        "payer 237650000000 said no|payer … said no",
        "payer +237 650-00-00-00|payer +…",
        "payer (650) 00.00.00|payer (…",
        "card 4242 4242 4242 4242 declined|card … declined",
        "in Arabic digits \u0661\u0662\u0663\u0664\u0665\u0666|in Arabic digits …",
        "write to someone@example.cm please|write to … please",
      })
  void cutsWhatMayBePersonal(String text, String cleaned) {
    assertThat(FreeText.cleaned(text, 100)).isEqualTo(cleaned);
  }

  @Test
  void isOneLineOfWholeCharacters() {
    assertThat(FreeText.cleaned("a\r\nb\u0000\tc \uD800 d", 100)).isEqualTo("a b c d");
    assertThat(FreeText.cleaned("\uD83D\uDE00".repeat(50), 10)).hasSize(9).endsWith("…");
    assertThat(FreeText.cleaned("x".repeat(1_000), 200)).hasSize(200);
  }
}

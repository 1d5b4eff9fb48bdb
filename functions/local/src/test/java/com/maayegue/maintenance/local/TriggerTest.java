package com.maayegue.maintenance.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.maayegue.maintenance.local.Trigger.Wish;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TriggerTest {
  @Test
  void readsAProviderAnEventAndOptions() {
    assertThat(Wish.parse(List.of("campay", "failed", "--count", "12", "--lost")))
        .isEqualTo(new Wish("campay", "failed", 12, List.of("--lost")));
    assertThat(Wish.parse(List.of("stripe", "charge.refunded", "--shuffled", "--replayed")))
        .isEqualTo(new Wish("stripe", "charge.refunded", 1, List.of("--shuffled", "--replayed")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "\"\" | expected a provider and an event",
        "campay | expected a provider and an event",
        "campay charge.refunded | no event 'charge.refunded' of 'campay'",
        "paypal failed | no event 'failed' of 'paypal'",
        "campay failed --count | --count: expected 1 to 10000, but it is ''",
        "campay failed --count 0 | --count: expected 1 to 10000, but it is '0'",
        "campay failed --count 10001 | --count: expected 1 to 10000, but it is '10001'",
        "campay failed --fast | unknown option '--fast'"
      })
  void saysWhatIsWrong(String line, String message) {
    List<String> args = line.isEmpty() ? List.of() : List.of(line.split(" ", -1));
    assertThatThrownBy(() -> Wish.parse(args)).hasMessage(message);
  }
}

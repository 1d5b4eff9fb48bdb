package com.maayegue.maintenance.paymentwebhook;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CampayTokenTest {
  private static final Instant NOW = Gateway.NOW;
  private static final String HEADER = "{\"alg\":\"HS256\",\"typ\":\"JWT\"}";

  private final CampayToken token = new CampayToken(Signing.CAMPAY_KEY);

  @ParameterizedTest
  @CsvSource({
    "exp,-59,true",
    "exp,-60,false",
    "nbf,60,true",
    "nbf,61,false",
    "iat,60,true",
    "iat,61,false"
  })
  void allowsClocksToBeAMinuteApart(String claim, long off, boolean taken) {
    String claims = "{\"" + claim + "\":" + (NOW.getEpochSecond() + off) + "}";
    String text = Signing.token("HmacSHA256", HEADER, claims, Signing.CAMPAY_KEY);
    if (taken) {
      assertThatCode(() -> token.check(text, NOW)).doesNotThrowAnyException();
    } else {
      assertThatThrownBy(() -> token.check(text, NOW)).isInstanceOf(Refusal.class);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "...", "a.b", "a.b.", ".b.c", "a..c", "a.b.c.d"})
  void refusesWhatIsNoToken(String text) {
    assertThatThrownBy(() -> token.check(text, NOW)).isInstanceOf(Refusal.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void refusesAnotherWayToWriteTheSameCode(int lastBits) {
    // 32 bytes leave two bits of the last character without a meaning.
    String text = Signing.token("HmacSHA256", HEADER, "{}", Signing.CAMPAY_KEY);
    String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    int last = alphabet.indexOf(text.charAt(text.length() - 1));
    String other = text.substring(0, text.length() - 1) + alphabet.charAt(last ^ lastBits);
    assertThatThrownBy(() -> token.check(other, NOW)).isInstanceOf(Refusal.class);
  }
}

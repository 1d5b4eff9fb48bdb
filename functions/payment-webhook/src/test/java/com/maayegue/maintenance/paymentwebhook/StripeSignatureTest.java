package com.maayegue.maintenance.paymentwebhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StripeSignatureTest {
  private static final byte[] BODY = "{}".getBytes(UTF_8);

  private final StripeSignature signature =
      new StripeSignature(List.of(Signing.STRIPE_SECRET, Signing.OLD_STRIPE_SECRET));

  @ParameterizedTest
  @CsvSource({"-300,true", "-301,false", "300,true", "301,false"})
  void allowsFiveMinutesEitherWay(long off, boolean taken) {
    long time = Gateway.NOW.getEpochSecond() + off;
    String header = Signing.stripe(Signing.STRIPE_SECRET, time, BODY);
    if (taken) {
      assertThatCode(() -> signature.check(header, BODY, Gateway.NOW)).doesNotThrowAnyException();
    } else {
      assertThatThrownBy(() -> signature.check(header, BODY, Gateway.NOW))
          .hasMessageContaining("too far from now");
    }
  }

  @Test
  void findsTheRightSignatureAtAnyPlaceAndUnderEitherSecret() {
    long now = Gateway.NOW.getEpochSecond();
    String wrong = ",v1=" + "0".repeat(64);
    for (String secret : List.of(Signing.STRIPE_SECRET, Signing.OLD_STRIPE_SECRET)) {
      String right = ",v1=" + Signing.stripeCode(secret, now, BODY);
      for (String rest : List.of(right + wrong, wrong + right, wrong + right + wrong)) {
        assertThatCode(() -> signature.check("t=" + now + rest, BODY, Gateway.NOW))
            .doesNotThrowAnyException();
      }
    }
  }

  @Test
  void agreesWithThePublishedVectorOfHmacSha256() {
    // RFC 4231, case 2: key "Jefe", over "what do ya want for nothing?"
    byte[] code =
        new Hmac("Jefe").of("what do ya want ".getBytes(UTF_8), "for nothing?".getBytes(UTF_8));
    assertThat(HexFormat.of().formatHex(code))
        .isEqualTo("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  }
}

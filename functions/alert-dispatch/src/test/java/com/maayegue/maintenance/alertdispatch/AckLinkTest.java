package com.maayegue.maintenance.alertdispatch;

import static org.assertj.core.api.Assertions.assertThat;

import com.maayegue.maintenance.alertdispatch.AckLink.Ticket;
import com.maayegue.maintenance.alertdispatch.Incident.Sightings;
import com.maayegue.maintenance.pubsub.Alert.Severity;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AckLinkTest {
  private static final Instant NOW = Instant.parse("2025-10-07T02:00:00Z");
  private static final AckLink LINKS = links("0123456789abcdef0123456789abcdef");

  @Test
  void opensWhatItMade() {
    Ticket ticket = LINKS.open(token("payment-failures")).orElseThrow();
    assertThat(ticket)
        .isEqualTo(
            new Ticket(
                "payment-failures", "20251007T020000.000Z", "ops", NOW.plus(Duration.ofDays(3))));
    assertThat(ticket.isOver(NOW.plus(Duration.ofDays(3)).minusSeconds(1))).isFalse();
    assertThat(ticket.isOver(NOW.plus(Duration.ofDays(3)))).isTrue();
  }

  @Test
  void fitsIntoAnSms() {
    URI link = LINKS.link(incident("payment-failures"), "ops", NOW);
    assertThat(link.toString().length()).isLessThan(160);
  }

  @Test
  void refusesEveryChangeOfOneCharacter() {
    String token = token("payment-failures");
    for (int at = 0; at < token.length(); at++) {
      for (char other : new char[] {'A', 'b', '0', '~', '.', '%', '\u0000'}) {
        if (token.charAt(at) != other) {
          String forged = token.substring(0, at) + other + token.substring(at + 1);
          // The last character of base64 holds bits that mean nothing.
          if (at < token.length() - 1) {
            assertThat(LINKS.open(forged)).as(forged).isEmpty();
          }
        }
      }
      assertThat(LINKS.open(token.substring(0, at))).isEmpty();
    }
  }

  @Test
  void refusesWhatAnotherSecretSigned() {
    URI foreign =
        links("another-secret-another-secret-xx").link(incident("payment-failures"), "ops", NOW);
    assertThat(LINKS.open(foreign.getQuery().substring(2))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "~~~~", "x", "a~b~c~d~e", "\u0000", "☃~☃~☃~1~☃"})
  void refusesWhatIsNoToken(String text) {
    assertThat(LINKS.open(text)).isEmpty();
    assertThat(LINKS.open(text.repeat(10_000))).isEmpty();
  }

  private static AckLink links(String secret) {
    return new AckLink(secret, URI.create("https://ack.example.com"), Duration.ofDays(3));
  }

  private static String token(String key) {
    return LINKS.link(incident(key), "ops", NOW).getQuery().substring(2);
  }

  static Incident incident(String key) {
    return new Incident(
        key,
        "20251007T020000.000Z",
        Incident.State.FIRING,
        new Incident.Facts(
            "payment-failures",
            Severity.CRITICAL,
            "12 paiements en échec · 12 payments failed <script>alert(1)</script>",
            "MTN 7, Orange 5 & \"more\"\nsecond line",
            Map.of("provider", "<b>campay</b>"),
            "docs/playbooks/payment-failures.md"),
        new Sightings(NOW, NOW, 12, 3, NOW, Instant.MIN),
        NOW,
        NOW,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        true);
  }
}

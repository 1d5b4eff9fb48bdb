package com.maayegue.maintenance.paymentfailurealert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.maayegue.maintenance.paymentstates.PaymentStatus;
import com.maayegue.maintenance.paymentstates.Reading;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PaymentEventTest {
  private static final Instant NOW = Instant.parse("2025-10-07T12:00:00Z");

  @ParameterizedTest
  @CsvSource({
    "payment_intent.succeeded, succeeded, COMPLETED",
    "payment_intent.succeeded, , COMPLETED",
    "payment_intent.succeeded, processing, ",
    "payment_intent.payment_failed, requires_payment_method, FAILED",
    "payment_intent.canceled, canceled, FAILED",
    "charge.refunded, succeeded, REFUNDED",
    "customer.created, , ",
    ", , "
  })
  void readsWhatStripesEventsSay(String type, String status, PaymentStatus expected) {
    JsonObject message = message();
    if (type == null) {
      message.remove("type");
    } else {
      message.addProperty("type", type);
    }
    if (status == null) {
      message.remove("status");
    } else {
      message.addProperty("status", status);
    }
    assertThat(PaymentEvent.from(message).stripeReading(NOW).map(Reading::status).orElse(null))
        .isEqualTo(expected);
  }

  @Test
  void takesAnEventOfTheFutureAsOfNow() {
    JsonObject message = message();
    message.addProperty("occurredAt", "2031-01-01T00:00:00Z");
    message.addProperty("receivedAt", "2030-01-01T00:00:00Z");
    assertThat(PaymentEvent.from(message).at(NOW)).isEqualTo(NOW);
    message.addProperty("receivedAt", NOW.minus(Duration.ofHours(1)).toString());
    assertThat(PaymentEvent.from(message).at(NOW)).isEqualTo(NOW.minus(Duration.ofHours(1)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"eventId\":\"\"}",
        "{\"eventId\":\"a/b\"}",
        "{\"eventId\":\"..\"}",
        "{\"eventId\":\"__a__\"}",
        "{\"eventId\":[]}",
        "{\"eventId\":null}",
        "{\"provider\":\"Stripe!\"}",
        "{\"provider\":null}",
        "{\"amountMinor\":2500.5}",
        "{\"amountMinor\":\"2500,00\"}",
        "{\"amountMinor\":1e400}",
        "{\"amountMinor\":\"12345678901234567890\"}",
        "{\"occurredAt\":\"yesterday\"}",
        "{\"occurredAt\":1759838400}",
        "{\"occurredAt\":\"1969-12-31T23:59:59Z\"}",
        "{\"receivedAt\":\"+10000-01-01T00:00:00Z\"}",
        "{\"reason\":{\"a\":1}}"
      })
  void refusesFieldsThatAreWrongByName(String wrong) {
    JsonObject message = message();
    JsonObject change = JsonParser.parseString(wrong).getAsJsonObject();
    String name = change.keySet().iterator().next();
    message.add(name, change.get(name));
    assertThatThrownBy(() -> PaymentEvent.from(message))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + name + "'");
  }

  @Test
  void refusesTextThatIsTooLongAndIgnoresWhatItDoesNotKnow() {
    JsonObject message = message();
    message.addProperty("phoneNumber", "237600000000");
    assertThat(PaymentEvent.from(message).fields()).doesNotContainKey("phoneNumber");
    message.addProperty("reason", "x".repeat(501));
    assertThatThrownBy(() -> PaymentEvent.from(message)).hasMessageContaining("at most 500");
  }

  private static JsonObject message() {
    return JsonParser.parseString(
            """
            {"eventId":"stripe-evt_1","provider":"stripe","type":"payment_intent.succeeded","paymentId":"pay-1",
             "transactionId":"pi_1","status":"succeeded","amountMinor":2500,"currency":"XAF",
             "occurredAt":"2025-10-07T11:00:00Z","receivedAt":"2025-10-07T11:00:01Z"}
            """)
        .getAsJsonObject();
  }
}

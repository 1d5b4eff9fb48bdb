package com.maayegue.maintenance.pubsub;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import java.net.URI;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TriggerTest {
  private static final Instant NOW = Instant.parse("2025-10-07T02:00:00Z");

  @Test
  void readsAMessage() {
    Trigger trigger = Trigger.from(message("{\"dryRun\":true,\"week\":\"2025-W41\"}"), NOW);
    assertThat(trigger.id()).isEqualTo("42");
    assertThat(trigger.time()).isEqualTo(Instant.parse("2025-10-07T01:59:00Z"));
    assertThat(trigger.asksForDryRun()).isTrue();
    assertThat(trigger.data().get("week").getAsString()).isEqualTo("2025-W41");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'message':{'attributes':{'budgetId':'b','n':1}}}  | {budgetId=b, n=1}",
        "{'message':{'attributes':{'a':{},'b':null}}}       | {}",
        "{'message':{'attributes':[1]}}                     | {}",
        "{'message':{}}                                     | {}",
        "{'message':3}                                      | {}",
        "hello                                              | {}",
      })
  void readsTheAttributesThatAreTexts(String body, String attributes) {
    CloudEvent event =
        CloudEventBuilder.v1()
            .withId("42")
            .withSource(URI.create("//pubsub.googleapis.com/projects/p/topics/t"))
            .withType("google.cloud.pubsub.topic.v1.messagePublished")
            .withData("application/json", body.replace('\'', '"').getBytes(UTF_8))
            .build();
    assertThat(Trigger.attributes(event)).hasToString(attributes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  ", "{}", "{\"dryRun\":false}", "{\"dryRun\":null}"})
  void asksForNoDryRunByDefault(String data) {
    assertThat(Trigger.from(message(data), NOW).asksForDryRun()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"true\"", "1", "{}", "[true]"})
  void refusesADryRunThatIsNeitherTrueNorFalse(String value) {
    Trigger trigger = Trigger.from(message("{\"dryRun\":" + value + "}"), NOW);
    assertThatThrownBy(trigger::asksForDryRun)
        .hasMessage("message data: expected dryRun to be true or false");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{", "hello", "[]", "null", "3", "\u0000"})
  void refusesDataThatIsNoObject(String data) {
    assertThatThrownBy(() -> Trigger.from(message(data), NOW))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("message data: expected a JSON object such as {}");
  }

  @Test
  void refusesDataOfTenThousandLevels() {
    assertThatThrownBy(() -> Trigger.from(message("[".repeat(100_000)), NOW))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}|event data: expected an object 'message'",
        "{\"message\":3}|event data: expected an object 'message'",
        "{\"message\":{\"data\":\"%%\"}}|message data: expected base64",
        "{\"message\":{\"data\":{}}}|message data: expected base64",
        "not json|event data: expected a JSON object"
      })
  void refusesWhatIsNoPubSubMessage(String body, String message) {
    assertThatThrownBy(() -> Trigger.from(event(body).build(), NOW))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  @Test
  void refusesAnEventWithoutData() {
    CloudEvent event =
        CloudEventBuilder.v1().withId("1").withSource(URI.create("//x")).withType("t").build();
    assertThatThrownBy(() -> Trigger.from(event, NOW))
        .hasMessageContaining("event 1: expected a Pub/Sub message");
    assertThat(Trigger.unreadable(event, NOW).time()).isEqualTo(NOW);
  }

  @Test
  void takesTheTimeOfTheMessageWhereTheEventHasNone() {
    String body = "{\"message\":{\"publishTime\":\"2025-10-07T01:00:00Z\"}}";
    assertThat(Trigger.from(event(body).build(), NOW).time())
        .isEqualTo(Instant.parse("2025-10-07T01:00:00Z"));
    String unreadable = "{\"message\":{\"publishTime\":\"soon\"}}";
    assertThat(Trigger.from(event(unreadable).build(), NOW).time()).isEqualTo(NOW);
  }

  @Test
  void readsTheTrace() {
    String parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    CloudEvent event = event("{\"message\":{}}").withExtension("traceparent", parent).build();
    assertThat(Trigger.from(event, NOW).trace()).contains("0af7651916cd43dd8448eb211c80319c");
    CloudEvent odd = event("{\"message\":{}}").withExtension("traceparent", "x").build();
    assertThat(Trigger.from(odd, NOW).trace()).isEmpty();
  }

  private static CloudEvent message(String data) {
    String encoded = Base64.getEncoder().encodeToString(data.getBytes(UTF_8));
    return event("{\"message\":{\"data\":\"" + encoded + "\"}}")
        .withTime(OffsetDateTime.parse("2025-10-07T01:59:00Z"))
        .build();
  }

  private static io.cloudevents.core.v1.CloudEventBuilder event(String body) {
    return CloudEventBuilder.v1()
        .withId("42")
        .withSource(URI.create("//pubsub.googleapis.com/projects/demo/topics/notification-purge"))
        .withType("google.cloud.pubsub.topic.v1.messagePublished")
        .withData("application/json", body.getBytes(UTF_8));
  }
}

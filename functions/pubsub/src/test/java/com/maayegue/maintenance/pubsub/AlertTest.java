package com.maayegue.maintenance.pubsub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AlertTest {
  private static final Instant NOW = Instant.parse("2025-10-07T02:00:00Z");

  @Test
  void hasTheContractsFields() {
    Alert alert = Alert.runFailed("notification-purge", "clock", "it is \"late\"", NOW);
    JsonObject json = JsonParser.parseString(alert.toJson()).getAsJsonObject();
    assertThat(json.keySet())
        .containsExactlyInAnyOrder(
            "rule",
            "severity",
            "status",
            "title",
            "summary",
            "labels",
            "dedupKey",
            "occurredAt",
            "playbook");
    assertThat(json.get("rule").getAsString()).isEqualTo("notification-purge-failed");
    assertThat(json.get("severity").getAsString()).isEqualTo("high");
    assertThat(json.get("status").getAsString()).isEqualTo("firing");
    assertThat(json.get("summary").getAsString()).isEqualTo("it is \"late\"");
    assertThat(json.getAsJsonObject("labels").get("cause").getAsString()).isEqualTo("clock");
    assertThat(json.get("occurredAt").getAsString()).isEqualTo("2025-10-07T02:00:00Z");
    assertThat(json.get("playbook").getAsString())
        .isEqualTo("docs/playbooks/notification-purge-failed.md");
  }

  @Test
  void resolvesTheSameIncident() {
    Alert failed = Alert.runFailed("notification-purge", "clock", "why", NOW);
    Alert recovered = Alert.runRecovered("notification-purge", NOW);
    assertThat(recovered.dedupKey()).isEqualTo(failed.dedupKey());
    assertThat(recovered.status()).isEqualTo(Alert.Status.RESOLVED);
  }

  @Test
  void readsWhatItWrites() {
    Alert alert = Alert.runFailed("notification-purge", "clock", "it is \"late\"", NOW);
    assertThat(Alert.parse(json(alert.toJson()))).isEqualTo(alert);
  }

  @Test
  void readsAnAlertWithNothingButWhatItNeeds() {
    Alert alert =
        Alert.parse(
            json(
                "{'rule':'slow-startup','severity':'info','status':'resolved','title':'t',"
                    + "'dedupKey':'k','occurredAt':'2025-10-07T03:00:00+01:00','more':[1]}"));
    assertThat(alert.occurredAt()).isEqualTo(NOW);
    assertThat(alert.labels()).isEmpty();
    assertThat(alert.playbook()).isEqualTo("docs/playbooks/slow-startup.md");
  }

  @Test
  void namesEverythingThatIsWrongWithAnAlert() {
    assertThatThrownBy(
            () ->
                Alert.parse(
                    json(
                        "{'rule':'../x','severity':'loud','status':[],'title':' ','summary':{},"
                            + "'occurredAt':'yesterday'}")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll(
            "rule:", "severity: expected one of critical, high", "status: expected a text")
        .hasMessageContainingAll("title:", "dedupKey:", "occurredAt: expected a time such as");
  }

  @ParameterizedTest
  @CsvSource({"rule", "severity", "status", "title", "dedupKey", "occurredAt"})
  void refusesAnAlertWithoutAFieldThatItNeeds(String field) {
    JsonObject alert = json(Alert.runRecovered("x", NOW).toJson());
    alert.remove(field);
    assertThatThrownBy(() -> Alert.parse(alert))
        .hasMessage("alert: " + field + ": expected a text");
  }

  private static JsonObject json(String text) {
    return JsonParser.parseString(text).getAsJsonObject();
  }
}

package com.maayegue.maintenance.pubsub;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.time.Instant;
import org.junit.jupiter.api.Test;

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
}

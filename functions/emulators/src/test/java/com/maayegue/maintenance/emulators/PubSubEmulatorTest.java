package com.maayegue.maintenance.emulators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PubSubEmulatorTest {
  @TempDir Path folder;

  @Test
  void givesEachMessageOnce() throws IOException {
    try (PubSubEmulator pubSub = PubSubEmulator.start("demo-app", folder)) {
      PubSubTopics topics = pubSub.topics();
      topics.createTopic("maintenance-alerts");
      topics.createTopic("maintenance-alerts");
      topics.subscribe("maintenance-alerts", "reader");
      assertThat(topics.pull("reader")).isEmpty();

      String id =
          topics.publish("maintenance-alerts", "{\"title\":\"é\"}", Map.of("rule", "quota"));

      assertThat(topics.pull("reader"))
          .containsExactly(
              new PubSubTopics.Received(id, "{\"title\":\"é\"}", Map.of("rule", "quota")));
      assertThat(topics.pull("reader")).isEmpty();
    }
  }

  @Test
  void forgetsEverythingWhenCleared() throws IOException {
    try (PubSubEmulator pubSub = PubSubEmulator.start("demo-app", folder)) {
      pubSub.topics().createTopic("payment-events");

      pubSub.clear();

      assertThatThrownBy(() -> pubSub.topics().publish("payment-events", "{}"))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("404")
          .hasMessageContaining("payment-events");
    }
  }

  @Test
  void isGoneAfterClose() throws IOException {
    PubSubEmulator pubSub = PubSubEmulator.start("demo-app", folder);
    pubSub.close();
    assertThat(ProcessHandle.of(pubSub.pid())).isEmpty();
  }
}

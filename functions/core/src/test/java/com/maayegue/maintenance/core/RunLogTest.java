package com.maayegue.maintenance.core;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RunLogTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final RunLog log =
      new RunLog(new PrintStream(bytes, true, UTF_8), "notification-purge", "demo");

  @Test
  void writesOneLineForOneRun() {
    RunOutcome outcome =
        new RunOutcome.Failed(Map.of("read", 3L), "clock", "two\nlines \"quoted\"", List.of("why"));
    log.run(
        outcome, true, Duration.ofMillis(1500), Optional.of("0af7651916cd43dd8448eb211c80319c"));

    String written = bytes.toString(UTF_8);
    assertThat(written.strip()).doesNotContain("\n");
    JsonObject line = JsonParser.parseString(written).getAsJsonObject();
    assertThat(line.get("severity").getAsString()).isEqualTo("ERROR");
    assertThat(line.get("outcome").getAsString()).isEqualTo("Failed");
    assertThat(line.get("message").getAsString()).contains("two\nlines \"quoted\"");
    assertThat(line.getAsJsonObject("counts").get("read").getAsLong()).isEqualTo(3);
    assertThat(line.get("durationMs").getAsLong()).isEqualTo(1500);
    assertThat(line.get("dryRun").getAsBoolean()).isTrue();
    assertThat(line.get("logging.googleapis.com/trace").getAsString())
        .isEqualTo("projects/demo/traces/0af7651916cd43dd8448eb211c80319c");
  }

  @Test
  void warnsOfAPartialRunOnlyWhenSomethingWentWrong() {
    log.run(
        new RunOutcome.Partial(Map.of(), "deadline", List.of(), true),
        false,
        Duration.ZERO,
        Optional.empty());
    assertThat(bytes.toString(UTF_8)).contains("\"severity\":\"INFO\"");
  }
}

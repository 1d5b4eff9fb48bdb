package com.maayegue.maintenance.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.maayegue.maintenance.emulators.Await;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StepsTest {
  private static final Label LABEL = new Label("comptes créés", "accounts created");

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(bytes, true, UTF_8);

  @Test
  void writesOnePlainLineAStepWhereThereIsNoTerminal() throws Exception {
    try (Steps steps = new Steps(out, false, Style.PLAIN)) {
      assertThat(
              steps.<Integer>step(
                  LABEL,
                  progress -> {
                    progress.at(1, 2);
                    return 7;
                  }))
          .isEqualTo(7);
    }
    assertThat(written())
        .startsWith("  ✓ comptes créés · accounts created  ")
        .endsWith(" s\n")
        .hasLineCount(1)
        .doesNotContain("\u001b", "\r");
  }

  @Test
  void movesOneLineOnATerminal() throws Exception {
    try (Steps steps = new Steps(out, true, Style.PLAIN)) {
      steps.step(
          LABEL,
          progress -> {
            progress.at(2_500, 5_000);
            Await.until(
                Duration.ofSeconds(10), "the bar", () -> written().contains("2 500 / 5 000"));
            return null;
          });
    }
    assertThat(written())
        .contains("━━━━━╌╌╌╌╌  2 500 / 5 000")
        .contains("\r\u001b[K  ✓ comptes créés")
        .endsWith("\n");
    assertThat(written().split("\r?\u001b\\[K|\n")).allMatch(line -> line.length() <= 80);
  }

  @Test
  void marksAStepThatFails() {
    try (Steps steps = new Steps(out, false, Style.PLAIN)) {
      assertThatThrownBy(
              () ->
                  steps.step(
                      LABEL,
                      progress -> {
                        throw new IOException("no space left");
                      }))
          .hasMessage("no space left");
    }
    assertThat(written()).startsWith("  ✗ comptes créés");
  }

  @Test
  void takesForATerminalWhatItIsToldTo() {
    Map<String, String> none = Map.of();
    assertThat(Terminal.of("true", none)).isEqualTo(new Terminal(true, true));
    assertThat(Terminal.of("true", Map.of("NO_COLOR", "1"))).isEqualTo(new Terminal(true, false));
    assertThat(Terminal.of("true", Map.of("NO_COLOR", ""))).isEqualTo(new Terminal(true, true));
    assertThat(Terminal.of("false", none)).isEqualTo(new Terminal(false, false));
    assertThat(Terminal.of("auto", Map.of("TERM", "dumb"))).isEqualTo(new Terminal(false, false));
  }

  private String written() {
    return bytes.toString(UTF_8);
  }
}

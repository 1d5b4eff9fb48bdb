package com.maayegue.maintenance.emulators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChildProcessTest {
  private static final Duration SHORT = Duration.ofMillis(200);
  private static final Duration LONG = Duration.ofSeconds(20);

  @TempDir Path folder;

  @Test
  void showsTheEndOfTheLogOfWhatExitedEarly() throws IOException {
    try (ChildProcess child = sh("seq 100; echo 'no such rules' >&2; exit 3")) {
      assertThatThrownBy(() -> child.awaitReady(LONG, () -> false))
          .isInstanceOfSatisfying(
              ExitedEarly.class,
              e -> {
                assertThat(e.exitCode()).isEqualTo(3);
                assertThat(e.log().lines()).hasSize(40).endsWith("100", "no such rules");
              })
          .hasMessageContaining("the shell ended with exit code 3");
    }
  }

  @Test
  void endsWhatIsNotReadyInTime() throws IOException {
    try (ChildProcess child = sh("echo starting; exec tail -f /dev/null")) {
      Await.until(LONG, "its first line", () -> !child.log().isEmpty());
      assertThatThrownBy(() -> child.awaitReady(SHORT, () -> false))
          .hasMessage("the shell does not serve; its log ends:\nstarting");
      assertThat(child.isAlive()).isFalse();
    }
  }

  @Test
  void endsWhatIgnoresThatItIsAsked() throws IOException {
    ChildProcess child = sh("trap '' TERM; echo deaf; while :; do read -r line; done");
    Await.until(LONG, "its first line", () -> !child.log().isEmpty());
    child.close();
    assertThat(child.isAlive()).isFalse();
  }

  @Test
  void endsWhatStaysWithoutItsPort() throws IOException {
    try (ChildProcess child =
        sh("echo java.net.BindException: Address already in use; exec tail -f /dev/null")) {
      assertThatThrownBy(() -> child.awaitReady(LONG, () -> false))
          .isInstanceOfSatisfying(ExitedEarly.class, e -> assertThat(e.portWasTaken()).isTrue());
      assertThat(child.isAlive()).isFalse();
    }
  }

  @Test
  void triesAnotherPortWhenItsOwnWasTaken() throws IOException {
    AtomicInteger attempts = new AtomicInteger();
    int port =
        Loopback.start(
            0,
            chosen -> {
              if (attempts.incrementAndGet() < 3) {
                throw new ExitedEarly("it", 1, "java.net.BindException: Address already in use");
              }
              return chosen;
            });
    assertThat(port).isPositive();
    assertThat(attempts).hasValue(3);
  }

  @Test
  void doesNotTryAgainWhatFailsForAnotherReason() {
    AtomicInteger attempts = new AtomicInteger();
    assertThatThrownBy(
            () ->
                Loopback.start(
                    0,
                    chosen -> {
                      attempts.incrementAndGet();
                      throw new ExitedEarly("it", 1, "no rules");
                    }))
        .isInstanceOf(ExitedEarly.class);
    assertThat(attempts).hasValue(1);
  }

  @Test
  void saysWhyACommandFailed() {
    assertThatThrownBy(
            () -> Command.run(folder, LONG, List.of("sh", "-c", "echo no network; exit 7")))
        .hasMessageContaining("ended with exit code 7:\nno network");
  }

  @Test
  void givesTheLastProblemOfWhatItWaitedFor() {
    assertThatThrownBy(
            () ->
                Await.until(
                    SHORT,
                    "an answer",
                    () -> {
                      throw new IOException("refused");
                    }))
        .hasMessage("waited PT0.2S in vain for an answer")
        .hasRootCauseMessage("refused");
  }

  @ParameterizedTest
  @CsvSource({"v20.20.2,20", "v8.1.0,8", "v100.0.0,100", "nonsense,0", "'',0"})
  void readsTheVersionOfNode(String version, int major) {
    assertThat(NodePackages.major(version)).isEqualTo(major);
  }

  private ChildProcess sh(String script) throws IOException {
    return ChildProcess.start(
        "the shell", new ProcessBuilder("sh", "-c", script), folder.resolve("sh.log"));
  }
}

package com.maayegue.maintenance.emulators;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No child outlives its parent, however the parent ends. */
class OrphanTest {
  private static final Duration START = Duration.ofSeconds(90);
  private static final Duration END = Duration.ofSeconds(10);

  @TempDir Path folder;

  /** Starts a child of each kind, says their process ids and waits to be ended. */
  static final class Parent {
    private Parent() {}

    public static void main(String[] args) throws IOException {
      Path folder = Path.of(args[0]);
      CompletableFuture<Long> node = CompletableFuture.supplyAsync(() -> node(folder));
      long java = PubSubEmulator.start("demo-app", folder).pid();
      Path written = Files.writeString(folder.resolve("written"), java + "\n" + node.join() + "\n");
      Files.move(written, folder.resolve("pids"));
      Await.until(Duration.ofMinutes(5), "the end", () -> false);
    }

    private static long node(Path folder) {
      try {
        return AuthEmulator.start("demo-app", folder).pid();
      } catch (IOException failure) {
        throw new UncheckedIOException(failure);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"SIGKILL", "SIGTERM"})
  void endsWithItsParent(String signal) throws IOException {
    Process parent = parent();
    try {
      Path pids = folder.resolve("pids");
      Await.until(START, "both children", () -> !parent.isAlive() || Files.exists(pids));
      assertThat(pids).exists();
      List<Long> children = Files.readAllLines(pids).stream().map(Long::valueOf).toList();
      assertThat(children).hasSize(2).allMatch(pid -> ProcessHandle.of(pid).isPresent());

      if (signal.equals("SIGKILL")) {
        parent.destroyForcibly();
      } else {
        parent.destroy();
      }

      Await.until(END, "their end", () -> children.stream().noneMatch(OrphanTest::isRunning));
    } finally {
      parent.destroyForcibly();
    }
  }

  @Test
  void endsTheChildrenOfItsChild() throws IOException {
    ProcessBuilder command = new ProcessBuilder("sh", "-c", "tail -f /dev/null & echo $!; wait");
    ChildProcess shell = ChildProcess.start("sh", command, folder.resolve("sh.log"));
    Await.until(END, "its child", () -> !shell.log().isBlank());
    long grandchild = Long.parseLong(shell.log().strip());
    assertThat(isRunning(grandchild)).isTrue();

    shell.close();

    Await.until(END, "its end", () -> !isRunning(grandchild));
  }

  private Process parent() throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Parent.class.getName(),
            folder.toString())
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("parent.log").toFile())
        .start();
  }

  /** A container may have no init that buries what has ended, so a zombie does not count. */
  private static boolean isRunning(long pid) {
    Path stat = Path.of("/proc", Long.toString(pid), "stat");
    if (!Files.exists(Path.of("/proc/self"))) {
      return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
    }
    try {
      return !Files.readString(stat).contains(") Z ");
    } catch (IOException e) {
      return false;
    }
  }
}

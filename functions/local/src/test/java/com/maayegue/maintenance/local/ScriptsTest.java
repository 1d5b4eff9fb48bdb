package com.maayegue.maintenance.local;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** ShellCheck, where it is installed, has nothing to say about any shell script. */
class ScriptsTest {
  @Test
  void areCleanByShellCheck() throws Exception {
    assumeTrue(isInstalled("shellcheck"), "shellcheck is not installed");
    Repository repository = Repository.containing(Path.of(""));
    List<String> command = new ArrayList<>(List.of("shellcheck"));
    for (Path file : repository.files(".ci", "functions", "terraform", "test-fixtures")) {
      if (isShell(file)) {
        command.add(repository.root().relativize(file).toString());
      }
    }
    assertThat(command)
        .hasSizeGreaterThan(6)
        .anyMatch(each -> each.endsWith("functions/deploy"))
        .anyMatch(each -> each.endsWith(".ci/run"));
    Process process =
        new ProcessBuilder(command)
            .directory(repository.root().toFile())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
  }

  private static boolean isShell(Path file) throws IOException {
    if (file.toString().endsWith(".sh")) {
      return true;
    }
    if (file.getFileName().toString().contains(".")) {
      return false;
    }
    try (Stream<String> lines = Files.lines(file, ISO_8859_1)) {
      Optional<String> first = lines.findFirst();
      return first.isPresent() && first.get().matches("#!.*\\b(ba)?sh");
    }
  }

  private static boolean isInstalled(String program) {
    return Stream.of(System.getenv("PATH").split(":"))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }
}

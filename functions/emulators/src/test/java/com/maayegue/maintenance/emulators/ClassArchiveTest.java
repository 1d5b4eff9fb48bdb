package com.maayegue.maintenance.emulators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassArchiveTest {
  @TempDir Path folder;

  private static EmulatorProgram pubSub(String mainClass) throws IOException {
    return new EmulatorProgram(
        "the Pub/Sub emulator",
        EmulatorJars.ofThisMachine().find(EmulatorJars.Emulator.PUBSUB),
        mainClass,
        FunctionSpec.quick("-Xmx256m"),
        port -> List.of("--host=" + Loopback.HOST, "--port=" + port));
  }

  @Test
  void isTakenByTheNextStart() throws IOException {
    EmulatorProgram program = pubSub("com.google.cloud.pubsub.testing.v1.Main");
    List<String> options = new ArrayList<>(ClassArchive.optionsFor(program));
    assertThat(options).hasSize(1).first().asString().startsWith("-XX:SharedArchiveFile=");
    assertThat(ClassArchive.optionsFor(program)).isEqualTo(options);
    options.add("-Xshare:on"); // ends where it cannot be used
    options.add("-Xlog:class+load");
    try (ChildProcess process =
        Loopback.start(0, port -> program.start(port, folder.resolve("log"), options))) {
      assertThat(process.log()).containsPattern("com\\.google\\.\\S+ source: shared objects file");
    }
  }

  @Test
  void leavesItToTheRealStartToSayWhyNothingStarts() throws IOException {
    EmulatorProgram program = pubSub("com.example.Absent");
    assertThatThrownBy(() -> program.start(Loopback.freePort(), folder.resolve("log")))
        .isInstanceOf(ExitedEarly.class)
        .hasMessageContaining("com.example.Absent");
  }
}

package com.maayegue.maintenance.emulators;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/**
 * An emulator that is written in Java, and how it is started.
 *
 * @param name for messages
 * @param jar it and all that it needs
 * @param jvmOptions such as {@code -Xmx1g}
 * @param arguments for a port
 */
record EmulatorProgram(
    String name,
    Path jar,
    String mainClass,
    List<String> jvmOptions,
    IntFunction<List<String>> arguments) {
  private static final Duration START_TIMEOUT = Duration.ofSeconds(60);

  /**
   * Starts it and returns when it serves.
   *
   * @param log for its two outputs
   * @throws ExitedEarly when it ends instead of serving
   * @throws IOException when it does not serve within a minute
   */
  ChildProcess start(int port, Path log) throws IOException {
    return start(port, log, ClassArchive.optionsFor(this));
  }

  /** The same with options of Java that are not its own. */
  ChildProcess start(int port, Path log, List<String> moreOptions) throws IOException {
    List<String> options = new ArrayList<>(jvmOptions);
    options.addAll(moreOptions);
    List<String> command = JavaCommand.of(options, jar, mainClass, arguments.apply(port));
    ChildProcess process = ChildProcess.start(name, new ProcessBuilder(command), log);
    process.awaitReady(
        START_TIMEOUT, () -> Loopback.answers("http://" + Loopback.HOST + ":" + port + "/"));
    return process;
  }
}

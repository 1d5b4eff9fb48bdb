package com.maayegue.maintenance.emulators;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The Pub/Sub emulator as a process. Push, retry policies and dead letters work as in the service;
 * subscription filters are ignored and pushes carry no identity token.
 */
public final class PubSubEmulator implements AutoCloseable {
  private static final String MAIN = "com.google.cloud.pubsub.testing.v1.Main";

  private final ChildProcess process;
  private final String projectId;
  private final String hostAndPort;

  private PubSubEmulator(ChildProcess process, String projectId, String hostAndPort) {
    this.process = process;
    this.projectId = projectId;
    this.hostAndPort = hostAndPort;
  }

  /** Starts it on a free port. */
  public static PubSubEmulator start(String projectId, Path logFolder) throws IOException {
    return start(projectId, logFolder, 0);
  }

  /**
   * Starts it and returns when it serves.
   *
   * @param logFolder gets {@code pubsub-emulator.log}
   * @param port 0 for a free one
   * @throws ExitedEarly when it ends instead of serving
   * @throws IOException when its jar is nowhere, or it does not serve within a minute
   */
  public static PubSubEmulator start(String projectId, Path logFolder, int port)
      throws IOException {
    Path jar = EmulatorJars.ofThisMachine().find(EmulatorJars.Emulator.PUBSUB);
    Path logging = CacheFolder.ofUser().file("quiet-logging.properties");
    EmulatorProgram program =
        new EmulatorProgram(
            "the Pub/Sub emulator",
            jar,
            MAIN,
            JavaCommand.emulatorOptions(
                "-Xmx512m", "-Djava.util.logging.config.file=" + logging.toAbsolutePath()),
            chosen -> List.of("--host=" + Loopback.HOST, "--port=" + chosen));
    Path log = logFolder.resolve("pubsub-emulator.log");
    return Loopback.start(
        port,
        chosen ->
            new PubSubEmulator(
                program.start(chosen, log), projectId, Loopback.HOST + ":" + chosen));
  }

  /** For {@code PUBSUB_EMULATOR_HOST}. */
  public String hostAndPort() {
    return hostAndPort;
  }

  /** Topics and messages of the project that the emulator was started for. */
  public PubSubTopics topics() {
    return new PubSubTopics(hostAndPort, projectId);
  }

  /** Deletes every topic, subscription and message, of every project. */
  public void clear() throws IOException {
    Loopback.asOwner("POST", "http://" + hostAndPort + "/reset", "");
  }

  /** The process, for whoever measures or kills it. */
  public long pid() {
    return process.pid();
  }

  @Override
  public void close() throws IOException {
    process.close();
  }
}

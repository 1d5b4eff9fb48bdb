package com.maayegue.maintenance.emulators;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The Firestore emulator as a process. Unlike the service it never deletes by TTL, needs no
 * composite index and does not implement {@code getPartitions}.
 */
public final class FirestoreEmulator implements AutoCloseable {
  private static final String MAIN = "com.google.cloud.datastore.emulator.firestore.CloudFirestore";
  private static final Duration START_TIMEOUT = Duration.ofSeconds(60);
  // Half of it just holds 125,000 notifications; the serial collector keeps 750 MB resident then,
  // against 960.
  private static final String HEAP = "-Xmx1g";
  // Its own launcher sets the language: its error messages are English only.
  private static final String ENGLISH = "-Duser.language=en";

  private final ChildProcess process;
  private final String projectId;
  private final String hostAndPort;

  private FirestoreEmulator(ChildProcess process, String projectId, String hostAndPort) {
    this.process = process;
    this.projectId = projectId;
    this.hostAndPort = hostAndPort;
  }

  /** Starts it on a free port, without security rules. */
  public static FirestoreEmulator start(String projectId, Path logFolder) throws IOException {
    return start(projectId, logFolder, 0, Optional.empty());
  }

  /**
   * Starts it and returns when it serves.
   *
   * @param logFolder gets {@code firestore-emulator.log}
   * @param port 0 for a free one
   * @param rules a security rules file for clients that are not the owner
   * @throws ExitedEarly when it ends instead of serving
   * @throws IOException when its jar is nowhere, or it does not serve within a minute
   */
  public static FirestoreEmulator start(
      String projectId, Path logFolder, int port, Optional<Path> rules) throws IOException {
    Path jar = EmulatorJars.ofThisMachine().find(EmulatorJars.Emulator.FIRESTORE);
    return Loopback.start(port, chosen -> start(jar, projectId, logFolder, chosen, rules));
  }

  private static FirestoreEmulator start(
      Path jar, String projectId, Path logFolder, int port, Optional<Path> rules)
      throws IOException {
    List<String> args = new ArrayList<>();
    args.addAll(List.of("--host", Loopback.HOST, "--port", Integer.toString(port)));
    args.addAll(List.of("--project_id", projectId));
    rules.ifPresent(file -> args.addAll(List.of("--rules", file.toString())));
    ChildProcess process =
        ChildProcess.start(
            "the Firestore emulator",
            new ProcessBuilder(
                JavaCommand.of(JavaCommand.emulatorOptions(HEAP, ENGLISH), jar, MAIN, args)),
            logFolder.resolve("firestore-emulator.log"));
    String hostAndPort = Loopback.HOST + ":" + port;
    process.awaitReady(START_TIMEOUT, () -> Loopback.answers("http://" + hostAndPort + "/"));
    return new FirestoreEmulator(process, projectId, hostAndPort);
  }

  /** For {@code FIRESTORE_EMULATOR_HOST}. */
  public String hostAndPort() {
    return hostAndPort;
  }

  /** Deletes every document of the project's default database. */
  public void clear() throws IOException {
    Loopback.asOwner(
        "DELETE",
        "http://"
            + hostAndPort
            + "/emulator/v1/projects/"
            + projectId
            + "/databases/(default)/documents",
        "");
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

package com.maayegue.maintenance.emulators;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The Firestore emulator as a process. Unlike the service it never deletes by TTL, needs no
 * composite index and does not implement {@code getPartitions}.
 */
public final class FirestoreEmulator implements AutoCloseable {
  private static final String MAIN = "com.google.cloud.datastore.emulator.firestore.CloudFirestore";
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
    EmulatorProgram program = program(jar, projectId, rules);
    Path log = logFolder.resolve("firestore-emulator.log");
    return Loopback.start(
        port,
        chosen ->
            new FirestoreEmulator(
                program.start(chosen, log), projectId, Loopback.HOST + ":" + chosen));
  }

  private static EmulatorProgram program(Path jar, String projectId, Optional<Path> rules) {
    return new EmulatorProgram(
        "the Firestore emulator",
        jar,
        MAIN,
        JavaCommand.emulatorOptions(HEAP, ENGLISH),
        port -> {
          List<String> args = new ArrayList<>();
          args.addAll(List.of("--host", Loopback.HOST, "--port", Integer.toString(port)));
          args.addAll(List.of("--project_id", projectId));
          rules.ifPresent(file -> args.addAll(List.of("--rules", file.toString())));
          return args;
        });
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

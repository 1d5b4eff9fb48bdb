package com.maayegue.maintenance.emulators;

import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * The Firebase Auth emulator as a process of Node. {@code accounts:signUp} and the admin SDK's
 * {@code createUser} count as a sign-in of now: seed old accounts by import.
 */
public final class AuthEmulator implements AutoCloseable {
  private static final Duration START_TIMEOUT = Duration.ofSeconds(90);

  private final ChildProcess process;
  private final String projectId;
  private final String hostAndPort;

  private AuthEmulator(ChildProcess process, String projectId, String hostAndPort) {
    this.process = process;
    this.projectId = projectId;
    this.hostAndPort = hostAndPort;
  }

  /** Starts it on a free port. */
  public static AuthEmulator start(String projectId, Path logFolder) throws IOException {
    return start(projectId, logFolder, 0);
  }

  /**
   * Starts it and returns when it serves; the first time on a machine it installs firebase-tools.
   *
   * @param logFolder gets {@code auth-emulator.log}
   * @param port 0 for a free one
   * @throws ExitedEarly when it ends instead of serving
   * @throws IOException when Node is missing or too old, firebase-tools cannot be installed, or the
   *     emulator does not serve within 90 seconds
   */
  public static AuthEmulator start(String projectId, Path logFolder, int port) throws IOException {
    Path packages = NodePackages.ofUser().installed();
    Path script = CacheFolder.ofUser().file("auth-emulator.js");
    return Loopback.start(port, chosen -> startOn(chosen, packages, script, projectId, logFolder));
  }

  private static AuthEmulator startOn(
      int port, Path packages, Path script, String projectId, Path logFolder) throws IOException {
    ChildProcess process =
        ChildProcess.start(
            "the Auth emulator",
            new ProcessBuilder(
                "node", script.toString(), packages.toString(), projectId, Integer.toString(port)),
            logFolder.resolve("auth-emulator.log"));
    process.awaitReady(START_TIMEOUT, () -> portIn(process.log()).isPresent());
    String hostAndPort = Loopback.HOST + ":" + portIn(process.log()).orElseThrow();
    return new AuthEmulator(process, projectId, hostAndPort);
  }

  private static Optional<Integer> portIn(String log) {
    return log.lines()
        .filter(line -> line.startsWith("{\"port\":") && line.endsWith("}"))
        .map(line -> JsonParser.parseString(line).getAsJsonObject().get("port").getAsInt())
        .findFirst();
  }

  /** For {@code FIREBASE_AUTH_EMULATOR_HOST}. */
  public String hostAndPort() {
    return hostAndPort;
  }

  /** Deletes every account of the project. */
  public void clear() throws IOException {
    Loopback.asOwner(
        "DELETE", "http://" + hostAndPort + "/emulator/v1/projects/" + projectId + "/accounts", "");
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

package com.maayegue.maintenance.benchmarks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A webhook as a process that has one CPU for itself.
 *
 * @param secondsToFirst from its start to the first 200 for a genuine event
 */
record WebhookProcess(Process process, int port, double secondsToFirst) implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int PAUSE_MILLIS = 5;

  /** Starts it on CPU 0, and returns once it has taken an event. */
  static WebhookProcess start(WebhookContender contender, Map<String, String> env, Path log)
      throws IOException, InterruptedException {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    List<String> command = new ArrayList<>(List.of("taskset", "-c", "0"));
    command.addAll(contender.command());
    command.add(Integer.toString(port));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(contender.folder().toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().keySet().retainAll(List.of("PATH", "HOME"));
    builder.environment().putAll(env);
    long start = System.nanoTime();
    Process process = builder.start();
    while (!takes(port)) {
      if (!process.isAlive() || System.nanoTime() - start > PATIENCE.toNanos()) {
        process.destroyForcibly();
        throw new IOException(contender.name() + " does not serve, see " + log);
      }
      Thread.sleep(PAUSE_MILLIS);
    }
    return new WebhookProcess(process, port, (System.nanoTime() - start) / 1e9);
  }

  private static boolean takes(int port) throws IOException {
    try (StripeConnection connection = StripeConnection.open(port)) {
      int status = connection.send("evt_first");
      if (status != 200) {
        throw new IllegalStateException("the first event was answered with " + status);
      }
      return true;
    } catch (IOException notYet) {
      return false;
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
    process.onExit().join();
  }
}

package com.maayegue.maintenance.emulators;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * A process that this one started and ends: on {@link #close}, and in a shutdown hook when this one
 * is interrupted. Its two outputs go to one log file; its input stays open for as long as we live,
 * which is how it learns of our death (see {@link StopWithParent}).
 */
final class ChildProcess implements AutoCloseable {
  static final int TAIL_LINES = 40;

  private static final Duration GRACE = Duration.ofSeconds(5);
  private static final Set<ChildProcess> RUNNING = ConcurrentHashMap.newKeySet();

  static {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(() -> RUNNING.forEach(ChildProcess::kill), "ends-child-processes"));
  }

  private final String name;
  private final Process process;
  private final Path log;

  private ChildProcess(String name, Process process, Path log) {
    this.name = name;
    this.process = process;
    this.log = log;
  }

  /** Starts {@code command} with its output in {@code log}, which is emptied first. */
  static ChildProcess start(String name, ProcessBuilder command, Path log) throws IOException {
    Files.createDirectories(log.toAbsolutePath().getParent());
    Process process = command.redirectErrorStream(true).redirectOutput(log.toFile()).start();
    ChildProcess child = new ChildProcess(name, process, log);
    RUNNING.add(child);
    return child;
  }

  /**
   * Returns once {@code ready} holds.
   *
   * @throws ExitedEarly when the process ends first
   * @throws IOException when it is not ready within {@code atMost}; it is ended then
   */
  void awaitReady(Duration atMost, Callable<Boolean> ready) throws IOException {
    try {
      Await.until(
          atMost, name + " to serve", () -> !process.isAlive() || hasNoPort() || ready.call());
    } catch (IllegalStateException e) {
      String tail = logTail();
      kill();
      throw new IOException(name + " does not serve; its log ends:\n" + tail, e);
    }
    if (!process.isAlive() || hasNoPort()) {
      // Some stay without their port: other threads of theirs go on.
      kill();
      throw new ExitedEarly(name, process.exitValue(), logTail());
    }
  }

  private boolean hasNoPort() throws IOException {
    return ExitedEarly.tellsOfATakenPort(log());
  }

  /**
   * Waits for the process to end of itself.
   *
   * @return its exit code
   * @throws IOException when it has not ended within {@code atMost}; it is ended then
   */
  int awaitExit(Duration atMost) throws IOException {
    try {
      if (process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
        RUNNING.remove(this);
        return process.exitValue();
      }
    } catch (InterruptedException e) {
      kill();
      throw interrupted(e);
    }
    kill();
    throw new IOException(name + " did not end within " + atMost + "; its log ends:\n" + logTail());
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** All that it has written so far. */
  String log() throws IOException {
    // Not readString: a process that is killed may leave half a character.
    return new String(Files.readAllBytes(log), StandardCharsets.UTF_8);
  }

  private String logTail() throws IOException {
    List<String> lines = log().lines().toList();
    return String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
  }

  /** Ends it and all that it started at once, as SIGKILL does, and returns when it is gone. */
  void kill() {
    List<ProcessHandle> descendants = process.descendants().toList();
    process.destroyForcibly();
    descendants.forEach(ProcessHandle::destroyForcibly);
    process.onExit().join();
    RUNNING.remove(this);
  }

  /** Asks it to end and, after five seconds, ends it. May be called again. */
  @Override
  public void close() throws IOException {
    end(GRACE);
  }

  /** Asks it to end and, if it has not within {@code grace}, ends it. */
  void end(Duration grace) throws IOException {
    List<ProcessHandle> descendants = process.descendants().toList();
    process.destroy();
    descendants.forEach(ProcessHandle::destroy);
    try {
      process.waitFor(grace.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      throw interrupted(e);
    } finally {
      descendants.forEach(ProcessHandle::destroyForcibly);
      kill();
    }
  }

  private static InterruptedIOException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    InterruptedIOException stopped = new InterruptedIOException("interrupted");
    stopped.initCause(e);
    return stopped;
  }
}

package com.maayegue.maintenance.emulators;

import java.io.IOException;

/** A process ended before it served its first request. */
public final class ExitedEarly extends IOException {
  private static final long serialVersionUID = 1L;

  private final int exitCode;
  private final String log;

  ExitedEarly(String name, int exitCode, String log) {
    super(name + " ended with exit code " + exitCode + " before it served; its log ends:\n" + log);
    this.exitCode = exitCode;
    this.log = log;
  }

  /** What the process ended with; 128 + n when signal n ended it. */
  public int exitCode() {
    return exitCode;
  }

  /** The end of what it wrote, at most {@value ChildProcess#TAIL_LINES} lines. */
  public String log() {
    return log;
  }

  /** Whether another process took the port between our choice of it and its use. */
  boolean portWasTaken() {
    return tellsOfATakenPort(log);
  }

  /** The same of a process that may still run. */
  static boolean tellsOfATakenPort(String log) {
    return log.contains("Address already in use")
        || log.contains("EADDRINUSE")
        || log.contains("Failed to bind");
  }
}

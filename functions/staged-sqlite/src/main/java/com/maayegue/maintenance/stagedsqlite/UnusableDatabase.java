package com.maayegue.maintenance.stagedsqlite;

/** A staged database that must not be worked on. Trying again does not help. */
public final class UnusableDatabase extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The message names the bucket and the object, and says what was expected. */
  public UnusableDatabase(String message) {
    super(message);
  }

  UnusableDatabase(String message, Throwable cause) {
    super(message, cause);
  }
}

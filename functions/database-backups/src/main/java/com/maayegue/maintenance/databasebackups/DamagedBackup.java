package com.maayegue.maintenance.databasebackups;

/** A stored backup that is not what its manifest says. Trying again does not help. */
public final class DamagedBackup extends Exception {
  private static final long serialVersionUID = 1L;

  /** The message names the object, and says what was expected. */
  DamagedBackup(String message) {
    super(message);
  }

  DamagedBackup(String message, Throwable cause) {
    super(message, cause);
  }
}

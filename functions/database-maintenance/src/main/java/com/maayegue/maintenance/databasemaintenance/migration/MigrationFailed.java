package com.maayegue.maintenance.databasemaintenance.migration;

/** A migration cannot be done, or did not prove to have kept everything. */
public final class MigrationFailed extends RuntimeException {
  private static final long serialVersionUID = 1L;

  MigrationFailed(String message) {
    super(message);
  }
}

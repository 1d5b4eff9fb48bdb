package com.maayegue.maintenance.databasebackups;

import java.util.List;

/** How taking a backup ended. */
public sealed interface Taken {
  /** Why there is no proven backup; empty if there is one. */
  default String refusal() {
    return "";
  }

  /** There is a new backup, and it was restored once. */
  record Stored(Backup backup) implements Taken {}

  /** The live generation had a proven backup already. */
  record Unchanged(Backup backup) implements Taken {}

  /**
   * The live database is not intact. There is no new backup.
   *
   * @param findings of the check
   * @param quarantined the object that keeps it
   */
  record NotIntact(List<String> findings, String quarantined) implements Taken {
    @Override
    public String refusal() {
      return "it is not intact: " + String.join("; ", findings) + "; kept as " + quarantined;
    }
  }

  /**
   * What was stored could not be restored, so it does not count as proven. Its manifest says so.
   *
   * @param backup what was stored
   */
  record NotRestorable(Backup backup) implements Taken {
    @Override
    public String refusal() {
      return backup.object()
          + " could not be restored: "
          + backup.manifest().drill().map(Drill::detail).orElse("not tried");
    }
  }
}

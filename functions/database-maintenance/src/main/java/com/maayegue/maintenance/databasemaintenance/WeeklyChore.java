package com.maayegue.maintenance.databasemaintenance;

import com.maayegue.maintenance.core.Counts;
import com.maayegue.maintenance.stagedsqlite.DatabaseSchema;
import com.maayegue.maintenance.stagedsqlite.Steps;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;

/**
 * One thing that the weekly run does to a database. All of them share one transaction; what one
 * changed is undone when it fails, and the others go on. {@link #apply} runs again, on a newer
 * copy, as often as someone else changed the live database meanwhile, so it decides from the
 * connection alone.
 */
interface WeeklyChore {
  /** For messages and counts. */
  String name();

  /**
   * Changes the copy.
   *
   * @return whether anything was changed
   * @throws IOException if what has to be kept first could not be; nothing becomes live then
   */
  boolean apply(Work work) throws SQLException, IOException;

  /** Called once what {@link #apply} changed is live. */
  default void settle() throws IOException {}

  /**
   * What a chore works with.
   *
   * @param connection to the copy, with the functions of {@link AppTime}
   * @param counts of this chore alone
   * @param dryRun the copy is thrown away: nothing outside of it may be changed
   */
  record Work(
      String database,
      Connection connection,
      RetentionPolicy policy,
      Counts counts,
      boolean dryRun,
      Steps steps) {

    /** Whether a table has all {@code columns}; what is missing is counted. */
    boolean has(String table, List<String> columns) throws SQLException {
      Set<String> there = DatabaseSchema.columns(connection, table);
      if (there.isEmpty()) {
        counts.add("missing." + table, 1);
        return false;
      }
      boolean all = true;
      for (String column : columns) {
        if (!there.contains(column)) {
          counts.add("missing." + table + "." + column, 1);
          all = false;
        }
      }
      return all;
    }

    /**
     * Stops the run if too many rows are due.
     *
     * @throws Refusal if so
     */
    void breaker(String table, long due, long rows) {
      if (policy.tooMany(due, rows)) {
        throw new Refusal(
            "breaker",
            due
                + " of "
                + rows
                + " rows of "
                + table
                + " are due, more than MAX_DELETIONS_PERCENT = "
                + policy.mostPercent()
                + "; nothing was touched");
      }
    }
  }
}

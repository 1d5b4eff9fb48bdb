package com.maayegue.maintenance.sampledata;

/**
 * What SQLite lets into a database although the app would not write it. Traps come on top: they
 * belong to users of their own, which Firebase does not know, so no verdict changes.
 */
public enum Trap {
  /** Rows of user_progress, payments, favorites and subscriptions whose parent is gone. */
  ORPHAN_ROWS,
  /** Words and ISO dates in INTEGER columns. */
  TEXT_IN_INTEGER,
  /** Dates some years ahead, as a phone with a wrong clock writes them. */
  FUTURE_DATES,
  /** JSON that does not parse, in users.permissions and admin_logs.details. */
  UNREADABLE_JSON
}

package com.maayegue.maintenance.sampledata;

import java.time.Instant;
import java.util.Set;

/**
 * What a database is made of. The same plan always gives the same rows.
 *
 * @param accounts whose users these are; their dates agree with the verdicts
 * @param progressRows rows of {@code user_progress}, spread over the users who have any
 * @param contentRows rows of {@code user_created_content}, about 2 KB each
 * @param traps what does not belong into a database, on top of the rest
 */
public record DatabasePlan(
    AccountPlan accounts, int progressRows, int contentRows, Set<Trap> traps) {
  /** The size of the demo's database. */
  public static final long DEMO_BYTES = 26_100_000;

  // Measured, with indexes; see AppDatabaseTest.
  private static final int BYTES_A_PROGRESS_ROW = 136;
  private static final int BYTES_A_CONTENT_ROW = 2_150;
  private static final int BYTES_AN_ACCOUNT = 1_320;
  private static final double CONTENT_SHARE = 0.3;

  public DatabasePlan {
    traps = Set.copyOf(traps);
  }

  /** 26 MB for the demo's accounts, with 100,000 rows of progress and without traps. */
  public static DatabasePlan demo(Instant now) {
    return ofSize(AccountPlan.demo(now), DEMO_BYTES);
  }

  /** About {@code bytes}, give or take 15 %, if the accounts alone are not larger. */
  public static DatabasePlan ofSize(AccountPlan accounts, long bytes) {
    long left = Math.max(0, bytes - (long) BYTES_AN_ACCOUNT * accounts.accounts());
    long content = (long) (left * CONTENT_SHARE);
    return new DatabasePlan(
        accounts,
        Math.toIntExact((left - content) / BYTES_A_PROGRESS_ROW),
        Math.toIntExact(content / BYTES_A_CONTENT_ROW),
        Set.of());
  }

  /** The same with traps. */
  public DatabasePlan withTraps(Set<Trap> more) {
    return new DatabasePlan(accounts, progressRows, contentRows, more);
  }
}

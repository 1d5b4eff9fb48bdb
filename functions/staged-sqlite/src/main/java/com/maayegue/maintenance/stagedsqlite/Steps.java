package com.maayegue.maintenance.stagedsqlite;

import com.maayegue.maintenance.core.RunLog;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicBoolean;
import org.sqlite.ProgressHandler;

/**
 * The long steps of a run: each says every ten seconds how far it has come, and stops when the time
 * of the run is over. Steps may go on side by side, in several threads.
 */
public final class Steps {
  private static final Duration PACE = Duration.ofSeconds(10);

  // Instructions of SQLite's virtual machine, and pages of an integrity check, between two looks at
  // the clock: well below a second even where each reads a page.
  private static final int INSTRUCTIONS = 10_000;

  private final RunLog log;
  private final InstantSource clock;
  private final Instant deadline;

  /** Steps that log to {@code log}, and stop at {@code deadline}. */
  public Steps(RunLog log, InstantSource clock, Instant deadline) {
    this.log = log;
    this.clock = clock;
    this.deadline = deadline;
  }

  /** What time it is. */
  public Instant now() {
    return clock.instant();
  }

  /**
   * Begins a step that calls {@link Step#tick} itself.
   *
   * @param name what the log calls it, such as {@code maa_yegue_app: download}
   * @throws DeadlineReached if the time is over already
   */
  public Step begin(String name) {
    Step step = new Step(name);
    step.tick();
    return step;
  }

  /**
   * Does a step in SQLite, which is interrupted when the time is over. In a transaction, the caller
   * rolls back.
   *
   * @throws DeadlineReached if the time was over before it was done
   */
  public <T> T sql(String name, Connection connection, Query<T> query) throws SQLException {
    Step step = begin(name);
    AtomicBoolean over = new AtomicBoolean();
    ProgressHandler handler =
        new ProgressHandler() {
          @Override
          protected int progress() {
            try {
              step.tick();
              return 0;
            } catch (DeadlineReached reached) {
              over.set(true);
              return 1;
            }
          }
        };
    ProgressHandler.setHandler(connection, INSTRUCTIONS, handler);
    try {
      T result = query.run();
      if (!over.get()) {
        return result;
      }
    } catch (SQLException interrupted) {
      if (!over.get()) {
        throw interrupted;
      }
    } finally {
      ProgressHandler.clearHandler(connection);
    }
    throw new DeadlineReached(name);
  }

  /** Work in SQLite. */
  @FunctionalInterface
  public interface Query<T> {
    /** Does it. */
    T run() throws SQLException;
  }

  /** One step; belongs to one thread. */
  public final class Step {
    private final String name;
    private final Instant begun = clock.instant();
    private Instant said = begun;

    private Step(String name) {
      this.name = name;
    }

    /**
     * Called often.
     *
     * @throws DeadlineReached if the time is over
     */
    public void tick() {
      tick(-1, -1);
    }

    /**
     * Called often.
     *
     * @param done bytes so far
     * @param total bytes in the end
     * @throws DeadlineReached if the time is over
     */
    public void tick(long done, long total) {
      Instant now = clock.instant();
      if (!now.isBefore(deadline)) {
        throw new DeadlineReached(name);
      }
      if (Duration.between(said, now).compareTo(PACE) >= 0) {
        said = now;
        String far = total <= 0 ? "" : ", " + done * 100 / total + " %";
        log.info(name + ": " + Duration.between(begun, now).toSeconds() + " s" + far);
      }
    }
  }
}

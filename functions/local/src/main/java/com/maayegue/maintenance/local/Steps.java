package com.maayegue.maintenance.local;

import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Shows steps that take a while. On a terminal one line moves until the step is done; elsewhere
 * there is one line at the end of each, and one every ten seconds of a long one.
 */
final class Steps implements AutoCloseable {
  private static final int BAR = 10;
  private static final String FRAMES = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏";
  private static final Duration REDRAW = Duration.ofMillis(100);
  private static final Duration SIGN_OF_LIFE = Duration.ofSeconds(10);
  private static final String START_OF_LINE = "\r\u001b[K";

  private final PrintStream out;
  private final boolean terminal;
  private final Style style;
  private final ScheduledExecutorService ticker =
      Executors.newSingleThreadScheduledExecutor(Steps::thread);

  Steps(PrintStream out, boolean terminal, Style style) {
    this.out = out;
    this.terminal = terminal;
    this.style = style;
  }

  /** The work of a step. */
  @FunctionalInterface
  interface Work<T> {
    T run(Progress progress) throws Exception;
  }

  /** How far a step has come; told by one thread, read by another. */
  static final class Progress {
    private volatile long done;
    private volatile long of;

    void at(long nowDone, long nowOf) {
      of = nowOf;
      done = nowDone;
    }

    private String shown(boolean bar) {
      long all = of;
      long now = Math.min(done, all);
      if (now <= 0) {
        return "";
      }
      String numbers = FrenchFormat.number(now) + " / " + FrenchFormat.number(all);
      int full = (int) (now * BAR / all);
      return bar ? "━".repeat(full) + "╌".repeat(BAR - full) + "  " + numbers : numbers;
    }
  }

  /** Does a step, and says so. What it throws ends it with a cross. */
  <T> T step(Label label, Work<T> work) throws Exception {
    long start = System.nanoTime();
    Progress progress = new Progress();
    Duration period = terminal ? REDRAW : SIGN_OF_LIFE;
    ScheduledFuture<?> ticking =
        ticker.scheduleAtFixedRate(
            () -> draw(label, progress, since(start)),
            terminal ? 0 : period.toMillis(),
            period.toMillis(),
            TimeUnit.MILLISECONDS);
    String mark = style.bad("✗");
    try {
      T result = work.run(progress);
      mark = style.good("✓");
      return result;
    } finally {
      ticking.cancel(false);
      end(mark, label, since(start));
    }
  }

  private synchronized void draw(Label label, Progress progress, Duration since) {
    if (Thread.currentThread().isInterrupted()) {
      return;
    }
    String time = FrenchFormat.duration(since);
    if (terminal) {
      char frame = FRAMES.charAt((int) (since.toMillis() / REDRAW.toMillis() % FRAMES.length()));
      String shown = progress.shown(true);
      out.print(START_OF_LINE + Columns.line(frame + " " + label.french() + "  " + shown, time));
    } else {
      out.println(Columns.line("… " + label.french() + "  " + progress.shown(false), time));
    }
    out.flush();
  }

  private synchronized void end(String mark, Label label, Duration took) {
    String line = Columns.line("  " + label, FrenchFormat.duration(took)).substring(3);
    out.println((terminal ? START_OF_LINE : "") + "  " + mark + line);
    out.flush();
  }

  private static Duration since(long start) {
    return Duration.ofNanos(System.nanoTime() - start);
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "shows-progress");
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public void close() {
    ticker.shutdownNow();
  }
}

package com.maayegue.maintenance.databasebackups;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.sql.SQLException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Work that goes on beside the caller's. Closing waits for all of it. */
public final class SideBySide implements AutoCloseable {
  private final ExecutorService threads = Executors.newCachedThreadPool();

  /** Begins a piece of work. */
  public <T> Result<T> begin(Callable<T> work) {
    Future<T> future = threads.submit(work);
    return () -> {
      try {
        return future.get();
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("stopped while it waited");
      } catch (ExecutionException failure) {
        throw unwrapped(failure);
      }
    };
  }

  private static RuntimeException unwrapped(ExecutionException failure)
      throws IOException, SQLException {
    Throwable cause = failure.getCause();
    if (cause instanceof IOException io) {
      throw io;
    }
    if (cause instanceof SQLException sql) {
      throw sql;
    }
    if (cause instanceof RuntimeException unchecked) {
      throw unchecked;
    }
    if (cause instanceof Error error) {
      throw error;
    }
    return new IllegalStateException(cause);
  }

  @Override
  public void close() {
    threads.shutdown();
    boolean interrupted = false;
    while (!threads.isTerminated()) {
      try {
        threads.awaitTermination(1, TimeUnit.MINUTES);
      } catch (InterruptedException stopped) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** What a piece of work gives, once it is done. */
  @FunctionalInterface
  public interface Result<T> {
    /** Waits for it. */
    T get() throws IOException, SQLException;
  }
}

package com.maayegue.maintenance.local;

import com.maayegue.maintenance.emulators.AuthEmulator;
import com.maayegue.maintenance.emulators.FirestoreEmulator;
import com.maayegue.maintenance.emulators.PubSubEmulator;
import com.maayegue.maintenance.localstorage.StorageServer;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** What stands in for Google's services, each on a free port of 127.0.0.1. */
record LocalServices(
    FirestoreEmulator firestore, PubSubEmulator pubSub, AuthEmulator auth, StorageServer storage)
    implements AutoCloseable {

  /**
   * Starts all four, side by side, and returns when all serve.
   *
   * @param folder gets {@code logs} and {@code storage}
   * @param tls whether the storage server answers TLS too, as gsutil wants
   * @throws IOException when one does not start; those that did are stopped
   */
  static LocalServices start(Repository repository, String project, Path folder, boolean tls)
      throws IOException {
    Path logs = folder.resolve("logs");
    ExecutorService threads = Executors.newFixedThreadPool(4);
    Deque<Future<? extends AutoCloseable>> begun = new ArrayDeque<>();
    try {
      Future<AuthEmulator> auth = begin(threads, begun, () -> AuthEmulator.start(project, logs));
      Future<FirestoreEmulator> firestore =
          begin(
              threads,
              begun,
              () ->
                  FirestoreEmulator.start(
                      project, logs, 0, Optional.of(repository.firestoreRules())));
      Future<PubSubEmulator> pubSub =
          begin(threads, begun, () -> PubSubEmulator.start(project, logs));
      Future<StorageServer> storage =
          begin(threads, begun, () -> StorageServer.start(folder.resolve("storage"), 0, tls));
      return new LocalServices(get(firestore), get(pubSub), get(auth), get(storage));
    } catch (IOException | RuntimeException e) {
      stop(begun, e);
      throw e;
    } finally {
      threads.shutdown();
    }
  }

  private static <T extends AutoCloseable> Future<T> begin(
      ExecutorService threads, Deque<Future<? extends AutoCloseable>> begun, Callable<T> start) {
    Future<T> future = threads.submit(start);
    begun.push(future);
    return future;
  }

  /** What a start gave, or the reason why it did not. */
  static <T> T get(Future<T> future) throws IOException {
    try {
      return future.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while services start");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  private static void stop(Deque<Future<? extends AutoCloseable>> begun, Exception why) {
    for (Future<? extends AutoCloseable> one : begun) {
      try {
        one.get().close();
      } catch (ExecutionException neverStarted) {
        // Its own failure is the one that is thrown, or came at the same time.
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (Exception e) {
        why.addSuppressed(e);
      }
    }
  }

  @Override
  public void close() throws IOException {
    try (firestore;
        pubSub;
        auth;
        storage) {
      // Each is closed even if another fails to.
    }
  }
}

package com.maayegue.maintenance.databasemaintenance;

import com.google.cloud.storage.Storage;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Set;

/**
 * The real Storage, where something happens right before one of the calls that reach the server. If
 * what happens is the death of the process, nothing more is passed on.
 */
final class MomentStorage {
  private static final Set<String> LOCAL = Set.of("getOptions", "toString", "hashCode", "equals");

  private final Storage storage;
  private final int step;
  private final Moment moment;
  private int steps;
  private boolean dead;

  /**
   * Something happens before call {@code step}; the first is 1.
   *
   * @param moment what; a {@link Death} ends everything
   */
  MomentStorage(Storage storage, int step, Moment moment) {
    this.storage = storage;
    this.step = step;
    this.moment = moment;
  }

  Storage proxy() {
    return (Storage)
        Proxy.newProxyInstance(
            Storage.class.getClassLoader(),
            new Class<?>[] {Storage.class},
            (self, method, arguments) -> {
              if (!LOCAL.contains(method.getName())) {
                count();
              }
              try {
                return method.invoke(storage, arguments);
              } catch (InvocationTargetException failure) {
                throw failure.getCause();
              }
            });
  }

  private synchronized void count() throws Exception {
    if (dead) {
      throw new Death();
    }
    if (++steps == step) {
      try {
        moment.happen();
      } catch (Death death) {
        dead = true;
        throw death;
      }
    }
  }

  /** How many calls there were. */
  synchronized int steps() {
    return steps;
  }

  /** The end of a process. Nothing catches it. */
  static final class Death extends Error {
    private static final long serialVersionUID = 1L;
  }

  @FunctionalInterface
  interface Moment {
    void happen() throws Exception;
  }
}

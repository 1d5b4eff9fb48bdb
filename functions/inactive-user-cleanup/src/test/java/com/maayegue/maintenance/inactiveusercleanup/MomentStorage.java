package com.maayegue.maintenance.inactiveusercleanup;

import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.Storage;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.Callable;

/**
 * The real Storage, where something happens once, right after the first upload of an object with a
 * prefix.
 */
final class MomentStorage {
  private final Storage storage;
  private final String prefix;
  private final Moment moment;
  private boolean happened;

  MomentStorage(Storage storage, String prefix, Moment moment) {
    this.storage = storage;
    this.prefix = prefix;
    this.moment = moment;
  }

  Storage proxy() {
    return (Storage)
        Proxy.newProxyInstance(
            Storage.class.getClassLoader(),
            new Class<?>[] {Storage.class},
            (self, method, arguments) -> {
              Object result = unwrapped(() -> method.invoke(storage, arguments));
              if (!happened
                  && method.getName().equals("createFrom")
                  && ((BlobInfo) arguments[0]).getName().startsWith(prefix)) {
                happened = true;
                moment.happen();
              }
              return result;
            });
  }

  boolean happened() {
    return happened;
  }

  private static Object unwrapped(Callable<Object> call) throws Throwable {
    try {
      return call.call();
    } catch (InvocationTargetException failure) {
      throw failure.getCause();
    }
  }

  @FunctionalInterface
  interface Moment {
    void happen() throws Exception;
  }
}

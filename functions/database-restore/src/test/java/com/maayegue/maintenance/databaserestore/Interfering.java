package com.maayegue.maintenance.databaserestore;

import com.google.cloud.storage.Storage;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.function.Consumer;

/** A client during whose work something happens. */
final class Interfering {
  private Interfering() {}

  /** Somebody else does something before each call of one kind. */
  static Storage before(String call, Storage storage, Runnable something) {
    return with(
        storage,
        name -> {
          if (name.equals(call)) {
            something.run();
          }
        });
  }

  /** The process ends before one of the calls, as far as anybody outside of it can see. */
  static Storage dying(Storage storage, Death death) {
    return with(storage, name -> death.look());
  }

  private static Storage with(Storage storage, Consumer<String> before) {
    return (Storage)
        Proxy.newProxyInstance(
            Interfering.class.getClassLoader(),
            new Class<?>[] {Storage.class},
            (proxy, method, args) -> {
              before.accept(method.getName());
              try {
                return method.invoke(storage, args);
              } catch (InvocationTargetException failure) {
                throw failure.getCause();
              }
            });
  }

  /** When it ends. */
  static final class Death {
    private final int fatal;
    private int calls;

    Death(int fatal) {
      this.fatal = fatal;
    }

    int calls() {
      return calls;
    }

    private void look() {
      if (++calls >= fatal) {
        throw new Killed();
      }
    }
  }

  /** Nothing catches it. */
  static final class Killed extends Error {
    private static final long serialVersionUID = 1L;
  }
}

package com.maayegue.maintenance.emulators;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;

/**
 * Runs another class's {@code main} in a process that ends when its standard input does. The parent
 * holds the other end and never writes to it, so even a SIGKILL of the parent leaves no orphan.
 * Stands alone: it is copied out of this module so that nothing else comes with it.
 */
public final class StopWithParent {
  private StopWithParent() {}

  /**
   * Takes the main class and its arguments.
   *
   * @throws Throwable what that {@code main} throws, so that the exit code is the one it would have
   */
  public static void main(String[] args) throws Throwable {
    Thread watch = new Thread(StopWithParent::haltAtEndOfInput, "ends-with-its-parent");
    watch.setDaemon(true);
    watch.start();
    try {
      Class.forName(args[0])
          .getMethod("main", String[].class)
          .invoke(null, (Object) Arrays.copyOfRange(args, 1, args.length));
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private static void haltAtEndOfInput() {
    try {
      System.in.transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      // The pipe is gone, which is all that we wait for.
    }
    Runtime.getRuntime().halt(143);
  }
}

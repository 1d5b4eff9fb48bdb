package com.maayegue.maintenance.core;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.OptionalInt;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/** Whether trying again later can help. */
public enum Failure {
  /** I/O errors, time-outs and the HTTP statuses 408, 429 and 5xx. */
  TRANSIENT,
  /** All else. */
  PERMANENT;

  /** Classifies a failure of plain Java code. */
  public static Failure classify(Throwable thrown) {
    return classify(thrown, any -> OptionalInt.empty());
  }

  /**
   * Classifies by the first throwable in the chain of causes that says something.
   *
   * @param status the HTTP status that a throwable of some SDK carries, if it does
   */
  public static Failure classify(Throwable thrown, Function<Throwable, OptionalInt> status) {
    Throwable at = thrown;
    for (int depth = 0; at != null && depth < 20; depth++, at = at.getCause()) {
      OptionalInt found = status.apply(at);
      if (found.isPresent()) {
        return ofStatus(found.getAsInt());
      }
      if (at instanceof FileNotFoundException || at instanceof NoSuchFileException) {
        return PERMANENT;
      }
      if (at instanceof IOException
          || at instanceof TimeoutException
          || at instanceof InterruptedException) {
        return TRANSIENT;
      }
    }
    return PERMANENT;
  }

  /** Classifies an HTTP status. */
  public static Failure ofStatus(int status) {
    return status == 408 || status == 429 || (status >= 500 && status <= 599)
        ? TRANSIENT
        : PERMANENT;
  }
}

package com.maayegue.maintenance.core;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Stream;

/** Whether trying again later can help. */
public enum Failure {
  /** I/O errors, time-outs and the HTTP statuses 408, 429 and 5xx. */
  TRANSIENT,
  /** All else. */
  PERMANENT;

  private static final int DEEPEST = 20;

  /** Classifies a failure of plain Java code. */
  public static Failure classify(Throwable thrown) {
    return classify(thrown, any -> OptionalInt.empty());
  }

  /**
   * Classifies by the chain of causes: a status anywhere in it says more than any type, as a
   * refusal for good may come wrapped in an {@link IOException}.
   *
   * @param status the HTTP status that a throwable of some SDK carries, if it does
   */
  public static Failure classify(Throwable thrown, Function<Throwable, OptionalInt> status) {
    List<Throwable> chain =
        Stream.iterate(thrown, Objects::nonNull, Throwable::getCause).limit(DEEPEST).toList();
    return chain.stream()
        .map(status)
        .filter(OptionalInt::isPresent)
        .map(found -> ofStatus(found.getAsInt()))
        .findFirst()
        .or(() -> chain.stream().map(Failure::ofType).flatMap(Optional::stream).findFirst())
        .orElse(PERMANENT);
  }

  private static Optional<Failure> ofType(Throwable thrown) {
    if (thrown instanceof FileNotFoundException || thrown instanceof NoSuchFileException) {
      return Optional.of(PERMANENT);
    }
    return thrown instanceof IOException
            || thrown instanceof TimeoutException
            || thrown instanceof InterruptedException
        ? Optional.of(TRANSIENT)
        : Optional.empty();
  }

  /** Classifies an HTTP status. */
  public static Failure ofStatus(int status) {
    return status == 408 || status == 429 || (status >= 500 && status <= 599)
        ? TRANSIENT
        : PERMANENT;
  }
}

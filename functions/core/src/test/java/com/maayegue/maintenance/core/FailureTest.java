package com.maayegue.maintenance.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.http.HttpTimeoutException;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class FailureTest {
  static Stream<Arguments> throwables() {
    return Stream.of(
        Arguments.of(new IOException("reset"), Failure.TRANSIENT),
        Arguments.of(new ConnectException("refused"), Failure.TRANSIENT),
        Arguments.of(new HttpTimeoutException("slow"), Failure.TRANSIENT),
        Arguments.of(new TimeoutException("slow"), Failure.TRANSIENT),
        Arguments.of(new InterruptedException("stopped"), Failure.TRANSIENT),
        Arguments.of(new UncheckedIOException(new IOException("reset")), Failure.TRANSIENT),
        Arguments.of(new ExecutionException(new IOException("reset")), Failure.TRANSIENT),
        Arguments.of(new FileNotFoundException("gone"), Failure.PERMANENT),
        Arguments.of(new IllegalStateException("odd"), Failure.PERMANENT),
        Arguments.of(new OutOfMemoryError("heap"), Failure.PERMANENT));
  }

  @ParameterizedTest
  @MethodSource("throwables")
  void classifiesByTheChainOfCauses(Throwable thrown, Failure expected) {
    assertThat(Failure.classify(thrown)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "400,PERMANENT", "401,PERMANENT", "403,PERMANENT", "404,PERMANENT", "408,TRANSIENT",
        "409,PERMANENT",
    "412,PERMANENT", "429,TRANSIENT", "499,PERMANENT", "500,TRANSIENT", "503,TRANSIENT",
        "599,TRANSIENT"
  })
  void classifiesByStatus(int status, Failure expected) {
    assertThat(Failure.ofStatus(status)).isEqualTo(expected);
  }

  @Test
  void believesAStatusBeforeTheKindOfException() {
    Failure failure =
        Failure.classify(new IOException("403 Forbidden"), any -> OptionalInt.of(403));
    assertThat(failure).isEqualTo(Failure.PERMANENT);
  }

  @Test
  void believesARefusalForGoodHoweverItIsWrapped() {
    Throwable refused = new IllegalStateException("PERMISSION_DENIED");
    Failure failure =
        Failure.classify(
            new IOException("could not be read", new ExecutionException(refused)),
            each -> each == refused ? OptionalInt.of(403) : OptionalInt.empty());
    assertThat(failure).isEqualTo(Failure.PERMANENT);
  }

  @Test
  void endsOnCausesThatGoInCircles() {
    IllegalStateException first = new IllegalStateException("first");
    first.initCause(new IllegalStateException("second", first));
    assertThat(Failure.classify(first)).isEqualTo(Failure.PERMANENT);
  }
}

package com.maayegue.maintenance.alertchannels;

import com.maayegue.maintenance.core.Failure;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/**
 * What a server answered.
 *
 * @param retryAfter the header of this name
 * @param body the first 64 KiB of it
 */
record HttpAnswer(int status, Optional<String> retryAfter, String body) {
  // A server that asks for more has lost its mind, or wants to be forgotten.
  private static final Duration LONGEST_WAIT = Duration.ofHours(1);

  boolean ok() {
    return status >= 200 && status <= 299;
  }

  /**
   * What an answer that is no success means: 408, 429 and 5xx may pass, all else is for good.
   *
   * @param who is named in the reason
   * @param detail added to the reason
   */
  Receipt.Failed failure(String who, String detail, Instant now) {
    String reason = who + " answered " + status + (detail.isEmpty() ? "" : ": " + detail);
    boolean later = Failure.ofStatus(status) == Failure.TRANSIENT;
    return new Receipt.Failed(reason, later, later ? wait(now) : Optional.empty());
  }

  /**
   * Seconds or a date, as <a href="https://www.rfc-editor.org/rfc/rfc9110#field.retry-after">RFC
   * 9110</a> has it; an hour at most.
   */
  private Optional<Duration> wait(Instant now) {
    return retryAfter
        .flatMap(text -> seconds(text.strip()).or(() -> until(text.strip(), now)))
        .filter(wait -> !wait.isNegative())
        .map(wait -> wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait);
  }

  private static Optional<Duration> seconds(String text) {
    return text.matches("[0-9]{1,9}")
        ? Optional.of(Duration.ofSeconds(Long.parseLong(text)))
        : Optional.empty();
  }

  private static Optional<Duration> until(String text, Instant now) {
    try {
      ZonedDateTime date = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME);
      return Optional.of(Duration.between(now, date.toInstant()));
    } catch (DateTimeException notADate) {
      return Optional.empty();
    }
  }
}

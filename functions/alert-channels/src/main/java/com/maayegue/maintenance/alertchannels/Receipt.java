package com.maayegue.maintenance.alertchannels;

import java.time.Duration;
import java.util.Optional;

/** What became of a message. Reasons hold no address, number, token or URL. */
public sealed interface Receipt {
  /**
   * The other side has it.
   *
   * @param id what the other side calls it; empty when it gives no name
   */
  record Sent(String id) implements Receipt {}

  /**
   * It was certainly not sent.
   *
   * @param later whether the same message can succeed later
   * @param retryAfter how long the other side asks to wait
   */
  record Failed(String reason, boolean later, Optional<Duration> retryAfter) implements Receipt {
    /** A failure that nothing will mend. */
    static Failed forGood(String reason) {
      return new Failed(reason, false, Optional.empty());
    }

    /** A failure that may pass. */
    static Failed forNow(String reason) {
      return new Failed(reason, true, Optional.empty());
    }
  }

  /** It may have been sent: the other side went away before it answered. */
  record Unknown(String reason) implements Receipt {}
}

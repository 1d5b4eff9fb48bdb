package com.maayegue.maintenance.emulators;

import java.time.Duration;

/**
 * How often and how soon a failed delivery is tried again.
 *
 * @param ackDeadline from 10 seconds to 10 minutes; a function that takes longer gets the message
 *     again while it still works on it
 * @param minimumBackoff before the second attempt
 * @param maximumBackoff between later ones
 * @param maxDeliveryAttempts from 5 to 100; then the message goes to the dead-letter topic
 */
public record Redelivery(
    Duration ackDeadline,
    Duration minimumBackoff,
    Duration maximumBackoff,
    int maxDeliveryAttempts) {
  /** Checks what Pub/Sub would refuse, and what its emulator would not. */
  public Redelivery {
    if (maxDeliveryAttempts < 5 || maxDeliveryAttempts > 100) {
      throw new IllegalArgumentException(
          "maxDeliveryAttempts: expected 5 to 100, but it is " + maxDeliveryAttempts);
    }
    if (ackDeadline.toSeconds() < 10 || ackDeadline.toSeconds() > 600) {
      throw new IllegalArgumentException(
          "ackDeadline: expected 10 s to 10 min, but it is " + ackDeadline);
    }
    if (minimumBackoff.isNegative() || maximumBackoff.compareTo(minimumBackoff) < 0) {
      throw new IllegalArgumentException(
          "backoff: expected 0 <= minimum <= maximum, but it is "
              + minimumBackoff
              + " and "
              + maximumBackoff);
    }
  }

  /** As in the cloud. */
  public static Redelivery asDeployed() {
    return new Redelivery(
        Duration.ofMinutes(10), Duration.ofSeconds(10), Duration.ofMinutes(10), 5);
  }

  /**
   * As soon as the emulator can: whatever the back-off, its second attempt comes after 1 second and
   * each later one 3 seconds after the last, so five have failed after 13 seconds.
   */
  public static Redelivery prompt() {
    return new Redelivery(Duration.ofMinutes(10), Duration.ofMillis(50), Duration.ofMillis(100), 5);
  }
}

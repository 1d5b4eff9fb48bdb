package com.maayegue.maintenance.core;

import java.time.Duration;
import java.time.ZoneId;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What every function is told by its environment.
 *
 * @param project the Google Cloud project
 * @param dryRun compute the plan and do not apply it
 * @param alertTopic the Pub/Sub topic that alerts go to
 * @param timeZone in which days begin, and in which times without a zone are read
 * @param runTimeLimit a run begins nothing new after this long; shorter than the function's timeout
 * @param firestoreEmulator {@code host:port} of an emulator in place of Firestore
 * @param pubSubEmulator {@code host:port} of an emulator in place of Pub/Sub
 */
public record CommonSettings(
    String project,
    boolean dryRun,
    String alertTopic,
    ZoneId timeZone,
    Duration runTimeLimit,
    Optional<String> firestoreEmulator,
    Optional<String> pubSubEmulator) {

  /**
   * What a Pub/Sub topic may be called: <a
   * href="https://cloud.google.com/pubsub/docs/pubsub-basics">resource names</a>.
   */
  public static final Pattern TOPIC = Pattern.compile("[A-Za-z][A-Za-z0-9._~+%-]{2,254}");

  // An event function is stopped after 540 s; the rest is for the end of the last step and the run
  // record.
  private static final Duration DEFAULT_TIME_LIMIT = Duration.ofMinutes(8);

  /**
   * Reads the settings.
   *
   * @param dryRunByDefault true for a function that deletes
   */
  public static CommonSettings from(Env env, boolean dryRunByDefault) {
    return new CommonSettings(
        env.required("GOOGLE_CLOUD_PROJECT"),
        env.flag("DRY_RUN", dryRunByDefault),
        env.matching("ALERT_TOPIC", "maintenance-alerts", TOPIC, "the name of a topic"),
        env.zone("TIME_ZONE", "Africa/Douala"),
        env.duration("RUN_TIME_LIMIT", DEFAULT_TIME_LIMIT, Duration.ofSeconds(1)),
        env.hostAndPort("FIRESTORE_EMULATOR_HOST"),
        env.hostAndPort("PUBSUB_EMULATOR_HOST"));
  }
}

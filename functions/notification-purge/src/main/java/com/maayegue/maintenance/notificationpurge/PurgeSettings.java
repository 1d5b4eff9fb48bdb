package com.maayegue.maintenance.notificationpurge;

import com.maayegue.maintenance.core.CommonSettings;
import com.maayegue.maintenance.core.Env;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * What the purge is told by its environment.
 *
 * @param collection whose documents are purged
 * @param timestampField that holds a document's date
 * @param retention how long a document is kept; {@link PurgePolicy#FLOOR} is a lower bound whatever
 *     this says
 * @param parallelism how many slices of time are purged side by side
 * @param deletesPerSecond the rate at the start of the ramp; 0 means no limit
 */
record PurgeSettings(
    CommonSettings common,
    String collection,
    String timestampField,
    Duration retention,
    int parallelism,
    int deletesPerSecond) {
  // Where an operation on a collection without much traffic should start, by Firestore's best
  // practices ("500/50/5"):
  // https://firebase.google.com/docs/firestore/best-practices#ramping_up_traffic
  private static final int RAMP_START = 500;

  private static final Pattern COLLECTION =
      Pattern.compile("[^/\\s]{1,200}(/[^/\\s]{1,200}/[^/\\s]{1,200}){0,9}");
  private static final Pattern FIELD =
      Pattern.compile("[A-Za-z_][A-Za-z0-9_]*(\\.[A-Za-z_][A-Za-z0-9_]*){0,9}");

  static PurgeSettings from(Env env) {
    CommonSettings common = CommonSettings.from(env, true);
    // An emulator has no traffic to spread over servers.
    int defaultRate = common.firestoreEmulator().isPresent() ? 0 : RAMP_START;
    PurgeSettings settings =
        new PurgeSettings(
            common,
            env.matching(
                "COLLECTION", "notifications", COLLECTION, "the path of a Firestore collection"),
            env.matching("TIMESTAMP_FIELD", "created_at", FIELD, "the name of a field"),
            env.duration("RETENTION", Duration.ofDays(30), Duration.ofSeconds(1)),
            env.number("PARALLELISM", 4, 1, 16),
            env.number("DELETES_PER_SECOND", defaultRate, 0, 10_000));
    env.check();
    return settings;
  }
}

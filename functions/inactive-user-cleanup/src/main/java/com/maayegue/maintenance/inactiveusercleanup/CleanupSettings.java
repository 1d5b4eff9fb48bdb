package com.maayegue.maintenance.inactiveusercleanup;

import com.maayegue.maintenance.core.CommonSettings;
import com.maayegue.maintenance.core.Env;
import com.maayegue.maintenance.stagedsqlite.StagingSettings;
import java.time.Duration;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What the clean-up is told by its environment.
 *
 * @param authEmulator {@code host:port} of an emulator in place of Firebase Auth; the SDK reads it
 *     by itself too
 * @param inactiveAfter how long nothing may have happened; {@link CleanupPolicy#FLOOR} is a lower
 *     bound whatever this says
 * @param noticePeriod between the notice and the deletion; zero means no notice
 * @param maxDeletionsPercent more candidates than this share of all accounts stop the run
 * @param protectedRoles roles, in lower case, whose accounts stay
 * @param appName how the notice calls the app
 * @param batchSize accounts that are disabled in one edit of the staged database
 */
record CleanupSettings(
    CommonSettings common,
    StagingSettings staging,
    Optional<String> authEmulator,
    Duration inactiveAfter,
    Duration noticePeriod,
    int maxDeletionsPercent,
    Set<String> protectedRoles,
    String appName,
    int batchSize) {
  private static final Pattern ROLE = Pattern.compile("[A-Za-z0-9_-]{1,50}");

  static CleanupSettings from(Env env) {
    Set<String> roles = new HashSet<>();
    for (String role :
        env.names("PROTECTED_ROLES", "admin", ROLE, "letters, digits, '_' and '-'")) {
      roles.add(role.toLowerCase(Locale.ROOT));
    }
    CleanupSettings settings =
        new CleanupSettings(
            CommonSettings.from(env, true),
            StagingSettings.from(env),
            env.hostAndPort("FIREBASE_AUTH_EMULATOR_HOST"),
            env.duration("INACTIVE_AFTER", Duration.ofDays(365), Duration.ofSeconds(1)),
            env.duration("NOTICE_PERIOD", Duration.ofDays(28), Duration.ZERO),
            env.number("MAX_DELETIONS_PERCENT", 25, 0, 100),
            Set.copyOf(roles),
            env.text("APP_NAME", "Ma'a yegue"),
            env.number("BATCH_SIZE", 10_000, 100, 10_000));
    env.check();
    return settings;
  }
}

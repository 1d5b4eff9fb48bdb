package com.maayegue.maintenance.databasebackup;

import com.maayegue.maintenance.core.CommonSettings;
import com.maayegue.maintenance.core.Env;
import com.maayegue.maintenance.stagedsqlite.StagingSettings;

/**
 * What the backup is told by its environment.
 *
 * @param retention which backups stay
 */
record BackupSettings(CommonSettings common, StagingSettings staging, RetentionPolicy retention) {
  private static final int MOST = 1000;

  static BackupSettings from(Env env) {
    // Real by default: taking a backup harms nothing, and what is deleted is guarded by the policy.
    CommonSettings common = CommonSettings.from(env, false);
    BackupSettings settings =
        new BackupSettings(
            common,
            StagingSettings.from(env),
            new RetentionPolicy(
                env.number("RETENTION_DAILY", 7, 1, MOST),
                env.number("RETENTION_WEEKLY", 4, 0, MOST),
                env.number("RETENTION_MONTHLY", 12, 0, MOST),
                common.timeZone()));
    env.check();
    return settings;
  }
}

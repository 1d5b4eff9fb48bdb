package com.maayegue.maintenance.databasemaintenance;

import com.maayegue.maintenance.core.CommonSettings;
import com.maayegue.maintenance.core.Env;
import com.maayegue.maintenance.stagedsqlite.StagingSettings;
import java.time.Duration;

/**
 * What the maintenance is told by its environment.
 *
 * @param dailyLimitsRetention how long a row of {@code daily_limits} is kept; {@link
 *     RetentionPolicy#DAILY_LIMITS_FLOOR} is a lower bound whatever this says
 * @param adminLogsRetention how long a row of {@code admin_logs} is kept; {@link
 *     RetentionPolicy#ADMIN_LOGS_FLOOR} is a lower bound whatever this says
 * @param mostPercent more rows than this share of a table stop the run before it deletes any
 */
record MaintenanceSettings(
    CommonSettings common,
    StagingSettings staging,
    Duration dailyLimitsRetention,
    Duration adminLogsRetention,
    int mostPercent) {
  static MaintenanceSettings from(Env env) {
    MaintenanceSettings settings =
        new MaintenanceSettings(
            CommonSettings.from(env, true),
            StagingSettings.from(env),
            env.duration("DAILY_LIMITS_RETENTION", Duration.ofDays(30), Duration.ofSeconds(1)),
            env.duration("ADMIN_LOGS_RETENTION", Duration.ofDays(180), Duration.ofSeconds(1)),
            env.number("MAX_DELETIONS_PERCENT", 95, 0, 100));
    env.check();
    return settings;
  }
}

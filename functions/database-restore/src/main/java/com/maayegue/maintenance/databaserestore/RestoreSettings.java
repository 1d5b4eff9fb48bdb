package com.maayegue.maintenance.databaserestore;

import com.maayegue.maintenance.core.CommonSettings;
import com.maayegue.maintenance.core.Env;
import com.maayegue.maintenance.stagedsqlite.StagingSettings;

/**
 * What the restore is told by its environment. {@code DRY_RUN} is false unless set: nobody calls
 * this function by accident, and who does has to repeat the name of the database.
 */
record RestoreSettings(CommonSettings common, StagingSettings staging) {
  static RestoreSettings from(Env env) {
    RestoreSettings settings =
        new RestoreSettings(CommonSettings.from(env, false), StagingSettings.from(env));
    env.check();
    return settings;
  }
}

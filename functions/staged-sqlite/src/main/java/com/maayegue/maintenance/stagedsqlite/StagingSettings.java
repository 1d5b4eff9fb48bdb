package com.maayegue.maintenance.stagedsqlite;

import com.google.api.gax.retrying.RetrySettings;
import com.google.cloud.NoCredentials;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.StorageOptions;
import com.maayegue.maintenance.core.Env;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where the staged databases are.
 *
 * @param bucket that holds {@code live/<name>.db}
 * @param databases the names
 * @param emulator {@code host:port} of a local server in place of Cloud Storage
 */
public record StagingSettings(String bucket, List<String> databases, Optional<String> emulator) {
  // A name is part of an object's path: nothing that leads elsewhere.
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,99}");

  // The client's own limit for one call, 50 s, would take a tenth of a function's time.
  private static final RetrySettings PATIENCE =
      StorageOptions.getDefaultRetrySettings().toBuilder()
          .setTotalTimeoutDuration(Duration.ofSeconds(20))
          .build();

  /** Reads the settings. */
  public static StagingSettings from(Env env) {
    return new StagingSettings(
        env.required("SQLITE_BUCKET"),
        env.names("DATABASES", "maa_yegue_app", NAME, "letters, digits, '_' and '-'"),
        env.hostAndPort("STORAGE_EMULATOR_HOST"));
  }

  /** A client for {@code project}, over HTTP. */
  public Storage connect(String project) {
    StorageOptions.Builder options =
        StorageOptions.http().setProjectId(project).setRetrySettings(PATIENCE);
    emulator.ifPresent(
        address ->
            options.setHost("http://" + address).setCredentials(NoCredentials.getInstance()));
    return options.build().getService();
  }
}

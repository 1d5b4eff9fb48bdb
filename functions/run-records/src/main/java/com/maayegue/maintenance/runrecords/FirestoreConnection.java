package com.maayegue.maintenance.runrecords;

import com.google.api.gax.retrying.RetrySettings;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.FirestoreOptions;
import com.maayegue.maintenance.core.CommonSettings;
import java.time.Duration;

/** Opens Firestore, or its emulator. */
public final class FirestoreConnection {
  // The client's own limit for one call is up to 10 minutes: longer than a function may run.
  private static final RetrySettings PATIENCE =
      RetrySettings.newBuilder()
          .setInitialRetryDelayDuration(Duration.ofMillis(100))
          .setRetryDelayMultiplier(2.0)
          .setMaxRetryDelayDuration(Duration.ofSeconds(5))
          .setInitialRpcTimeoutDuration(Duration.ofSeconds(15))
          .setRpcTimeoutMultiplier(1.0)
          .setMaxRpcTimeoutDuration(Duration.ofSeconds(15))
          .setTotalTimeoutDuration(Duration.ofSeconds(20))
          .build();

  private FirestoreConnection() {}

  /** A client that gives up on a call after 20 s. The caller closes it. */
  public static Firestore open(CommonSettings settings) {
    FirestoreOptions.Builder options =
        FirestoreOptions.newBuilder().setProjectId(settings.project()).setRetrySettings(PATIENCE);
    settings.firestoreEmulator().ifPresent(options::setEmulatorHost);
    return options.build().getService();
  }
}

package com.maayegue.maintenance.runrecords;

import com.google.cloud.firestore.DocumentSnapshot;
import com.google.cloud.firestore.Firestore;
import java.util.concurrent.ExecutionException;

/** The incidents {@code alerts/{dedupKey}} that whoever delivers alerts has open. Only reads. */
public final class FiringAlerts {
  private final Firestore firestore;

  /** Alerts of {@code firestore}. */
  public FiringAlerts(Firestore firestore) {
    this.firestore = firestore;
  }

  /** Whether an alert of this key is open, so that its end is worth telling. */
  public boolean isFiring(String dedupKey) throws ExecutionException, InterruptedException {
    DocumentSnapshot alert = firestore.collection("alerts").document(dedupKey).get().get();
    return alert.exists() && !"resolved".equals(alert.getString("state"));
  }
}

package com.maayegue.maintenance.benchmarks.obvious;

import com.google.cloud.functions.CloudEventsFunction;
import com.google.firebase.auth.ExportedUserRecord;
import com.google.firebase.auth.FirebaseAuth;
import io.cloudevents.CloudEvent;
import java.util.List;

/**
 * The maintenance guide's clean-up: whoever has not signed in for a year is deleted, one account
 * after the other. It reads all pages, where the guide reads the first 1,000 accounts only; it
 * leaves SQLite alone, where the guide calls an API that does not exist.
 */
public final class CleanupOneByOneFunction implements CloudEventsFunction {
  private final FirebaseAuth auth = LongAgo.auth();

  @Override
  public void accept(CloudEvent event) throws Exception {
    // Listed first: pages move when accounts go.
    List<ExportedUserRecord> old = LongAgo.signedIn(auth);
    for (ExportedUserRecord account : old) {
      auth.deleteUser(account.getUid());
    }
  }
}

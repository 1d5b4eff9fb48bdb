package com.maayegue.maintenance.benchmarks.obvious;

import com.google.cloud.functions.CloudEventsFunction;
import com.google.firebase.auth.ExportedUserRecord;
import com.google.firebase.auth.FirebaseAuth;
import io.cloudevents.CloudEvent;
import java.util.List;

/**
 * The same judgement, deleted a thousand at a time: about the least that any clean-up can take, as
 * it archives nothing, asks no database and looks at nobody twice.
 */
public final class CleanupPagedFunction implements CloudEventsFunction {
  private static final int MOST_AT_ONCE = 1000;

  private final FirebaseAuth auth = LongAgo.auth();

  @Override
  public void accept(CloudEvent event) throws Exception {
    List<String> old = LongAgo.signedIn(auth).stream().map(ExportedUserRecord::getUid).toList();
    for (int from = 0; from < old.size(); from += MOST_AT_ONCE) {
      auth.deleteUsers(old.subList(from, Math.min(old.size(), from + MOST_AT_ONCE)));
    }
  }
}

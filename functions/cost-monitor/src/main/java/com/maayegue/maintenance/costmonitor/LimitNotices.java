package com.maayegue.maintenance.costmonitor;

import com.maayegue.maintenance.pubsub.Outbox;
import com.maayegue.maintenance.runrecords.FiringAlerts;
import com.maayegue.maintenance.runrecords.FunctionParts;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutionException;

/** Tells people of limits, and that it is over. */
final class LimitNotices {
  private final Outbox outbox;
  private final FiringAlerts firing;

  LimitNotices(FunctionParts parts) {
    outbox = parts.outbox();
    firing = new FiringAlerts(parts.firestore());
  }

  /**
   * Publishes what is due.
   *
   * @return what need not be told again; to be kept only now, as what is kept before it is
   *     published would be lost with the process
   */
  List<Told> tell(Collection<LimitPolicy.Due> due, Instant now)
      throws IOException, InterruptedException {
    List<Told> told = new ArrayList<>();
    for (LimitPolicy.Due each : due) {
      outbox.alert(LimitAlert.firing(each, now));
      told.addAll(each.done());
    }
    return told;
  }

  /** Publishes the end of what is over, where somebody waits for it; returns how many. */
  long end(Collection<Told> over, Instant now)
      throws IOException, InterruptedException, ExecutionException {
    long ended = 0;
    for (Told each : over) {
      if (firing.isFiring(each.dedupKey())) {
        outbox.alert(LimitAlert.resolved(each, now));
        ended++;
      }
    }
    return ended;
  }
}

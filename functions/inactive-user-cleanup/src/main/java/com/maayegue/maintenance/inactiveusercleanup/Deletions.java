package com.maayegue.maintenance.inactiveusercleanup;

import com.maayegue.maintenance.core.Counts;
import com.maayegue.maintenance.inactiveusercleanup.CleanupPlan.Entry;
import com.maayegue.maintenance.inactiveusercleanup.CleanupPlan.Phase;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Deletes the accounts that are due, batch by batch: disabled in SQLite first, then read again,
 * then deleted from Auth, then recorded. Killed anywhere, a rerun finds from the databases what is
 * left to do.
 */
final class Deletions {
  private final CleanupSettings settings;
  private final CleanupPolicy policy;
  private final AuthAccounts auth;
  private final UserDatabases users;
  private final AccountDeletions documents;
  private final String archive;
  private final Counts counts;
  private final List<String> failures = new ArrayList<>();
  private final Instant now;

  Deletions(
      CleanupSettings settings,
      Instant now,
      AuthAccounts auth,
      UserDatabases users,
      AccountDeletions documents,
      String archive,
      Counts counts) {
    this.settings = settings;
    this.policy = CleanupPolicy.at(now, settings);
    this.now = now;
    this.auth = auth;
    this.users = users;
    this.documents = documents;
    this.archive = archive;
    this.counts = counts;
  }

  /**
   * Deletes all accounts of a phase.
   *
   * @return whether all were looked at; otherwise the deadline was reached
   */
  boolean delete(CleanupPlan plan, Phase phase, InstantSource clock, Instant deadline)
      throws Exception {
    String last = "";
    while (true) {
      List<Entry> batch = plan.after(phase, last, settings.batchSize());
      if (batch.isEmpty()) {
        return true;
      }
      if (!clock.instant().isBefore(deadline)) {
        return false;
      }
      deleteBatch(batch, phase == Phase.DUE_AT_ONCE);
      last = batch.get(batch.size() - 1).uid();
    }
  }

  /** What could not be deleted. */
  List<String> failures() {
    return failures;
  }

  private void deleteBatch(List<Entry> batch, boolean withoutNotice) throws Exception {
    UserDatabases.Changed disabled =
        withoutNotice ? disableAndRecord(batch) : users.disable(batch, policy);
    documents.finish();
    counts.add("disabledInSqlite", disabled.rows());
    Set<String> staying = new LinkedHashSet<>(disabled.staying());
    boolean changedByOthers = false;
    for (int from = 0; from < batch.size(); from += AuthAccounts.MOST_DELETED) {
      List<Entry> part =
          batch.subList(from, Math.min(batch.size(), from + AuthAccounts.MOST_DELETED));
      if (!users.areCurrent()) {
        users.refresh();
        changedByOthers = true;
      }
      List<String> uids =
          part.stream().map(Entry::uid).filter(uid -> !staying.contains(uid)).toList();
      deletePart(uids, changedByOthers, staying);
    }
    giveBack(staying);
    documents.finish();
  }

  /** Both before anything is deleted; Firestore is written while SQLite is edited. */
  private UserDatabases.Changed disableAndRecord(List<Entry> batch) throws Exception {
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try {
      Future<?> recorded =
          thread.submit(
              () -> {
                documents.deleting(batch, now);
                return null;
              });
      UserDatabases.Changed disabled = users.disable(batch, policy);
      recorded.get();
      return disabled;
    } finally {
      thread.shutdownNow();
    }
  }

  /**
   * Reads up to 1000 accounts again and deletes those that nobody has used since.
   *
   * @param inSqliteToo whether SQLite may have changed since the rows were judged and disabled
   */
  private void deletePart(List<String> uids, boolean inSqliteToo, Set<String> staying)
      throws Exception {
    Map<String, Activity> found = auth.lookUp(uids);
    List<String> gone = new ArrayList<>();
    List<String> going = new ArrayList<>();
    for (String uid : uids) {
      Activity account = found.get(uid);
      if (account == null) {
        gone.add(uid);
      } else if (policy.judge(account, inSqliteToo ? users.find(uid) : List.of()).inactive()) {
        going.add(uid);
      } else {
        staying.add(uid);
      }
    }
    if (!going.isEmpty()) {
      Set<String> failed = auth.delete(going);
      failed.forEach(uid -> failures.add("Auth did not delete account " + uid));
      going.removeAll(failed);
    }
    counts.add("deleted", going.size());
    counts.add("alreadyGone", gone.size());
    going.addAll(gone);
    documents.deleted(going, archive, now);
  }

  /** Gives accounts that are in use after all what was taken from them. */
  void giveBack(Set<String> staying)
      throws IOException, SQLException, ExecutionException, InterruptedException {
    if (staying.isEmpty()) {
      return;
    }
    counts.add("enabledInSqlite", users.enable(staying));
    counts.add("returned", staying.size());
    documents.cancelled(List.copyOf(staying), now);
  }
}

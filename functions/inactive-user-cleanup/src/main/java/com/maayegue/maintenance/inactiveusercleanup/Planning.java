package com.maayegue.maintenance.inactiveusercleanup;

import com.google.firebase.auth.ExportedUserRecord;
import com.maayegue.maintenance.core.Counts;
import com.maayegue.maintenance.inactiveusercleanup.CleanupPlan.Earlier;
import com.maayegue.maintenance.inactiveusercleanup.CleanupPlan.Entry;
import com.maayegue.maintenance.inactiveusercleanup.CleanupPlan.Phase;
import com.maayegue.maintenance.inactiveusercleanup.CleanupPolicy.Standing;
import com.maayegue.maintenance.inactiveusercleanup.CleanupPolicy.Verdict;
import com.maayegue.maintenance.stagedsqlite.JsonlArchive;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Looks at every account once and fills the plan and the archive. Changes nothing outside of this
 * process.
 */
final class Planning {
  private final CleanupPolicy policy;
  private final Duration noticePeriod;
  private final Instant now;
  private final UserDatabases users;
  private final CleanupPlan plan;
  private final JsonlArchive archive;
  private final Counts counts;
  private final Map<String, Instant> future = new HashMap<>();
  private Instant newestActivity = Instant.EPOCH;
  private long hashes;
  private long hashesLacking;

  Planning(
      CleanupSettings settings,
      Instant now,
      UserDatabases users,
      CleanupPlan plan,
      JsonlArchive archive,
      Counts counts) {
    this.policy = CleanupPolicy.at(now, settings);
    this.noticePeriod = settings.noticePeriod();
    this.now = now;
    this.users = users;
    this.plan = plan;
    this.archive = archive;
    this.counts = counts;
  }

  /** Takes note of what SQLite knows of all users together. */
  void visitDatabases() throws SQLException {
    future.putAll(users.datedAfter(now.plus(CleanupPolicy.CLOCK_TOLERANCE)));
    for (String uid : users.disabledByUs()) {
      plan.addDisabled(uid);
    }
  }

  /** Looks at one page of accounts. */
  void visit(Iterable<ExportedUserRecord> page) throws SQLException, IOException {
    for (ExportedUserRecord account : page) {
      look(account);
    }
  }

  private void look(ExportedUserRecord account) throws SQLException, IOException {
    Activity activity = AuthAccounts.activity(account);
    Stream.concat(activity.times(), Optional.ofNullable(future.get(account.getUid())).stream())
        .filter(time -> time.isAfter(newestActivity))
        .forEach(time -> newestActivity = time);
    Verdict verdict = policy.judge(activity, List.of());
    if (verdict.standing() != Standing.ALIVE) {
      // Whom Auth has seen lately need not be looked up in SQLite.
      verdict = policy.judge(activity, users.find(account.getUid()));
    }
    counts.add("accounts", 1);
    counts.add(verdict.standing().count(), 1);
    if (account.getPasswordHash() != null) {
      hashes++;
    }
    Earlier earlier = plan.seeEarlier(account.getUid());
    Instant latest = verdict.latest().orElse(Instant.EPOCH);
    if (verdict.inactive()) {
      candidate(account, earlier.deleteAfter(), latest);
    } else if (earlier.anything()) {
      plan.add(Phase.RETURNED, new Entry(account.getUid(), null, latest));
    }
  }

  private void candidate(ExportedUserRecord account, Optional<Instant> announced, Instant latest)
      throws SQLException, IOException {
    Phase phase = phase(announced);
    counts.add(
        "inactive."
            + (account.getUserMetadata().getLastSignInTimestamp() > 0 ? "left" : "neverSignedIn"),
        1);
    plan.add(
        phase,
        new Entry(account.getUid(), phase == Phase.NOTICE ? account.getEmail() : null, latest));
    if (phase == Phase.DUE || phase == Phase.DUE_AT_ONCE) {
      archive.add(AccountRecord.line(account));
      if (AccountRecord.lacksHash(account)) {
        hashesLacking++;
      }
    }
  }

  private Phase phase(Optional<Instant> announced) {
    if (announced.isPresent()) {
      return announced.get().isAfter(now) ? Phase.WAITING : Phase.DUE;
    }
    return noticePeriod.isZero() ? Phase.DUE_AT_ONCE : Phase.NOTICE;
  }

  /**
   * The newest time at which anything happened; of SQLite, only what is in the future is looked at.
   */
  Instant newestActivity() {
    return newestActivity;
  }

  /**
   * Whether accounts have passwords, but not one hash came: then we may not read hashes, and could
   * not archive them.
   */
  boolean mayNotReadHashes() {
    return hashesLacking > 0 && hashes == 0;
  }
}

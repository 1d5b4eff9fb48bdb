package com.maayegue.maintenance.inactiveusercleanup;

import com.google.api.core.ApiFuture;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.storage.Storage;
import com.google.firebase.auth.ListUsersPage;
import com.maayegue.maintenance.core.Counts;
import com.maayegue.maintenance.core.RunLog;
import com.maayegue.maintenance.core.RunOutcome;
import com.maayegue.maintenance.inactiveusercleanup.CleanupPlan.Entry;
import com.maayegue.maintenance.inactiveusercleanup.CleanupPlan.Phase;
import com.maayegue.maintenance.runrecords.Job;
import com.maayegue.maintenance.stagedsqlite.JsonlArchive;
import com.maayegue.maintenance.stagedsqlite.UnusableDatabase;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Gives notice to the owners of accounts that nobody has used for long, and deletes the accounts
 * when the notice period has passed: archived, disabled in SQLite, read again, deleted from Auth.
 * An account that is used at any moment before stays, and is enabled again. Touches no other data
 * of the user. Safe to run again, and beside itself.
 */
final class InactiveUserCleanup {
  private static final int NOTICES_AT_ONCE = 200;
  private static final int MOST_RETURNED_AT_ONCE = 1000;

  private final CleanupSettings settings;
  private final AuthAccounts auth;
  private final Firestore firestore;
  private final Storage storage;
  private final RunLog log;
  private final InstantSource clock;
  private final boolean hashesMatter;

  /**
   * Made once a process.
   *
   * @param hashesMatter whether an archive without password hashes is refused; an emulator has none
   *     to lose
   */
  InactiveUserCleanup(
      CleanupSettings settings,
      AuthAccounts auth,
      Firestore firestore,
      Storage storage,
      RunLog log,
      InstantSource clock,
      boolean hashesMatter) {
    this.settings = settings;
    this.auth = auth;
    this.firestore = firestore;
    this.storage = storage;
    this.log = log;
    this.clock = clock;
    this.hashesMatter = hashesMatter;
  }

  /** Runs once. */
  RunOutcome run(Job.Frame frame) throws Exception {
    String day = frame.now().atZone(settings.common().timeZone()).toLocalDate().toString();
    // On its way while the databases are downloaded and checked.
    ApiFuture<ListUsersPage> firstPage = auth.firstPage();
    try (UserDatabases users = UserDatabases.download(storage, settings, frame.now(), log);
        CleanupPlan plan = new CleanupPlan();
        JsonlArchive archive =
            new JsonlArchive(storage, settings.staging().bucket(), "archive/auth/", day)) {
      return new Run(frame, firstPage, users, plan, archive).run();
    } catch (UnusableDatabase unusable) {
      return new RunOutcome.Failed("database", unusable.getMessage());
    }
  }

  /** One run, with what it holds. */
  private final class Run {
    private final Job.Frame frame;
    private final ApiFuture<ListUsersPage> firstPage;
    private final UserDatabases users;
    private final CleanupPlan plan;
    private final JsonlArchive archive;
    private final AccountDeletions documents = new AccountDeletions(firestore);
    private final Counts counts = new Counts();

    Run(
        Job.Frame frame,
        ApiFuture<ListUsersPage> firstPage,
        UserDatabases users,
        CleanupPlan plan,
        JsonlArchive archive) {
      this.frame = frame;
      this.firstPage = firstPage;
      this.users = users;
      this.plan = plan;
      this.archive = archive;
    }

    RunOutcome run() throws Exception {
      documents.readOpen(plan);
      Planning planning = new Planning(settings, frame.now(), users, plan, archive, counts);
      planning.visitDatabases();
      boolean all =
          auth.forEachPage(
              firstPage,
              page -> {
                planning.visit(page);
                return inTime();
              });
      if (!all) {
        return failed(
            "deadline",
            "the accounts could not be listed within RUN_TIME_LIMIT; nothing was touched");
      }
      plan.concludeListing();
      Optional<RunOutcome> stop = breaker(planning);
      if (stop.isPresent()) {
        return stop.get();
      }
      return frame.dryRun() ? survey() : act();
    }

    private Optional<RunOutcome> breaker(Planning planning) {
      Instant newest = planning.newestActivity();
      if (CleanupPolicy.clockIsWrong(frame.now(), newest)) {
        return Optional.of(
            failed(
                "clock",
                "it is "
                    + frame.now()
                    + " here, but something happened at "
                    + newest
                    + "; nothing was touched"));
      }
      long accounts = counts.get("accounts");
      long candidates = counts.get(CleanupPolicy.Standing.INACTIVE.count());
      if (CleanupPolicy.tooMany(candidates, accounts, settings.maxDeletionsPercent())) {
        String found =
            candidates
                + " of "
                + accounts
                + " accounts look inactive, more than MAX_DELETIONS_PERCENT = ";
        return Optional.of(
            failed("breaker", found + settings.maxDeletionsPercent() + "; nothing was touched"));
      }
      if (hashesMatter && planning.mayNotReadHashes()) {
        return Optional.of(
            failed(
                "archive",
                "password hashes cannot be read (permission firebaseauth.configs.getHashConfig), so accounts cannot be archived whole; nothing was touched"));
      }
      return Optional.empty();
    }

    private RunOutcome survey() throws SQLException {
      counts.add("wouldNotice", plan.count(Phase.NOTICE));
      counts.add("wouldDelete", plan.count(Phase.DUE) + plan.count(Phase.DUE_AT_ONCE));
      counts.add("wouldReturn", plan.count(Phase.RETURNED));
      counts.add("waiting", plan.count(Phase.WAITING));
      return new RunOutcome.Done(counts.snapshot());
    }

    private RunOutcome act() throws Exception {
      counts.add("waiting", plan.count(Phase.WAITING));
      Deletions deletions =
          new Deletions(settings, frame.now(), auth, users, documents, archive.name(), counts);
      welcomeBack(deletions);
      recordGone();
      boolean noticed = giveNotice();
      archive.store();
      boolean complete =
          noticed
              && deletions.delete(plan, Phase.DUE, clock, frame.deadline())
              && deletions.delete(plan, Phase.DUE_AT_ONCE, clock, frame.deadline());
      documents.finish();
      boolean progressed = counts.get("deleted") + counts.get("noticed") > 0;
      if (!complete) {
        return new RunOutcome.Partial(
            counts.snapshot(), "the time limit was reached", deletions.failures(), progressed);
      }
      if (!deletions.failures().isEmpty()) {
        return new RunOutcome.Partial(
            counts.snapshot(), "some accounts were not deleted", deletions.failures(), false);
      }
      return new RunOutcome.Done(counts.snapshot());
    }

    private void welcomeBack(Deletions deletions) throws Exception {
      String last = "";
      List<Entry> returned = plan.after(Phase.RETURNED, last, MOST_RETURNED_AT_ONCE);
      while (!returned.isEmpty()) {
        Set<String> uids = new LinkedHashSet<>(returned.stream().map(Entry::uid).toList());
        deletions.giveBack(uids);
        last = returned.get(returned.size() - 1).uid();
        returned = plan.after(Phase.RETURNED, last, MOST_RETURNED_AT_ONCE);
      }
    }

    /**
     * Accounts with an announced deletion that do not exist any more: an earlier run, or the owner,
     * deleted them.
     */
    private void recordGone() throws Exception {
      String last = "";
      List<Entry> gone = plan.after(Phase.GONE, last, MOST_RETURNED_AT_ONCE);
      while (!gone.isEmpty()) {
        List<String> uids = gone.stream().map(Entry::uid).toList();
        // A list that was read while others deleted might lack one that exists.
        Map<String, Activity> there = auth.lookUp(uids);
        List<String> really = uids.stream().filter(uid -> !there.containsKey(uid)).toList();
        documents.deleted(really, null, frame.now());
        counts.add("alreadyGone", really.size());
        last = uids.get(uids.size() - 1);
        gone = plan.after(Phase.GONE, last, MOST_RETURNED_AT_ONCE);
      }
    }

    private boolean giveNotice() throws Exception {
      Notice notice = Notice.at(frame.now(), settings);
      String last = "";
      List<Entry> entries = plan.after(Phase.NOTICE, last, NOTICES_AT_ONCE);
      while (!entries.isEmpty()) {
        if (!inTime()) {
          return false;
        }
        counts.add("noticed", documents.notice(entries, notice, frame.now()));
        counts.add(
            "noticed.withoutEmail",
            entries.stream().filter(entry -> entry.email() == null).count());
        last = entries.get(entries.size() - 1).uid();
        entries = plan.after(Phase.NOTICE, last, NOTICES_AT_ONCE);
      }
      return true;
    }

    private boolean inTime() {
      return clock.instant().isBefore(frame.deadline());
    }

    private RunOutcome failed(String cause, String reason) {
      return new RunOutcome.Failed(counts.snapshot(), cause, reason, List.of(reason));
    }
  }
}

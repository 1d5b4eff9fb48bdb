package com.maayegue.maintenance.local;

import com.maayegue.maintenance.sampledata.NotificationVerdict;
import com.maayegue.maintenance.sampledata.SampleAccount;
import com.maayegue.maintenance.sampledata.Verdict;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What happens in the demo once everything is seeded: each function without and with consequences,
 * the clean-up in its two phases, and people who come back between these.
 */
final class DemoStory {
  /** How many come back. */
  static final int RETURNING = 36;

  static final List<LocalFunction> FUNCTIONS =
      List.of(LocalFunction.NOTIFICATION_PURGE, LocalFunction.INACTIVE_USER_CLEANUP);

  private static final Label DRY_RUN = new Label("à blanc", "dry run");
  private static final Label PURGE = new Label("pour de vrai", "for real");
  private static final Label NOTICE = new Label("préavis", "notices");
  private static final Label DELETION = new Label("suppressions", "deletions");

  private final LocalStack stack;
  private final SampleApp app;
  private final Narration narration;
  private final Inspection inspection;

  DemoStory(LocalStack stack, SampleApp app, Narration narration) {
    this.stack = stack;
    this.app = app;
    this.narration = narration;
    this.inspection = new Inspection(stack);
  }

  /** What the reader has to know to judge the rest. */
  static List<Label> notes() {
    long days = NoticePeriod.PASSED.toDays();
    return List.of(
        new Label(
            "Le temps n'a pas passé : noticedAt et deleteAfter ont été reculés de " + days + " j.",
            "No time has passed: noticedAt and deleteAfter were moved back by " + days + " days."));
  }

  /** Tells it all. */
  void tell() throws Exception {
    dryRuns();
    narration.step(
        "fonctions relancées pour de vrai",
        "functions restarted for real",
        progress -> {
          stack.startFunctions(FUNCTIONS, false);
          return null;
        });
    purge();
    notices();
    Set<String> returned = comeBack();
    passTheNoticePeriod();
    deletions(returned);
  }

  private void dryRuns() throws Exception {
    long generation = inspection.generation();
    RunRecord purge = narration.run(LocalFunction.NOTIFICATION_PURGE, DRY_RUN, 0, () -> 0L);
    RunRecord cleanup = narration.run(LocalFunction.INACTIVE_USER_CLEANUP, DRY_RUN, 0, () -> 0L);
    narration.check("purge annoncée", "purge foretold", purgeable(), purge.count("wouldDelete"));
    narration.check(
        "préavis annoncés", "notices foretold", inactive(), cleanup.count("wouldNotice"));
    long changed =
        Math.abs(notifications() - inspection.notifications())
            + Math.abs(accounts() - inspection.accounts().size())
            + inspection.deletions("noticed")
            + inspection.mails()
            + inspection.archivedAccounts()
            + (inspection.generation() == generation ? 0 : 1);
    narration.check("changés par l'essai à blanc", "changed by dry runs", 0, changed);
  }

  private void purge() throws Exception {
    RunRecord purge =
        narration.run(
            LocalFunction.NOTIFICATION_PURGE,
            PURGE,
            purgeable(),
            () -> notifications() - inspection.notifications());
    narration.check(
        "notifications supprimées", "notifications deleted", purgeable(), purge.count("deleted"));
    narration.check(
        "notifications restantes",
        "notifications left",
        notifications() - purgeable(),
        inspection.notifications());
  }

  private void notices() throws Exception {
    RunRecord notice =
        narration.run(
            LocalFunction.INACTIVE_USER_CLEANUP,
            NOTICE,
            inactive(),
            () -> inspection.deletions("noticed"));
    narration.check("préavis donnés", "notices given", inactive(), notice.count("noticed"));
    long withEmail = app.inactive().filter(account -> account.auth().email().isPresent()).count();
    narration.check("courriels de préavis", "mails of notice", withEmail, inspection.mails());
    narration.check(
        "comptes après le préavis",
        "accounts after notice",
        accounts(),
        inspection.accounts().size());
  }

  private Set<String> comeBack() throws Exception {
    Set<String> uids =
        app.ableToReturn(RETURNING).stream()
            .map(account -> account.auth().uid())
            .collect(Collectors.toSet());
    int count = uids.size();
    return narration.step(
        count + " personnes se reconnectent",
        count + " people sign in again",
        progress -> {
          Map<String, AuthDirectory.Account> accounts = inspection.accounts();
          long done = 0;
          for (String uid : uids) {
            inspection.directory().signInWithGoogle(accounts.get(uid));
            progress.at(++done, count);
          }
          return uids;
        });
  }

  private void passTheNoticePeriod() throws Exception {
    long days = NoticePeriod.PASSED.toDays();
    narration.step(
        "préavis reculés de " + days + " jours",
        "notices moved back by " + days + " days",
        progress -> NoticePeriod.pass(stack.firestore()));
  }

  private void deletions(Set<String> returned) throws Exception {
    List<SampleAccount> going =
        app.inactive().filter(account -> !returned.contains(account.auth().uid())).toList();
    RunRecord deletion =
        narration.run(
            LocalFunction.INACTIVE_USER_CLEANUP,
            DELETION,
            going.size(),
            () -> inspection.deletions("deleted"));
    narration.check(
        "comptes supprimés", "accounts deleted", going.size(), deletion.count("deleted"));
    narration.check(
        "revenus, gardés", "came back, kept", returned.size(), deletion.count("returned"));
    Set<String> left = inspection.accounts().keySet();
    narration.check("comptes restants", "accounts left", accounts() - going.size(), left.size());
    narration.check("supprimés à tort", "deleted wrongly", 0, wronglyGone(going, left));
    narration.check(
        "comptes archivés", "accounts archived", going.size(), inspection.archivedAccounts());
    long rows = going.stream().filter(account -> account.appUser().isPresent()).count();
    narration.check(
        "désactivés dans SQLite", "disabled in SQLite", rows, inspection.disabledUsers());
  }

  private long wronglyGone(List<SampleAccount> going, Set<String> left) {
    Set<String> staying =
        app.accounts().stream().map(account -> account.auth().uid()).collect(Collectors.toSet());
    going.forEach(account -> staying.remove(account.auth().uid()));
    staying.removeAll(left);
    return staying.size();
  }

  private long accounts() {
    return app.accounts().plan().accounts();
  }

  private long notifications() {
    return app.notifications().plan().count();
  }

  private long purgeable() {
    return app.notifications().expected().get(NotificationVerdict.PURGED);
  }

  private long inactive() {
    return app.accounts().plan().expected().get(Verdict.INACTIVE);
  }
}

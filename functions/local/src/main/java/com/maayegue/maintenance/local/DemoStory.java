package com.maayegue.maintenance.local;

import com.maayegue.maintenance.sampledata.NotificationVerdict;
import com.maayegue.maintenance.sampledata.SampleAccount;
import com.maayegue.maintenance.sampledata.Verdict;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
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

  private static final Label DRY_RUN =
      new Label("essai à blanc : rien ne change", "dry run: nothing changes");
  private static final Label PURGE =
      new Label("suppression des notifications de plus de 30 jours", "purge");
  private static final Label NOTICE =
      new Label("1er passage : préavis de 28 jours", "1st run: 28 days' notice");
  private static final Label DELETION =
      new Label("2e passage : suppression des comptes", "2nd run: deletion");
  private static final Duration PATIENCE = Duration.ofMinutes(9);

  private final LocalStack stack;
  private final SampleApp app;
  private final Steps steps;
  private final Inspection inspection;
  private final List<Report.Run> runs = new ArrayList<>();
  private final List<Check> checks = new ArrayList<>();

  DemoStory(LocalStack stack, SampleApp app, Steps steps) {
    this.stack = stack;
    this.app = app;
    this.steps = steps;
    this.inspection = new Inspection(stack);
  }

  List<Report.Run> runs() {
    return runs;
  }

  List<Check> checks() {
    return checks;
  }

  /** Tells it all. */
  void tell() throws Exception {
    dryRuns();
    steps.step(
        new Label("fonctions relancées pour de vrai", "functions restarted for real"),
        progress -> start(false));
    purge();
    notices();
    Set<String> returned = comeBack();
    passTheNoticePeriod();
    deletions(returned);
  }

  /** Starts the functions. */
  private Void start(boolean dryRun) throws IOException {
    stack.startFunctions(dryRun);
    return null;
  }

  private void dryRuns() throws Exception {
    long generation = inspection.generation();
    RunRecord purge = run(LocalFunction.NOTIFICATION_PURGE, DRY_RUN);
    RunRecord cleanup = run(LocalFunction.INACTIVE_USER_CLEANUP, DRY_RUN);
    check(
        "annoncés à blanc : notifications",
        "dry run: notifications",
        purgeable(),
        purge.count("wouldDelete"));
    check(
        "annoncés à blanc : préavis", "dry run: notices", inactive(), cleanup.count("wouldNotice"));
    long changed =
        Math.abs(app.notifications().plan().count() - inspection.notifications())
            + Math.abs(app.accounts().plan().accounts() - inspection.accounts().size())
            + inspection.deletions("noticed")
            + inspection.mails()
            + inspection.archivedAccounts()
            + (inspection.generation() == generation ? 0 : 1);
    check("changés par les essais à blanc", "changed by dry runs", 0, changed);
  }

  private void purge() throws Exception {
    RunRecord purge = run(LocalFunction.NOTIFICATION_PURGE, PURGE);
    check("notifications supprimées", "notifications deleted", purgeable(), purge.count("deleted"));
    check(
        "notifications restantes",
        "notifications left",
        app.notifications().plan().count() - purgeable(),
        inspection.notifications());
  }

  private void notices() throws Exception {
    RunRecord notice = run(LocalFunction.INACTIVE_USER_CLEANUP, NOTICE);
    check("préavis donnés", "notices given", inactive(), notice.count("noticed"));
    long withEmail = app.inactive().filter(account -> account.auth().email().isPresent()).count();
    check("courriels de préavis", "mails of notice", withEmail, inspection.mails());
    check(
        "comptes après le préavis",
        "accounts after the notice",
        app.accounts().plan().accounts(),
        inspection.accounts().size());
  }

  private Set<String> comeBack() throws Exception {
    List<SampleAccount> returning = app.ableToReturn(RETURNING);
    Set<String> uids =
        returning.stream().map(account -> account.auth().uid()).collect(Collectors.toSet());
    Label label =
        new Label(returning.size() + " personnes se reconnectent avec Google", "sign in again");
    return steps.step(
        label,
        progress -> {
          Map<String, AuthDirectory.Account> accounts = inspection.accounts();
          long done = 0;
          for (String uid : uids) {
            inspection.directory().signInWithGoogle(accounts.get(uid));
            progress.at(++done, uids.size());
          }
          return uids;
        });
  }

  private void passTheNoticePeriod() throws Exception {
    long days = NoticePeriod.PASSED.toDays();
    Label label =
        new Label(
            "on fait comme si : préavis reculés de " + days + " jours",
            "pretended: " + days + " days later");
    steps.step(label, progress -> NoticePeriod.pass(stack.firestore()));
  }

  private void deletions(Set<String> returned) throws Exception {
    List<SampleAccount> going =
        app.inactive().filter(account -> !returned.contains(account.auth().uid())).toList();
    RunRecord deletion = run(LocalFunction.INACTIVE_USER_CLEANUP, DELETION);
    check("comptes supprimés", "accounts deleted", going.size(), deletion.count("deleted"));
    check(
        "revenus, donc gardés", "came back, so kept", returned.size(), deletion.count("returned"));
    Set<String> left = inspection.accounts().keySet();
    int all = app.accounts().plan().accounts();
    check("comptes restants", "accounts left", all - going.size(), left.size());
    Set<String> wronglyGone =
        app.accounts().stream().map(account -> account.auth().uid()).collect(Collectors.toSet());
    going.forEach(account -> wronglyGone.remove(account.auth().uid()));
    wronglyGone.removeAll(left);
    check("comptes supprimés à tort", "accounts deleted wrongly", 0, wronglyGone.size());
    check("comptes archivés", "accounts archived", going.size(), inspection.archivedAccounts());
    long rows = going.stream().filter(account -> account.appUser().isPresent()).count();
    check("désactivés dans SQLite", "disabled in SQLite", rows, inspection.disabledUsers());
  }

  private RunRecord run(LocalFunction function, Label part) throws Exception {
    Label label = new Label(function.name() + " : " + part.french(), part.english());
    RunRecord record = steps.step(label, progress -> stack.run(function, PATIENCE));
    runs.add(new Report.Run(part, record));
    return record;
  }

  private void check(String french, String english, long expected, long found) {
    checks.add(new Check(new Label(french, english), expected, found));
  }

  private long purgeable() {
    return app.notifications().expected().get(NotificationVerdict.PURGED);
  }

  private long inactive() {
    return app.accounts().plan().expected().get(Verdict.INACTIVE);
  }
}

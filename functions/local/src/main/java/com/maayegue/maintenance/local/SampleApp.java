package com.maayegue.maintenance.local;

import com.google.cloud.storage.BlobInfo;
import com.maayegue.maintenance.local.Steps.Progress;
import com.maayegue.maintenance.sampledata.AccountKind;
import com.maayegue.maintenance.sampledata.AccountPlan;
import com.maayegue.maintenance.sampledata.AppDatabase;
import com.maayegue.maintenance.sampledata.AuthImport;
import com.maayegue.maintenance.sampledata.DatabasePlan;
import com.maayegue.maintenance.sampledata.FirestoreImport;
import com.maayegue.maintenance.sampledata.NotificationPlan;
import com.maayegue.maintenance.sampledata.SampleAccount;
import com.maayegue.maintenance.sampledata.SampleAccounts;
import com.maayegue.maintenance.sampledata.SampleNotifications;
import com.maayegue.maintenance.sampledata.Verdict;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;

/** A made-up Ma'a yegue, the same for the same moment: what the stack is filled with. */
record SampleApp(
    SampleAccounts accounts, DatabasePlan database, SampleNotifications notifications) {
  private static final Duration RETENTION = Duration.ofDays(30);

  /** 5,000 accounts of which 1,200 are inactive, 20,000 notifications, a database of 26 MB. */
  static SampleApp demo(Instant now) {
    SampleAccounts accounts = new SampleAccounts(AccountPlan.demo(now));
    return new SampleApp(
        accounts,
        DatabasePlan.demo(now),
        new SampleNotifications(NotificationPlan.demo(now), accounts));
  }

  /** As small as a test wants it. */
  static SampleApp of(Instant now, int accounts, int notifications, long databaseBytes) {
    AccountPlan plan = AccountPlan.of(AccountPlan.DEMO_SEED, now, accounts);
    SampleAccounts people = new SampleAccounts(plan);
    return new SampleApp(
        people,
        DatabasePlan.ofSize(plan, databaseBytes),
        new SampleNotifications(
            new NotificationPlan(AccountPlan.DEMO_SEED, now, notifications, RETENTION), people));
  }

  void importAccounts(LocalStack stack, Progress progress)
      throws IOException, InterruptedException {
    String host = stack.environment().get("FIREBASE_AUTH_EMULATOR_HOST");
    int all = accounts.plan().accounts();
    new AuthImport(host, LocalStack.PROJECT)
        .write(counted(accounts.stream().iterator(), all, progress));
  }

  void importNotifications(LocalStack stack, Progress progress)
      throws IOException, InterruptedException {
    String host = stack.environment().get("FIRESTORE_EMULATOR_HOST");
    int all = notifications.plan().count();
    new FirestoreImport(host, LocalStack.PROJECT)
        .write(counted(notifications.stream().iterator(), all, progress));
  }

  /** Writes the app's database to {@code file}. */
  void writeDatabase(Path file) throws IOException, SQLException {
    new AppDatabase(database).write(file);
  }

  /** Puts the database where functions find it. */
  static void stage(LocalStack stack, Path file) throws IOException {
    BlobInfo live =
        BlobInfo.newBuilder(LocalStack.BUCKET, "live/" + LocalStack.DATABASE + ".db")
            .setContentType("application/vnd.sqlite3")
            .build();
    stack.storage().createFrom(live, file);
  }

  /** Accounts that the clean-up has to notice, and to delete unless they come back. */
  Stream<SampleAccount> inactive() {
    return accounts.stream().filter(account -> account.verdict() == Verdict.INACTIVE);
  }

  /** The first {@code most} inactive ones that can still sign in with Google. */
  List<SampleAccount> ableToReturn(int most) {
    return inactive()
        .filter(account -> account.auth().provider().equals("google.com"))
        .filter(account -> account.kind() != AccountKind.GONE_AND_DISABLED)
        .limit(most)
        .toList();
  }

  private static <T> Iterator<T> counted(Iterator<T> items, long all, Progress progress) {
    return new Iterator<>() {
      private long taken;

      @Override
      public boolean hasNext() {
        return items.hasNext();
      }

      @Override
      public T next() {
        progress.at(++taken, all);
        return items.next();
      }
    };
  }
}

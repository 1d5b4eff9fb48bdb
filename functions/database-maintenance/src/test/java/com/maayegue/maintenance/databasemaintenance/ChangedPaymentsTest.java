package com.maayegue.maintenance.databasemaintenance;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.Timestamp;
import com.maayegue.maintenance.core.RunOutcome;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Payments on their way from Firestore into the staged database, by the weekly run. */
class ChangedPaymentsTest {
  private static final String PAYMENTS =
      "SELECT payment_id || ' ' || status FROM payments ORDER BY payment_id";

  private Workshop workshop;

  @BeforeEach
  void open() throws Exception {
    workshop = Workshop.empty();
    workshop.stage(
        connection -> {
          AppRows.user(connection, "ada");
          AppRows.user(connection, "bob");
        });
  }

  @Test
  void takesOverWhatChangedOnceAndMarksIt() throws Exception {
    pay("p1", "ada", "completed");
    pay("p2", "bob", "failed");
    pay("p3", "nobody", "completed");
    RunOutcome outcome = workshop.run("{}");
    assertThat(outcome).isInstanceOf(RunOutcome.Done.class);
    assertThat(outcome.counts())
        .containsEntry("due.payments", 3L)
        .containsEntry("applied.payments", 2L)
        .containsEntry("withoutUser.payments", 1L);
    assertThat(workshop.query(PAYMENTS)).containsExactly("p1 completed", "p2 failed");
    assertThat(pending("p1")).isFalse();
    assertThat(pending("p2")).isFalse();
    assertThat(pending("p3")).as("until SQLite knows its user").isTrue();

    RunOutcome again = workshop.run("{}");
    assertThat(again.counts())
        .containsEntry("due.payments", 1L)
        .containsEntry("applied.payments", 0L);
    assertThat(workshop.query(PAYMENTS)).containsExactly("p1 completed", "p2 failed");
  }

  @Test
  void changesNothingInADryRun() throws Exception {
    pay("p1", "ada", "completed");
    RunOutcome outcome = workshop.run("{\"dryRun\":true}");
    assertThat(outcome.counts())
        .containsEntry("due.payments", 1L)
        .containsEntry("applied.payments", 0L);
    assertThat(workshop.query(PAYMENTS)).isEmpty();
    assertThat(pending("p1")).isTrue();
  }

  @Test
  void leavesAPaymentPendingThatWasWrittenWhileItWasTakenOver() throws Exception {
    pay("p1", "ada", "failed");
    MomentStorage counting = new MomentStorage(workshop.storage, Integer.MAX_VALUE, () -> {});
    workshop.run("{}", counting.proxy());
    open();
    pay("p1", "ada", "failed");
    MomentStorage uploading =
        new MomentStorage(workshop.storage, counting.steps(), () -> status("p1", "completed"));

    RunOutcome outcome = workshop.run("{}", uploading.proxy());

    assertThat(outcome).isInstanceOf(RunOutcome.Done.class);
    assertThat(workshop.query(PAYMENTS)).containsExactly("p1 failed");
    assertThat(pending("p1")).isTrue();
    workshop.run("{}");
    assertThat(workshop.query(PAYMENTS)).containsExactly("p1 completed");
    assertThat(pending("p1")).isFalse();
  }

  private void status(String id, String status) throws Exception {
    workshop.firestore.document("payments/" + id).update("status", status).get();
  }

  private boolean pending(String id) throws Exception {
    return Boolean.TRUE.equals(
        workshop.firestore.document("payments/" + id).get().get().getBoolean("sqlitePending"));
  }

  private void pay(String id, String user, String status) throws Exception {
    Map<String, Object> fields = new HashMap<>();
    fields.put("userId", user);
    fields.put("provider", "campay");
    fields.put("amount", 2500L);
    fields.put("currency", "XAF");
    fields.put("status", status);
    fields.put("plan", "premium_monthly");
    fields.put("transactionId", "tx-" + id);
    fields.put("createdAt", Timestamp.now());
    fields.put("updatedAt", Timestamp.now());
    fields.put("sqlitePending", true);
    workshop.firestore.document("payments/" + id).set(fields).get();
  }
}

package com.maayegue.maintenance.weeklyreport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.cloud.firestore.DocumentReference;
import com.maayegue.maintenance.core.Failure;
import com.maayegue.maintenance.core.RunOutcome;
import com.maayegue.maintenance.mailboxstandins.Delivered;
import com.maayegue.maintenance.runrecords.GoogleFailure;
import com.maayegue.maintenance.sampledata.AppSchema;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WeeklyReportTest {
  private static final Instant NOW = SampleWeeks.NOW;
  private static final String WEEK = "{\"week\":\"2025-W41\"}";
  private static final Duration LATER = Deliveries.CLAIM.plusSeconds(1);

  @TempDir private Path folder;
  private Newsroom room;

  @BeforeEach
  void start() throws Exception {
    room = Newsroom.empty();
  }

  @Test
  void storesAndSendsTheLastWeek() throws Exception {
    room.fill();
    RunOutcome outcome = room.run("{}", "1", NOW);
    assertThat(outcome).as(outcome.reason()).isInstanceOf(RunOutcome.Done.class);
    assertThat(outcome.counts())
        .containsEntry("sent.email", 2L)
        .containsEntry("sent.slack", 1L)
        .containsEntry("leftOut", 0L);
    assertThat(room.names())
        .containsExactly(
            "reports/2025/week-41.html", "reports/2025/week-41.json", "reports/2025/week-41.txt");
    Report stored = ReportJson.parse(room.object("reports/2025/week-41.json")).orElseThrow();
    Report expected = SampleReport.read();
    for (String id : DatabaseFigures.SECTIONS) {
      assertThat(stored.section(id)).isEqualTo(expected.section(id));
    }
    assertThat(stored.section("incidents")).isEqualTo(expected.section("incidents"));
    assertThat(stored.section("costs")).isEqualTo(expected.section("costs"));
    assertThat(stored.section("scaling")).isEqualTo(expected.section("scaling"));
    assertThat(stored.section("objectives")).isEqualTo(expected.section("objectives"));
    assertThat(stored.section("maintenance").orElseThrow().figures())
        .isEqualTo(expected.section("maintenance").orElseThrow().figures());
    Delivered mail = room.mails().get(0);
    assertThat(mail.subject()).isEqualTo("[Ma'a yegue] Rapport de la semaine 41 (2025)");
    assertThat(mail.html().orElseThrow())
        .contains("cid:users-active")
        .doesNotContain("<svg")
        .doesNotContain("<script");
    assertThat(mail.raw())
        .contains("multipart/related")
        .contains("Content-ID: <users-active>")
        .contains("image/png");
    assertThat(room.posts().get(0).text()).contains("Rapport complet").hasSizeLessThan(1_500);
  }

  @Test
  void sendsOnceHoweverOftenTheEventComes() throws Exception {
    room.fill();
    for (int i = 0; i < 10; i++) {
      RunOutcome outcome = room.run("{}", "1", NOW.plusSeconds(60L * i));
      assertThat(outcome.name()).isEqualTo(i == 0 ? "Done" : "Skipped");
    }
    assertThat(room.mails()).hasSize(2);
    assertThat(room.posts()).hasSize(1);
  }

  @Test
  void sendsOnceWhenTenDeliveriesComeAtOnce() throws Exception {
    room.fill();
    ExecutorService threads = Executors.newFixedThreadPool(10);
    List<Future<RunOutcome>> runs = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      runs.add(threads.submit(() -> room.run("{}", "1", NOW)));
    }
    for (Future<RunOutcome> run : runs) {
      try {
        run.get();
      } catch (ExecutionException comesAgain) {
        // Maybe all of them: each message may have gone to another.
        assertThat(comesAgain)
            .matches(failure -> GoogleFailure.classify(failure) == Failure.TRANSIENT);
      }
    }
    threads.shutdown();
    assertThat(room.run("{}", "1", NOW.plus(LATER)).name()).isEqualTo("Skipped");
    assertThat(room.mails()).hasSize(2).noneMatch(each -> each.subject().contains("doublon"));
    assertThat(room.posts()).hasSize(1);
  }

  @Test
  void sendsWhatWasStoredByARunThatWasKilledBeforeSending() throws Exception {
    room.fill();
    room.env.remove("REPORT_RECIPIENTS");
    room.env.remove("SLACK_WEBHOOK_URL");
    room.run("{}", "1", NOW);
    String stored = room.object("reports/2025/week-41.json");
    Newsroom again = room;
    again.env.put("REPORT_RECIPIENTS", "direction@maayegue.com");
    // What has changed since is of no concern: the figures are those that were stored.
    room.stage(new byte[] {1, 2, 3});
    assertThat(again.run("{}", "1", NOW.plusSeconds(30)).name()).isEqualTo("Done");
    assertThat(room.object("reports/2025/week-41.json")).isEqualTo(stored);
    assertThat(room.mails()).hasSize(1).noneMatch(each -> each.subject().contains("doublon"));
  }

  @Test
  void marksTheOneMailThatMayBeADouble() throws Exception {
    room.fill();
    room.env.put("REPORT_RECIPIENTS", "direction@maayegue.com");
    room.env.remove("SLACK_WEBHOOK_URL");
    room.run("{}", "1", NOW);
    // Killed after the mail was sent, and before that was noted.
    DocumentReference message =
        room.firestore
            .collection("weekly_reports/2025-W41/deliveries")
            .listDocuments()
            .iterator()
            .next();
    message.update("state", "claimed").get();
    assertThatThrownBy(() -> room.run("{}", "1", NOW.plusSeconds(30)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("another run is sending it");
    assertThat(room.mails()).hasSize(1);
    room.run("{}", "1", NOW.plus(LATER));
    assertThat(room.mails()).hasSize(2);
    assertThat(room.mails().get(1).subject()).endsWith("(doublon possible)");
    assertThat(room.mails().get(1).text()).contains("peut-être un doublon");
    message.update("state", "claimed").get();
    room.run("{}", "1", NOW.plus(LATER).plus(LATER));
    assertThat(room.mails()).as("never a third time").hasSize(2);
  }

  @Test
  void storesAndTriesAgainWhileTheMailServerIsDown() throws Exception {
    room.fill();
    room.env.remove("SLACK_WEBHOOK_URL");
    String port = room.env.get("SMTP_PORT");
    room.env.put("SMTP_PORT", Integer.toString(closedPort()));
    for (int i = 0; i < 3; i++) {
      Instant now = NOW.plusSeconds(i);
      assertThatThrownBy(() -> room.run("{}", "1", now))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("stored, but not sent");
    }
    assertThat(room.names()).hasSize(3);
    room.env.put("SMTP_PORT", port);
    assertThat(room.run("{}", "1", NOW.plusSeconds(90)).counts()).containsEntry("sent.email", 2L);
    assertThat(room.mails()).hasSize(2).noneMatch(each -> each.subject().contains("doublon"));
    assertThat(room.firestore.collection("weekly_reports/2025-W41/deliveries").get().get())
        .hasSize(2)
        .allMatch(message -> "sent".equals(message.getString("state")))
        .noneMatch(message -> message.contains("reason"));
  }

  /** Where nobody listens. */
  private static int closedPort() throws IOException {
    try (ServerSocket once = new ServerSocket(0)) {
      return once.getLocalPort();
    }
  }

  @Test
  void replacesOnceForEachEventThatAsksForIt() throws Exception {
    room.fill();
    room.run("{}", "1", NOW);
    String resend = "{\"week\":\"2025-W41\",\"resend\":true}";
    assertThat(room.run(resend, "7", NOW.plusSeconds(600)).name()).isEqualTo("Done");
    assertThat(room.run(resend, "7", NOW.plusSeconds(660)).name()).isEqualTo("Skipped");
    assertThat(room.mails()).hasSize(4);
    assertThat(room.mails().get(3).subject()).contains("édition 2 (remplace la précédente)");
    assertThat(room.mails().get(3).text()).contains("remplace l’édition précédente (édition 1)");
    assertThat(room.object("reports/2025/week-41.html")).contains("remplace l’édition précédente");
    assertThat(room.run(resend, "8", NOW.plusSeconds(700)).name()).isEqualTo("Done");
    assertThat(room.run(resend, "7", NOW.plusSeconds(760)).reason())
        .contains("replaced by edition 3");
    assertThat(room.run(WEEK, "9", NOW.plusSeconds(800)).reason()).contains("edition 3");
    assertThat(room.mails()).hasSize(6);
  }

  @Test
  void leavesOutADatabaseThatIsDamagedAndSendsTheRest() throws Exception {
    room.fill();
    room.stage(
        Files.readAllBytes(
            Path.of(
                "..", "..", "test-fixtures", "sqlite", "damaged-table-page", "maa_yegue_app.db")));
    RunOutcome outcome = room.run("{}", "1", NOW);
    assertThat(outcome).isInstanceOf(RunOutcome.Failed.class);
    assertThat(((RunOutcome.Failed) outcome).cause()).isEqualTo("database");
    assertThat(room.mails()).hasSize(2);
    assertThat(room.mails().get(0).text())
        .contains("Section omise : la base ne peut pas être lue")
        .contains("Sauvegardes prouvées");
    Report stored = ReportJson.parse(room.object("reports/2025/week-41.json")).orElseThrow();
    assertThat(stored.sections().stream().filter(each -> each.leftOut() != null))
        .extracting(Section::id)
        .containsExactlyElementsOf(DatabaseFigures.SECTIONS);
  }

  @Test
  void reportsAWeekOfWhichThereIsNothing() throws Exception {
    Path file = folder.resolve("empty.db");
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      AppSchema.create(connection, Instant.EPOCH);
      statement.execute("DROP TABLE payments");
    }
    room.stage(Files.readAllBytes(file));
    RunOutcome outcome = room.run("{}", "1", NOW);
    assertThat(outcome).isInstanceOf(RunOutcome.Done.class);
    assertThat(outcome.failures())
        .contains(
            "users is left out: leftOut.empty users",
            "learning is left out: leftOut.empty user_progress",
            "revenue is left out: leftOut.noTable payments",
            "maintenance is left out: leftOut.noRuns ",
            "costs is left out: leftOut.noCosts ");
    assertThat(room.mails()).hasSize(2);
  }

  @Test
  void saysZeroForAWeekWithoutActivity() throws Exception {
    room.fill();
    Instant later = NOW.plus(Duration.ofDays(28));
    room.run("{}", "1", later);
    Report stored = ReportJson.parse(room.object("reports/2025/week-45.json")).orElseThrow();
    assertThat(stored.figure("users.active").orElseThrow().value()).isZero();
    assertThat(stored.figure("learning.lessons").orElseThrow().value()).isZero();
    assertThat(stored.figure("learning.quizScore").orElseThrow().value()).isNull();
    assertThat(stored.figure("learning.lessons").orElseThrow().meanOf8Weeks()).isPositive();
  }

  @Test
  void knowsStatesOfTheWeekBeforeFromItsReport() throws Exception {
    room.fill();
    room.run("{\"week\":\"2025-W40\"}", "1", NOW);
    room.run(WEEK, "2", NOW);
    Report before = ReportJson.parse(room.object("reports/2025/week-40.json")).orElseThrow();
    Report stored = ReportJson.parse(room.object("reports/2025/week-41.json")).orElseThrow();
    assertThat(stored.figure("incidents.count").orElseThrow().weekBefore())
        .isNotNull()
        .isEqualTo(before.figure("incidents.count").orElseThrow().value());
  }
}

package com.maayegue.maintenance.databasemaintenance;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.maayegue.maintenance.core.RunOutcome;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WeeklyCleanupTest {
  private final Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
  private final LocalDate today = LocalDate.ofInstant(now, Workshop.DOUALA);
  private final Instant longAgo = now.minus(Duration.ofDays(181));

  private Workshop workshop;

  @BeforeEach
  void open() throws Exception {
    workshop = Workshop.empty();
  }

  @Test
  void deletesLimitsByTheDayInDouala() throws Exception {
    workshop.stage(
        connection -> {
          AppRows.limit(connection, today.minusDays(400).toString());
          AppRows.limit(connection, today.minusDays(31).toString());
          AppRows.limit(connection, today.minusDays(31) + "T23:59:59.000");
          AppRows.limit(connection, today.minusDays(30).toString());
          AppRows.limit(
              connection, today.minusDays(31) + "T23:30:00.000Z"); // Half past midnight there.
          AppRows.limit(connection, today.toString());
          AppRows.limit(connection, today.plusDays(1).toString());
          AppRows.limit(connection, "hier");
          AppRows.limit(connection, "1970-01-01");
        });
    RunOutcome outcome = workshop.run("{}");
    assertThat(outcome).isInstanceOf(RunOutcome.Done.class);
    assertThat(outcome.counts())
        .containsEntry("due.daily_limits", 3L)
        .containsEntry("deleted.daily_limits", 3L)
        .containsEntry("unreadable.daily_limits", 2L);
    assertThat(workshop.query("SELECT limit_date FROM daily_limits ORDER BY limit_id"))
        .containsExactly(
            today.minusDays(30).toString(),
            today.minusDays(31) + "T23:30:00.000Z",
            today.toString(),
            today.plusDays(1).toString(),
            "hier",
            "1970-01-01");
  }

  /** Each form of a time a minute before and a minute after; a comparison of texts keeps many. */
  @Test
  void deletesCodesByInstantsAndNotByText() throws Exception {
    workshop.stage(
        connection -> {
          AppRows.user(connection, "u");
          for (Instant time : List.of(now.minusSeconds(60), now.plusSeconds(3_600))) {
            LocalDateTime there = LocalDateTime.ofInstant(time, Workshop.DOUALA);
            String verdict = time.isBefore(now) ? "gone " : "good ";
            AppRows.code(connection, verdict + "Z", time.toString());
            AppRows.code(connection, verdict + "T", there.toString());
            AppRows.code(connection, verdict + "blank", there.toString().replace('T', ' '));
            AppRows.code(connection, verdict + "blank Z", time.toString().replace('T', ' '));
            AppRows.code(
                connection, verdict + "offset", time.atOffset(ZoneOffset.ofHours(-5)).toString());
          }
          AppRows.code(connection, "odd", "bientôt");
          AppRows.code(connection, "odd", "");
          AppRows.code(connection, "odd", "now");
          AppRows.code(connection, "odd", "1759847400000");
        });
    RunOutcome outcome = workshop.run("{\"mode\":\"weekly\"}");
    assertThat(outcome.counts())
        .containsEntry("deleted.otp_codes", 5L)
        .containsEntry("unreadable.otp_codes", 4L);
    assertThat(workshop.query("SELECT hashed_code FROM otp_codes ORDER BY otp_id"))
        .containsExactly(
            "good Z",
            "good T",
            "good blank",
            "good blank Z",
            "good offset",
            "odd",
            "odd",
            "odd",
            "odd");
  }

  @Test
  void archivesExactlyTheLogsThatItDeletes() throws Exception {
    workshop.stage(
        connection -> {
          AppRows.user(connection, "u");
          AppRows.log(
              connection, "role_change", "u", "{\"née\":\"d'Ékang\",\"n\":[1,2.50]}", longAgo);
          AppRows.log(connection, "refund_processed", null, null, longAgo);
          AppRows.log(connection, "content_moderate", "u", "no json {", longAgo);
          AppRows.log(
              connection, "content_moderate", "u", "stays", now.minus(Duration.ofDays(179)));
          Workshop.sql(
              connection,
              "UPDATE admin_logs SET details = x'00ff10', admin_id = NULL WHERE log_id = 2");
          Workshop.sql(
              connection,
              "UPDATE admin_logs SET timestamp = replace(substr(timestamp, 1, 19), 'T', ' ') WHERE log_id = 3");
          AppRows.log(connection, "content_moderate", "u", "odd", null);
        });
    List<String> before =
        workshop.query(
            "SELECT json_object('log_id', log_id, 'action', action, 'user_id', user_id, 'admin_id', admin_id,"
                + " 'details', iif(typeof(details) = 'blob', json('{\"base64\":\"AP8Q\"}'), details),"
                + " 'timestamp', timestamp) FROM admin_logs WHERE log_id <= 3 ORDER BY log_id");
    RunOutcome outcome = workshop.run("{}");
    assertThat(outcome.counts())
        .containsEntry("due.admin_logs", 3L)
        .containsEntry("archived.admin_logs", 3L)
        .containsEntry("deleted.admin_logs", 3L)
        .containsEntry("unreadable.admin_logs", 1L);
    assertThat(workshop.objects("archive/maa_yegue_app/"))
        .containsExactly("archive/maa_yegue_app/admin_logs/" + today + ".jsonl.zst");
    assertThat(workshop.archived("admin_logs"))
        .containsExactlyElementsOf(
            before.stream().map(line -> JsonParser.parseString(line).getAsJsonObject()).toList());
    assertThat(workshop.query("SELECT details FROM admin_logs ORDER BY log_id"))
        .containsExactly("stays", "odd");
  }

  /** inactive-user-cleanup enables again whom it disabled, and tells by this row. */
  @Test
  void keepsTheNewestRowThatSaysWhoDisabledAUser() throws Exception {
    Instant older = longAgo.minus(Duration.ofDays(10));
    workshop.stage(
        connection -> {
          for (String user : List.of("off", "on", "other")) {
            AppRows.user(connection, user);
          }
          AppRows.log(connection, "user_reactivate", "off", "1", older);
          AppRows.log(
              connection, "user_deactivate", "off", "{\"by\":\"inactive-user-cleanup\"}", longAgo);
          AppRows.log(connection, "user_deactivate", "on", "3", older);
          AppRows.log(connection, "user_reactivate", "on", "4", longAgo);
          AppRows.log(connection, "user_deactivate", null, "5", longAgo);
          AppRows.log(connection, "role_change", "other", "6", longAgo);
          AppRows.log(connection, "role_change", "off", "7", longAgo);
        });
    RunOutcome outcome = workshop.run("{}");
    assertThat(workshop.query("SELECT log_id FROM admin_logs ORDER BY log_id"))
        .containsExactly("2", "4");
    assertThat(outcome.counts()).containsEntry("kept.admin_logs", 2L);
    assertThat(workshop.archived("admin_logs"))
        .extracting(line -> line.get("log_id").getAsInt())
        .containsExactly(1, 3, 5, 6, 7);
  }

  @Test
  void savesSpaceAndSaysHowMuch() throws Exception {
    workshop.stage(
        connection -> {
          AppRows.user(connection, "u");
          connection.setAutoCommit(false);
          for (int i = 0; i < 900; i++) {
            AppRows.log(connection, "role_change", "u", "x".repeat(400), longAgo);
          }
          connection.commit();
        });
    RunOutcome outcome = workshop.run("{}");
    long saved = outcome.counts().get("bytesSaved");
    assertThat(saved).isGreaterThan(300_000);
    assertThat(outcome.counts().get("bytesBefore") - outcome.counts().get("bytesAfter"))
        .isEqualTo(saved);
    assertThat(workshop.query("PRAGMA freelist_count")).containsExactly("0");
    assertThat(workshop.objects("backups/")).as("a backup before").hasSize(2);
  }

  @Test
  void changesNothingTheSecondTime() throws Exception {
    workshop.stage(connection -> AppRows.seed(connection));
    workshop.run("{}");
    long generation = workshop.generation();
    List<JsonObject> archived = workshop.archived("admin_logs");
    RunOutcome again = workshop.run("{}");
    assertThat(again).isInstanceOf(RunOutcome.Done.class);
    assertThat(again.counts()).containsEntry("due.admin_logs", 0L);
    assertThat(workshop.generation()).isEqualTo(generation);
    assertThat(workshop.archived("admin_logs")).isEqualTo(archived);
  }

  @Test
  void changesNothingInADryRun() throws Exception {
    workshop.stage(connection -> AppRows.seed(connection));
    long generation = workshop.generation();
    RunOutcome outcome = workshop.run("{\"mode\":\"weekly\",\"dryRun\":true}");
    assertThat(outcome.counts())
        .containsEntry("due.daily_limits", 1L)
        .containsEntry("due.otp_codes", 1L)
        .containsEntry("due.admin_logs", 1L)
        .containsEntry("deleted.daily_limits", 0L)
        .containsEntry("deleted.admin_logs", 0L);
    assertThat(workshop.generation()).isEqualTo(generation);
    assertThat(workshop.objects("")).containsExactly("live/maa_yegue_app.db");
  }
}

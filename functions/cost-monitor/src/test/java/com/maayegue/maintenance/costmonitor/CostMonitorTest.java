package com.maayegue.maintenance.costmonitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonObject;
import io.grpc.Status;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CostMonitorTest {
  private static final String SERIES_OF_LATENCIES = "run.googleapis.com/request_latencies";
  private CostTown town;

  @BeforeEach
  void start() throws Exception {
    town = CostTown.fresh();
    town.normal();
  }

  @Test
  void measuresEverythingBesideItsLimit() throws Exception {
    town.daily();
    assertThat(town.lastRun()).containsEntry("outcome", "Done");
    assertThat(town.today("metrics.firestore_reads.value")).isEqualTo(5000.0);
    assertThat(town.today("metrics.firestore_reads.monthToDate")).isEqualTo(19 * 5000.0);
    assertThat(town.today("metrics.firestore_reads.usedPercent")).isEqualTo(10.0);
    assertThat(town.today("metrics.firestore_reads.month")).isEqualTo("2025-11");
    assertThat(town.today("metrics.firestore_writes.today")).isEqualTo(2000.0);
    assertThat(town.today("metrics.firestore_deletes.value")).isEqualTo(500.0);
    assertThat(town.today("metrics.auth_monthly_active_users.value")).isEqualTo(19 * 40.0);
    assertThat(town.today("metrics.function_executions.value")).isEqualTo(19 * 1000.0);
    assertThat(town.today("metrics.firestore_bytes.value")).isEqualTo(5e7);
    assertThat(town.today("metrics.storage_bytes.value")).isEqualTo(5e8);
    assertThat(town.today("metrics.mean_response.value")).isEqualTo(120.0);
    assertThat(town.today("metrics.user_progress_rows.value")).isEqualTo(3.0);
    assertThat(town.today("metrics.user_progress_rows.detail")).isEqualTo("maa_yegue_app");
    assertThat(town.today("metrics.active_users.value")).isEqualTo(2.0);
    assertThat(town.today("metrics.backup_bytes.value")).isEqualTo(1024.0);
    assertThat(town.today("metrics.database_bytes.value"))
        .isEqualTo((double) town.storage.get(CostTown.BUCKET, "live/maa_yegue_app.db").getSize());
    assertThat(town.today("metrics.cost_month.status")).isEqualTo("unknown");
    assertThat(town.today("metrics.database_bytes.forecast.status")).isEqualTo("too-short");
    assertThat(town.today("metrics.firestore_reads.forecast.status")).isEqualTo("ready");
    assertThat(town.alertKeys()).isEmpty();
  }

  @Test
  void asksForTheWholeMonthAndTheLast28DaysInHours() throws Exception {
    town.daily();
    assertThat(town.monitoring.asked())
        .allSatisfy(
            asked -> {
              assertThat(asked.getName()).isEqualTo("projects/" + CostTown.PROJECT);
              assertThat(asked.getInterval().getEndTime().getSeconds())
                  .isEqualTo(CostTown.START.getEpochSecond());
              assertThat(asked.getAggregation().getAlignmentPeriod().getSeconds()).isEqualTo(3600);
            })
        .anySatisfy(asked -> assertThat(asked.getPageToken()).isNotEmpty().isEqualTo("2"));
  }

  @Test
  void forecastsTheDayAndTheEndOfTheMonth() throws Exception {
    // 5 % more of 20,000 each day: 50,000 is reached before the month is over.
    town.series.counts(CostSeries.READS, day -> 36_000 - 1000 * day);
    town.daily();
    Map<?, ?> forecast = (Map<?, ?>) town.today("metrics.firestore_reads.forecast");
    assertThat(forecast.get("monthEnd")).isEqualTo("2025-11-30");
    assertThat((Double) forecast.get("expected")).isCloseTo(47_000, within(100.0));
    assertThat(forecast.get("limitDay")).isEqualTo("2025-12-03");
    assertThat((Double) forecast.get("trendPerWeek")).isCloseTo(7000, within(10.0));
    assertThat(town.alertKeys()).containsExactly("firing cost-limit-firestore_reads-50-2025-11");

    town.series.counts(CostSeries.READS, day -> 41_000 - 1000 * day);
    town.now = town.now.plusSeconds(60);
    town.daily();
    assertThat(town.alertKeys())
        .containsExactly(
            "firing cost-limit-firestore_reads-80-2025-11",
            "firing cost-limit-firestore_reads-forecast-2025-11");
  }

  @Test
  void tellsOnceForEachLevelAndMonth() throws Exception {
    town.series.counts(CostSeries.READS, day -> day == 0 ? 42_000 : 20_000);
    town.daily();
    town.restart();
    town.daily();
    List<JsonObject> alerts = town.alerts();
    assertThat(alerts).hasSize(1);
    JsonObject alert = alerts.get(0);
    assertThat(alert.get("dedupKey").getAsString())
        .isEqualTo("cost-limit-firestore_reads-80-2025-11");
    assertThat(alert.get("rule").getAsString()).isEqualTo("cost-limit");
    assertThat(alert.get("severity").getAsString()).isEqualTo("warning");
    assertThat(alert.get("title").getAsString())
        .isEqualTo(
            "Firestore, lectures du jour : 84 % de la limite · Firestore, reads of the day: 84 % of"
                + " the limit");
    assertThat(alert.get("summary").getAsString()).startsWith("42\u00a0000 sur 50\u00a0000.");
    town.series.counts(CostSeries.READS, day -> day == 0 ? 60_000 : 20_000);
    town.now = town.now.plus(Duration.ofMinutes(1));
    town.daily();
    assertThat(town.alertKeys()).containsExactly("firing cost-limit-firestore_reads-100-2025-11");
  }

  @Test
  void tellsTheEndOnceUseHasGoneDown() throws Exception {
    town.series.counts(CostSeries.READS, day -> day == 0 ? 42_000 : 20_000);
    town.daily();
    assertThat(town.alertKeys()).hasSize(1);
    town.firestore
        .document("alerts/cost-limit-firestore_reads-80-2025-11")
        .set(Map.of("state", "firing"))
        .get();
    town.series.counts(CostSeries.READS, day -> 20_000);
    town.now = town.now.plus(Duration.ofMinutes(1));
    town.daily();
    assertThat(town.alertKeys()).containsExactly("resolved cost-limit-firestore_reads-80-2025-11");
  }

  @Test
  void changesNothingWhenTheSameEventComesTenTimes() throws Exception {
    town.series.counts(CostSeries.READS, day -> 30_000);
    town.daily();
    Map<String, Object> before = town.snapshots();
    for (int i = 0; i < 9; i++) {
      town.now = town.now.plus(Duration.ofMinutes(3));
      town.deliver("{}", Map.of(), CostTown.START);
    }
    assertThat(town.snapshots()).isEqualTo(before);
    assertThat(town.alertKeys()).hasSize(1);
  }

  @Test
  void writesAndTellsNothingInADryRun() throws Exception {
    town.series.counts(CostSeries.READS, day -> 42_000);
    town.deliver("{\"dryRun\":true}", Map.of(), town.now);
    assertThat(town.snapshots()).isEmpty();
    assertThat(town.alertKeys()).isEmpty();
    assertThat(((Map<?, ?>) town.lastRun().get("counts")).get("wouldAlert")).isEqualTo(1L);
  }

  @Test
  void goesOnWithTheRestWhenAMetricIsRefused() throws Exception {
    town.monitoring.fail(CostSeries.READS, Status.PERMISSION_DENIED);
    town.monitoring.put("storage.googleapis.com/storage/total_bytes", List.of());
    town.daily();
    assertThat(town.today("metrics.firestore_reads.status")).isEqualTo("unknown");
    assertThat(town.today("metrics.firestore_reads.value")).isNull();
    assertThat(town.today("metrics.firestore_reads.reason"))
        .isEqualTo("Cloud Monitoring n'a pas répondu (PERMISSION_DENIED)");
    assertThat(town.today("metrics.storage_bytes.reasonEn"))
        .isEqualTo("Cloud Monitoring has no series: storage.googleapis.com/storage/total_bytes");
    assertThat(town.today("metrics.firestore_writes.value")).isEqualTo(2000.0);
    assertThat(town.lastRun()).containsEntry("outcome", "Partial");
    assertThat(town.alertKeys()).containsExactly("firing cost-monitor-failed");
  }

  @Test
  void keepsWhatWasKnownWhenMonitoringIsAwayLaterThatDay() throws Exception {
    town.daily();
    Object before = town.today("metrics.firestore_reads");
    town.env.put("MONITORING_EMULATOR_HOST", "127.0.0.1:1");
    town.restart();
    town.now = town.now.plus(Duration.ofHours(1));
    town.daily();
    assertThat(town.today("metrics.firestore_reads")).isEqualTo(before);
    assertThat(town.lastRun()).containsEntry("outcome", "Partial");
    assertThat(((Map<?, ?>) town.lastRun().get("counts")).get("unknown")).isEqualTo(9L);
  }

  @Test
  void doesNotTakeAHoleForZero() throws Exception {
    town.series.counts(CostSeries.READS, day -> day == 0 ? -1 : 5000);
    town.series.counts(
        "identitytoolkit.googleapis.com/usage/monthly_new_signin_count", day -> day == 3 ? -1 : 40);
    town.series.counts(
        "firestore.googleapis.com/document/delete_count", day -> day % 7 == 3 ? 700 : -1);
    town.daily();
    assertThat(town.today("metrics.firestore_reads.reasonEn"))
        .isEqualTo("Cloud Monitoring has no points for today");
    assertThat(town.today("metrics.auth_monthly_active_users.reasonEn"))
        .isEqualTo("Cloud Monitoring has no points for 1 day(s) of the month");
    assertThat(town.today("metrics.firestore_deletes.value"))
        .as("it is idle on most days")
        .isEqualTo(0.0);
    assertThat(town.lastRun()).containsEntry("outcome", "Done");
  }

  @Test
  void doesNotCountTheRowsOfADamagedDatabase() throws Exception {
    Path damaged =
        Path.of("..", "..", "test-fixtures", "sqlite", "damaged-table-page", "maa_yegue_app.db");
    town.object("live/maa_yegue_app.db", Files.readAllBytes(damaged));
    town.daily();
    assertThat(town.today("metrics.user_progress_rows.status")).isEqualTo("unknown");
    assertThat(town.today("metrics.user_progress_rows.reasonEn").toString())
        .startsWith("unusable database, maa_yegue_app: ")
        .contains("is not intact");
    assertThat(town.today("signals.progress_rows.state")).isEqualTo("unknown");
    assertThat(town.today("metrics.database_bytes.value")).isEqualTo((double) Files.size(damaged));
  }

  @Test
  void leavesOutADictionaryButNotAMissingDatabase() throws Exception {
    Path none =
        Path.of("..", "..", "test-fixtures", "sqlite", "no-users-table", "maa_yegue_app.db");
    town.env.put("DATABASES", "maa_yegue_app,words");
    town.object("live/words.db", Files.readAllBytes(none));
    town.daily();
    assertThat(town.today("metrics.active_users.value")).isEqualTo(2.0);
    town.storage.delete(CostTown.BUCKET, "live/words.db");
    town.firestoreEmulator.clear();
    town.daily();
    assertThat(town.today("metrics.active_users.reasonEn").toString())
        .contains("words.db is absent");
  }

  @Test
  void saysWhichOptionHelps() throws Exception {
    town.env.put("SIGNALS", "{\"database_size\": 1000, \"backup_size\": 1100}");
    for (int day = 1; day <= 10; day++) {
      town.past(LocalDate.of(2025, 11, 20).minusDays(day).toString(), "database_bytes", 1e5);
    }
    town.daily();
    assertThat(town.today("signals.database_size.state")).isEqualTo("over");
    assertThat(town.today("signals.database_size.option")).isEqualTo(1L);
    assertThat(town.today("signals.database_size.adviceFr").toString()).startsWith("Option 1");
    assertThat((Double) town.today("signals.database_size.trendPerWeek")).isCloseTo(0, within(1e5));
    assertThat(town.today("signals.backup_size.state")).isEqualTo("near");
    assertThat(town.today("signals.active_users.state")).isEqualTo("below");
    assertThat(town.today("signals.monthly_cost.state")).isEqualTo("unknown");
    assertThat(town.monitoring.asked())
        .anyMatch(
            asked ->
                asked.getFilter().contains(SERIES_OF_LATENCIES)
                    && asked.getFilter().endsWith("service_name = one_of(\"payment-webhook\")"));
  }
}

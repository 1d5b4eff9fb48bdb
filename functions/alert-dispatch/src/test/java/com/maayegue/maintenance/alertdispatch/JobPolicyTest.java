package com.maayegue.maintenance.alertdispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.maayegue.maintenance.alertdispatch.JobPolicy.Run;
import com.maayegue.maintenance.pubsub.Alert;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JobPolicyTest {
  private static final JobPolicy POLICY = new JobPolicy(ZoneId.of("Africa/Douala"));
  private static final Instant LONG_AGO = Instant.parse("2025-01-01T00:00:00Z");

  @Test
  void hasTheSameSchedulesAsTerraform() throws Exception {
    JsonObject terraform =
        JsonParser.parseString(Files.readString(Path.of("../../terraform/schedules.json")))
            .getAsJsonObject();
    List<ScheduledJob> packed = ScheduledJob.readAll(AlertHtml.resource("/schedules.json"));
    assertThat(packed).isNotEmpty();
    assertThat(packed).extracting(ScheduledJob::name).containsExactlyElementsOf(terraform.keySet());
    assertThat(packed)
        .allSatisfy(
            job -> {
              JsonObject one = terraform.getAsJsonObject(job.name());
              assertThat(job.expression()).isEqualTo(one.get("cron").getAsString());
              assertThat(job.zone()).isEqualTo(ZoneId.of(one.get("timeZone").getAsString()));
              assertThat(job.data()).isEqualTo(one.getAsJsonObject("data"));
            });
  }

  @ParameterizedTest
  @CsvSource({
    // 03:00 in Douala is 02:00 in UTC; half an hour of grace.
    "0 3 * * *,    2025-10-07T02:29:59Z, 2025-10-06T02:00:00Z",
    "0 3 * * *,    2025-10-07T02:30:01Z, 2025-10-07T02:00:00Z",
    "0 2 1 * *,    2025-10-07T02:30:01Z, 2025-10-01T01:00:00Z",
    "0 4 * * 0,    2025-10-07T02:30:01Z, 2025-10-05T03:00:00Z",
    "*/10 * * * *, 2025-10-07T02:45:00Z, 2025-10-07T02:10:00Z",
    "30 4 1 * *,   2025-03-01T03:00:01Z, 2025-02-01T03:30:00Z"
  })
  void waitsForTheLastDueTimeWhoseGraceIsOver(String cron, Instant now, Instant due) {
    assertThat(job(cron, "{}").lastDue(now)).contains(due);
  }

  @Test
  void raisesWhatHasNotEndedWellAndOnlySinceItIsWatched() {
    ScheduledJob job = job("0 3 * * *", "{}");
    Instant due = Instant.parse("2025-10-07T02:00:00Z");
    assertThat(POLICY.missed(job, due, due.plusSeconds(1), List.of())).isEmpty();
    Alert alert = POLICY.missed(job, due, LONG_AGO, List.of()).orElseThrow();
    assertThat(alert.dedupKey()).isEqualTo("job-missed-weekly");
    assertThat(alert.occurredAt()).isEqualTo(due.plus(Duration.ofMinutes(30)));
    assertThat(alert.summary()).contains("Prévu le 7 octobre à 03:00", "no run");
    assertThat(alert.playbook()).isEqualTo("docs/playbooks/job-missed.md");
  }

  @ParameterizedTest
  @CsvSource({
    "Done, {}, true",
    "Skipped, {}, true",
    "Failed, {}, false",
    "Partial, {}, false",
    "Died, {}, false",
    "'', {}, false",
    "Done, '{\"mode\":\"monthly\"}', false",
    "Done, '{\"dryRun\":true}', false",
    "Done, …, false"
  })
  void knowsARunOfAScheduleByItsMessageAndWhetherItEndedWell(
      String outcome, String message, boolean well) {
    ScheduledJob job = job("0 3 * * *", "{}");
    Instant due = Instant.parse("2025-10-07T02:00:00Z");
    Run run = new Run("id", "f", message, due, Optional.of(due), outcome, "why");
    assertThat(POLICY.missed(job, due, LONG_AGO, List.of(run)).isEmpty()).isEqualTo(well);
  }

  @Test
  void tellsTwoSchedulesOfOneFunctionApart() {
    ScheduledJob monthly = job("30 4 1 * *", "{\"mode\": \"monthly\"}");
    Instant due = Instant.parse("2025-06-01T03:30:00Z");
    Run weekly = new Run("w", "f", "{\"mode\":\"weekly\"}", due, Optional.of(due), "Done", "");
    assertThat(POLICY.missed(monthly, due, LONG_AGO, List.of(weekly))).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a\": {\"cron\": \"never\", \"timeZone\": \"Africa/Douala\", \"data\": {}}}",
        "{\"a\": {\"cron\": \"0 3 * * *\", \"timeZone\": \"Mars\", \"data\": {}}}",
        "{\"a\": {\"timeZone\": \"Africa/Douala\", \"data\": {}}}",
        "{\"a\": {\"cron\": \"0 3 * * *\", \"timeZone\": \"Africa/Douala\", \"data\": {},"
            + " \"grace\": \"long\"}}",
        "{\"a\": 1}",
        "[]"
      })
  void refusesSchedulesThatCannotBeRead(String json) {
    assertThatThrownBy(() -> ScheduledJob.readAll(json))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("schedules.json: ");
  }

  private static ScheduledJob job(String cron, String data) {
    String json =
        "{\"weekly\": {\"cron\": \"%s\", \"timeZone\": \"Africa/Douala\", \"function\": \"f\","
            + " \"data\": %s}}";
    return ScheduledJob.readAll(json.formatted(cron, data)).get(0);
  }
}

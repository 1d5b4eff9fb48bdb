package com.maayegue.maintenance.weeklyreport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.cloud.storage.BlobInfo;
import com.maayegue.maintenance.core.RunOutcome;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What it does not do. */
class WeeklyReportRefusalsTest {
  private static final Instant NOW = SampleWeeks.NOW;

  private Newsroom room;

  @BeforeEach
  void start() throws Exception {
    room = Newsroom.empty();
  }

  @Test
  void changesNothingInADryRun() throws Exception {
    room.fill();
    RunOutcome outcome = room.run("{}", "1", NOW, true);
    assertThat(outcome.counts()).containsEntry("wouldStore", 3L).containsEntry("wouldSend", 3L);
    assertThat(room.names()).isEmpty();
    assertThat(room.mails()).isEmpty();
    assertThat(room.posts()).isEmpty();
    assertThat(room.firestore.collection("weekly_reports").get().get().isEmpty()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"week\":\"2025-W42\"}", "{\"week\":\"2025-W53\"}", "{\"week\":7}"})
  void refusesAWeekThatCannotBeReported(String message) throws Exception {
    RunOutcome outcome = room.run(message, "1", NOW);
    assertThat(outcome).isInstanceOf(RunOutcome.Failed.class);
    assertThat(outcome.reason()).startsWith("week: ");
    assertThat(room.names()).isEmpty();
  }

  @Test
  void namesAReportThatSomebodyElseWrote() throws Exception {
    room.fill();
    room.storage.create(
        BlobInfo.newBuilder(Newsroom.REPORTS, "reports/2025/week-41.json").build(),
        "{}".getBytes(UTF_8));
    assertThatThrownBy(() -> room.run("{}", "1", NOW))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("gs://reports-bucket/reports/2025/week-41.json is not the report");
  }

  @Test
  void asksForAllThatIsWrongInTheEnvironmentAtOnce() {
    room.env.putAll(
        Map.of("REPORT_RECIPIENTS", "nobody", "LOCALE", "de", "SLACK_WEBHOOK_URL", "ftp://x"));
    room.env.remove("REPORT_BUCKET");
    assertThatThrownBy(room::settings)
        .hasMessageContaining("4 problem(s)")
        .hasMessageContaining("REPORT_RECIPIENTS: expected comma-separated e-mail addresses")
        .hasMessageContaining("LOCALE: expected fr or en")
        .hasMessageNotContaining("nobody");
  }
}

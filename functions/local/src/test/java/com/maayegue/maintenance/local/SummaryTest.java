package com.maayegue.maintenance.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SummaryTest {
  private static final Path GOLDEN =
      Path.of("src/test/resources/com/maayegue/maintenance/local/summary.txt");
  private static final String REGENERATE =
      "mvn -pl functions/local -am verify -Dtest=SummaryTest -Dsurefire.failIfNoSpecifiedTests=false"
          + " -DskipITs -Dgolden.write=true";
  private static final Instant START = Instant.parse("2025-10-06T22:30:05Z");

  @Test
  void readsAsInTheGoldenFile() throws IOException {
    String text = Summary.text(report(11_444, List.of()), Style.PLAIN);
    if (Boolean.getBoolean("golden.write")) {
      Files.writeString(GOLDEN, text);
    }
    assertThat(text)
        .as("%s differs. If that is meant, write it anew by:%n%s", GOLDEN, REGENERATE)
        .isEqualTo(Files.readString(GOLDEN));
  }

  @Test
  void fitsIntoEightyColumns() {
    String far = "https://example.com/" + "far/".repeat(40);
    assertThat(Summary.text(report(1, List.of(far)), Style.PLAIN).lines())
        .allMatch(line -> line.length() <= 80);
  }

  @Test
  void saysClearlyWhatDisagrees() {
    Report report = report(11_443, List.of());
    assertThat(report.agrees()).isFalse();
    assertThat(Summary.text(report, Style.PLAIN))
        .contains("  ✗ notifications supprimées · notifications deleted")
        .contains("QUELQUE CHOSE NE CONCORDE PAS", "SOMETHING DISAGREES")
        .doesNotContain("Tout concorde");
  }

  @Test
  void agreesNotWhenAnAlertCameOrARunFailed() {
    assertThat(report(11_444, List.of()).agrees()).isTrue();
    assertThat(report(11_444, List.of("notification-purge failed: remote")).agrees()).isFalse();
    Report report = report(11_444, List.of());
    Report.Run failed =
        new Report.Run(new Label("x", "y"), run("Failed", "too many", false), "Done");
    assertThat(withRuns(report, List.of(failed)).agrees()).isFalse();
    assertThat(Summary.text(withRuns(report, List.of(failed)), Style.PLAIN)).contains("  too many");
  }

  @Test
  void coloursOnlyWhenToldTo() {
    Report report = report(11_444, List.of());
    String coloured = Summary.text(report, new Style(true));
    assertThat(coloured).contains("\u001b[32m");
    assertThat(coloured.replaceAll("\u001b\\[[0-9;]*m", ""))
        .isEqualTo(Summary.text(report, Style.PLAIN));
  }

  @Test
  void writesRunRecordsAsJson() {
    JsonArray runs =
        JsonParser.parseString(Summary.json(List.of(run("Done", "", true)))).getAsJsonArray();

    JsonObject run = runs.get(0).getAsJsonObject();
    assertThat(run.keySet())
        .containsExactly(
            "function",
            "startedAt",
            "finishedAt",
            "outcome",
            "dryRun",
            "counts",
            "failures",
            "version");
    assertThat(run.get("function").getAsString()).isEqualTo("notification-purge");
    assertThat(run.get("startedAt").getAsString()).isEqualTo("2025-10-06T22:30:25Z");
    assertThat(run.get("dryRun").getAsBoolean()).isTrue();
    assertThat(run.getAsJsonObject("counts").get("wouldDelete").getAsLong()).isEqualTo(11_444);
    assertThat(run.getAsJsonArray("failures")).isEmpty();
  }

  private static Report report(long deleted, List<String> alerts) {
    return new Report(
        START,
        ZoneId.of("Africa/Douala"),
        List.of(
            new Report.Figure(new Label("notifications", "notifications"), false, "20 000"),
            new Report.Figure(
                new Label("de plus de 30 jours", "older than 30 days"), true, "11 444")),
        List.of(
            new Report.Run(new Label("à blanc", "dry run"), run("Done", "", true), "Done"),
            new Report.Run(new Label("pour de vrai", "for real"), run("Done", "", false), "Done")),
        List.of(
            new Check(
                new Label("notifications supprimées", "notifications deleted"), 11_444, deleted)),
        List.of(new Label("Une remarque.", "A remark.")),
        alerts,
        Duration.ofMillis(16_500),
        Duration.ofMillis(45_200),
        "functions/local/target/demo/summary.json",
        "functions/local/target/demo/logs");
  }

  private static Report withRuns(Report report, List<Report.Run> runs) {
    return new Report(
        report.startedAt(),
        report.zone(),
        report.before(),
        runs,
        report.checks(),
        report.notes(),
        report.alerts(),
        report.preparing(),
        report.took(),
        report.summary(),
        report.logs());
  }

  private static RunRecord run(String outcome, String reason, boolean dryRun) {
    Instant start = START.plusSeconds(20);
    Map<String, Long> counts =
        dryRun
            ? Map.of(
                "documents",
                20_000L,
                "protected.role",
                12L,
                "protected.hold",
                3L,
                "wouldDelete",
                11_444L)
            : Map.of("documents", 20_000L, "waiting", 0L, "deleted", 11_444L);
    return new RunRecord(
        "notification-purge",
        "7",
        start,
        start.plusMillis(2_345),
        outcome,
        reason,
        dryRun,
        counts,
        List.of(),
        "0.1.0");
  }
}

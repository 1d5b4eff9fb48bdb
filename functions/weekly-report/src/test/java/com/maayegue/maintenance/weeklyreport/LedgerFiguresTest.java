package com.maayegue.maintenance.weeklyreport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Every figure of Firestore against a dump of its collections over REST, read by the names of days
 * in Douala and added up here.
 */
class LedgerFiguresTest {
  private static final LocalDate FIRST = LocalDate.parse("2025-08-11");
  private static Newsroom room;
  private static List<Section> sections;

  @BeforeAll
  static void read() throws Exception {
    room = Newsroom.empty();
    room.fill();
    sections =
        new ReportSources(
                room.settings().staging(),
                room.storage,
                new Ledgers(room.firestore),
                SampleWeeks.DOUALA)
            .read(SampleWeeks.windows())
            .sections();
  }

  @Test
  void countsTheRunsOfADump() throws Exception {
    Map<String, double[]> sums = new HashMap<>();
    for (JsonObject run : dump("maintenance_runs")) {
      JsonObject counts = map(run, "counts");
      String function = text(run, "function");
      String outcome = text(run, "outcome");
      int week = week(text(run, "startedAt"));
      add(sums, "runs", week, 1);
      add(sums, "failed", week, outcome.equals("Failed") ? 1 : 0);
      add(sums, "died", week, outcome.isEmpty() ? 1 : 0);
      if (run.getAsJsonObject("dryRun").get("booleanValue").getAsBoolean()) {
        continue;
      }
      boolean backup = function.equals("database-backup") && outcome.equals("Done");
      add(sums, "backups", week, backup && counts.has("storedBytes") ? 1 : 0);
      add(sums, "notifications", week, of(function, "notification-purge", counts, "deleted"));
      add(sums, "accounts", week, of(function, "inactive-user-cleanup", counts, "deleted"));
      add(sums, "bytesSaved", week, number(counts, "bytesSaved"));
      for (String name : counts.keySet()) {
        add(sums, "rows", week, name.startsWith("deleted.") ? number(counts, name) : 0);
      }
    }
    assertThat(section("maintenance").figures()).hasSize(sums.size()).hasSize(8);
    sums.forEach((name, weeks) -> same("maintenance." + name, weeks));
  }

  @Test
  void countsTheIncidentsOfADump() throws Exception {
    double all = 0;
    double serious = 0;
    double jobs = 0;
    double seconds = 0;
    for (JsonObject alert : dump("alerts")) {
      boolean open = text(alert, "state").equals("firing");
      Instant start = Instant.parse(text(alert, "startedAt"));
      Instant end = open ? SampleWeeks.NOW : Instant.parse(text(alert, "clearSince"));
      if (week(start.toString()) > 8 || week(end.toString()) < 8) {
        continue;
      }
      all++;
      serious += List.of("critical", "high").contains(text(alert, "severity")) ? 1 : 0;
      jobs += text(alert, "rule").startsWith("job-") ? 1 : 0;
      seconds += Duration.between(start, end).toSeconds();
    }
    assertThat(all).isEqualTo(3);
    assertThat(value("incidents.count")).isEqualTo(all);
    assertThat(value("incidents.serious")).isEqualTo(serious);
    assertThat(value("incidents.jobs")).isEqualTo(jobs);
    assertThat(value("incidents.time")).isEqualTo(seconds);
    assertThat(section("incidents").figures()).hasSize(4);
  }

  @Test
  void takesTheNewestCostsOfEachWeekOfADump() throws Exception {
    Map<String, double[]> newest = new HashMap<>();
    for (JsonObject snapshot : dump("cost_snapshots")) {
      if (!snapshot.has("takenAt")) {
        continue;
      }
      int week = week(text(snapshot, "takenAt"));
      JsonObject metrics = map(snapshot, "metrics");
      for (String id : metrics.keySet()) {
        JsonObject metric = map(metrics, id);
        if (text(metric, "status").equals("known")) {
          // Documents come by their names, which are days.
          newest.computeIfAbsent(id, any -> new double[Windows.COUNT])[week] =
              number(metric, "value");
        }
      }
    }
    assertThat(section("costs").figures()).hasSize(newest.size()).hasSize(5);
    newest.forEach((id, weeks) -> same("costs.metric." + id, weeks));
  }

  private static void add(Map<String, double[]> sums, String name, int week, double amount) {
    sums.computeIfAbsent(name, any -> new double[Windows.COUNT])[week] += amount;
  }

  private static double of(String function, String wanted, JsonObject counts, String name) {
    return function.equals(wanted) ? number(counts, name) : 0;
  }

  private static int week(String instant) {
    LocalDate day = Instant.parse(instant).atZone(SampleWeeks.DOUALA).toLocalDate();
    return (int) Math.floorDiv(day.toEpochDay() - FIRST.toEpochDay(), 7);
  }

  private static void same(String id, double[] weeks) {
    Figure figure = figure(id);
    for (int week = 0; week < Windows.COUNT; week++) {
      assertThat(figure.weeks().get(week))
          .as("%s, week %d", id, week)
          .isCloseTo(weeks[week], within(1e-6));
    }
    assertThat(figure.value()).isEqualTo(figure.weeks().get(8));
  }

  private static double value(String id) {
    return figure(id).value();
  }

  private static Figure figure(String id) {
    return sections.stream()
        .flatMap(each -> each.figures().stream())
        .filter(each -> each.id().equals(id))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no figure " + id));
  }

  private static Section section(String id) {
    return sections.stream().filter(each -> each.id().equals(id)).findFirst().orElseThrow();
  }

  /** The fields of all documents, as the REST interface writes them. */
  private static List<JsonObject> dump(String collection) throws Exception {
    HttpClient http = HttpClient.newHttpClient();
    List<JsonObject> documents = new ArrayList<>();
    String page = "";
    do {
      URI uri =
          URI.create(
              "http://%s/v1/projects/%s/databases/(default)/documents/%s?pageSize=100&pageToken=%s"
                  .formatted(room.emulator.hostAndPort(), Newsroom.PROJECT, collection, page));
      HttpRequest request =
          HttpRequest.newBuilder(uri).header("Authorization", "Bearer owner").build();
      JsonObject answer =
          JsonParser.parseString(http.send(request, HttpResponse.BodyHandlers.ofString()).body())
              .getAsJsonObject();
      JsonArray found = answer.getAsJsonArray("documents");
      for (JsonElement each : found) {
        documents.add(each.getAsJsonObject().getAsJsonObject("fields"));
      }
      page = answer.has("nextPageToken") ? answer.get("nextPageToken").getAsString() : "";
    } while (!page.isEmpty());
    return documents;
  }

  private static JsonObject map(JsonObject fields, String name) {
    JsonObject map = fields.getAsJsonObject(name).getAsJsonObject("mapValue");
    return map.has("fields") ? map.getAsJsonObject("fields") : new JsonObject();
  }

  private static String text(JsonObject fields, String name) {
    JsonObject value = fields.getAsJsonObject(name);
    for (String type : List.of("stringValue", "timestampValue")) {
      if (value != null && value.has(type)) {
        return value.get(type).getAsString();
      }
    }
    return "";
  }

  private static double number(JsonObject fields, String name) {
    JsonObject value = fields.getAsJsonObject(name);
    if (value == null) {
      return 0;
    }
    return value.get(value.has("integerValue") ? "integerValue" : "doubleValue").getAsDouble();
  }
}
